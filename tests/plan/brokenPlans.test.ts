import { spawnSync } from "node:child_process";
import path from "node:path";
import { start, StackFiles, testDay } from "../support/cli";
import type { Break } from "../support/mutations";

const root = path.resolve(__dirname, "..", "..");
const entry = path.join(root, "tests", "support", "brokenProgram.ts");

const wildcardRole = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const openTrust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
});
const publicBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const cluster = "aws:eks/cluster:Cluster";
const release = "kubernetes:helm.sh/v3:Release";

/** Plans of the real program with one mistake each, and the rule that must name it. */
const plans: readonly (readonly [what: string, rule: string, change: Break])[] = [
  ["a public bucket", "buckets-private", { type: publicBlock, path: "blockPublicAcls", to: false }],
  [
    "a bucket under a key that is not ours",
    "encrypt-buckets",
    {
      type: encryption,
      path: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
      to: "alias/aws/s3",
    },
  ],
  [
    "an unencrypted volume",
    "encrypt-disks",
    { type: template, path: "blockDeviceMappings[0].ebs.encrypted", to: "false" },
  ],
  [
    "an unencrypted queue",
    "encrypt-queues",
    { type: "aws:sqs/queue:Queue", path: "kmsMasterKeyId", to: "$absent" },
  ],
  [
    "a wildcard role",
    "iam-no-wildcards",
    { type: "aws:iam/rolePolicy:RolePolicy", path: "policy", to: wildcardRole },
  ],
  [
    "a role that anybody may take",
    "iam-trust-bound",
    { type: "aws:iam/role:Role", path: "assumeRolePolicy", to: openTrust },
  ],
  ["a missing tag", "tags-mandatory", { type: "aws:ec2/vpc:Vpc", path: "tags.owner", to: "$absent" }],
  [
    "a key that is not rotated",
    "keys-rotate",
    { type: "aws:kms/key:Key", path: "enableKeyRotation", to: false },
  ],
  [
    "a key that is gone in a week",
    "keys-deletion-window",
    { type: "aws:kms/key:Key", path: "deletionWindowInDays", to: 7 },
  ],
  [
    "a public API",
    "eks-private-endpoint",
    { type: cluster, path: "vpcConfig.endpointPublicAccess", to: true },
  ],
  [
    "a cluster without audit log",
    "eks-control-plane-logs",
    { type: cluster, path: "enabledClusterLogTypes", to: ["api"] },
  ],
  ["a version out of support", "eks-supported-version", { type: cluster, path: "version", to: "1.29" }],
  [
    "metadata without a token",
    "instance-metadata",
    { type: template, path: "metadataOptions.httpTokens", to: "optional" },
  ],
  [
    "a port open to the Internet",
    "security-groups-closed",
    {
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      name: "api-from",
      path: "cidrIpv4",
      to: "0.0.0.0/0",
    },
  ],
  [
    "logs that are kept a day",
    "log-retention",
    { type: "aws:cloudwatch/logGroup:LogGroup", path: "retentionInDays", to: 1 },
  ],
  [
    "a store without a jurisdiction",
    "stores-tagged",
    { type: "aws:s3/bucket:Bucket", path: "tags.jurisdiction", to: "$absent" },
  ],
  [
    "a tag that images can lose",
    "registries-immutable",
    { type: "aws:ecr/repository:Repository", path: "imageTagMutability", to: "MUTABLE" },
  ],
  ["a chart without a version", "helm-pinned", { type: release, path: "version", to: "latest" }],
  [
    "a namespace for everything",
    "kubernetes-pod-security",
    {
      type: "kubernetes:core/v1:Namespace",
      name: "cert-manager",
      path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
      to: "privileged",
    },
  ],
  [
    "a pool without limits",
    "nodepools-bounded",
    { type: "kubernetes:karpenter.sh/v1:NodePool", path: "spec.limits", to: "$absent" },
  ],
  [
    "a dear volume",
    "volumes-gp3",
    { type: "kubernetes:storage.k8s.io/v1:StorageClass", path: "parameters.type", to: "io2" },
  ],
  [
    "a bucket that keeps everything",
    "bucket-lifecycle",
    { type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", path: "rules", to: [] },
  ],
  [
    "a plain secret",
    "secrets-marked",
    { type: release, path: "values.adminPassword", to: "hunter2-hunter2" },
  ],
];

interface Outcome {
  readonly faults: readonly string[];
  /** Rules that stop the merge. */
  readonly stopping: readonly string[];
}

/** Plans europe for each change in one process: what the gates say of each, as `npm start` does. */
const child = `
  require("./scripts/transpile.cjs");
  require("./scripts/lightSdk.cjs");
  const { runMode } = require("./preview/mode.ts");
  const { mergeVerdicts, stops } = require("./preview/findings.ts");
  const { projectName, readStackFile } = require("./preview/stackFiles.ts");
  const { entry, asOf, changes } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const root = process.cwd();
  const project = projectName(root);
  const file = readStackFile(root, project, "europe");
  (async () => {
    const outcomes = [];
    for (const change of changes) {
      const config = { ...file.config, [project + ":asOf"]: asOf, ...(change ? { "broken:field": JSON.stringify(change) } : {}) };
      const job = { project, asOf, entry, extraRegions: [], stackFiles: [{ ...file, config }] };
      const modes = [await runMode({ ...job, preview: true }), await runMode({ ...job, preview: false })];
      const [preview, resolved] = modes.map(({ runs }) => runs[0]?.gates.verdicts ?? []);
      outcomes.push({
        faults: modes.flatMap(({ faults }) => faults.map(({ reason }) => reason)),
        stopping: [...new Set(mergeVerdicts(preview, resolved, [], asOf).findings.filter(stops).map(({ policy }) => policy))],
      });
    }
    process.stdout.write(JSON.stringify(outcomes));
  })();
`;

function outcomesOf(changes: readonly (Break | null)[]): readonly Outcome[] {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", child], {
    cwd: root,
    input: JSON.stringify({ entry, asOf: testDay, changes }),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Outcome[];
}

describe("a broken plan", () => {
  let whole: Outcome | undefined;
  let given: readonly Outcome[] = [];
  let later: readonly Outcome[] = [];
  beforeAll(() => {
    const changes = plans.map(([, , change]) => change);
    const unknown = changes.map((change) => ({ ...change, to: "$unknown" }));
    const outcomes = outcomesOf([null, ...changes, ...unknown]);
    [whole] = outcomes;
    given = outcomes.slice(1, 1 + changes.length);
    later = outcomes.slice(1 + changes.length);
  }, 300_000);

  test("is the only kind that is stopped", () => {
    expect(whole).toEqual({ faults: [], stopping: [] });
  });

  test.each(plans.map(([what, rule], index) => [what, rule, index] as const))(
    "with %s is stopped by %s, also where the deciding field is known after deployment only",
    (_what, rule, index) => {
      expect(given[index]?.faults).toEqual([]);
      expect(given[index]?.stopping).toContain(rule);
      expect(later[index]?.faults).toEqual([]);
      expect(later[index]?.stopping).toContain(rule);
    },
  );
});

test("npm start exits 1 on a broken plan and names the rule, the field, the value and the way out", () => {
  const change: Break = { type: cluster, path: "vpcConfig.endpointPublicAccess", to: true };
  const files = new StackFiles();
  files.set("europe", "broken:field", JSON.stringify(change));
  const { status, stdout } = start(["--stack", "europe", "--as-of", testDay], files.home, {
    AZORA_ENTRY: entry,
  });
  files.remove();
  expect(status).toBe(1);
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
    /Violations \(1\) .*\[eks-private-endpoint\] vpcConfig\.endpointPublicAccess is true; wanted: false\. Fix: /,
  );
});
