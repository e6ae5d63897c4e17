import { parse } from "yaml";
import { ClusterBackup, ClusterRestore } from "../../components/backup";
import { restoreManifest } from "../../components/backup/clusterRestore";
import { clusterBackupReader } from "../../components/facts/clusterBackup";
import { allRegions } from "../../components/facts/regions";
import { decide, statementsIn } from "../../policies/shared/policyEvaluator";
import { built, statementsOf, type Built } from "../support/built";
import { checkCustomResource, isCustomResource } from "../support/customResourceSchema";
import { chartReferences, valueFaults } from "../support/helmPaths";
import type { LocatedResource } from "../support/plan";
import { testContext } from "../support/testContext";

const account = "111122223333";
const build = (region: string): Promise<Built> => {
  const context = testContext(region);
  const args = {
    context,
    clusterName: context.name("cluster"),
    clusterArn: `arn:aws:eks:${context.region.awsRegion}:${account}:cluster/${context.name("cluster")}`,
    after: [],
  };
  return built(() => {
    const backup = new ClusterBackup("backup", args);
    new ClusterRestore("restore", { ...args, after: [backup] });
  });
};
const specOf = (made: Built, name: string): unknown => made.named(name).inputs.spec;

describe("backups of africa's objects", () => {
  let made: Built;
  beforeAll(async () => {
    made = await build("africa");
  });

  test("set only values that the chart has", () => {
    const reference = chartReferences().get("velero");
    expect(reference && valueFaults(made.named("backup").inputs.values, reference)).toEqual([]);
  });

  test("take no volumes, keep no key and install nothing that a plan does not show", () => {
    expect(made.named("backup").inputs.values).toMatchObject({
      snapshotsEnabled: false,
      deployNodeAgent: false,
      backupsEnabled: false,
      schedules: {},
      credentials: { useSecret: false },
      upgradeCRDs: false,
      cleanUpCRDs: false,
      metrics: { enabled: true },
      rbac: { clusterAdministrator: false },
    });
  });

  test("run images of the region's registry, as nobody", () => {
    const registry = `${account}.dkr.ecr.af-south-1.amazonaws.com/platform`;
    expect(made.named("backup").inputs.values).toMatchObject({
      image: { repository: `${registry}/velero`, tag: "v1.18.1" },
      initContainers: [{ image: `${registry}/velero-plugin-for-aws:v1.14.1` }],
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65_532 },
      containerSecurityContext: { readOnlyRootFilesystem: true },
    });
  });

  test("go home and to the partner, under the key of each place", () => {
    expect(specOf(made, "backup-to-home")).toMatchObject({
      default: true,
      objectStorage: {
        bucket: `azora-africa-backups-${account}`,
        prefix: "africa/cluster-objects/home",
      },
      config: {
        region: "af-south-1",
        serverSideEncryption: "aws:kms",
        kmsKeyId: "alias/azora/africa/personal",
      },
    });
    expect(specOf(made, "backup-to-partner")).toMatchObject({
      default: false,
      objectStorage: {
        bucket: `azora-europe-backups-${account}`,
        prefix: "africa/cluster-objects/partner",
      },
      config: { region: "eu-central-1", kmsKeyId: "alias/azora/europe/personal" },
    });
  });

  test("are made every five minutes and kept a day, and once a day and kept for 30", () => {
    expect(made.ofType("kubernetes:velero.io/v1:Schedule").map(({ name }) => name)).toEqual([
      "backup-daily-home",
      "backup-frequent-home",
      "backup-frequent-partner",
    ]);
    expect(specOf(made, "backup-frequent-partner")).toMatchObject({
      schedule: "2-59/5 * * * *",
      template: { ttl: "24h0m0s", storageLocation: "partner", snapshotVolumes: false },
    });
    expect(specOf(made, "backup-daily-home")).toMatchObject({ template: { ttl: "720h0m0s" } });
  });

  test("and what restores them satisfy their definitions", () => {
    const objects = made.resources.filter(({ type }) => isCustomResource(type));
    expect(objects).toHaveLength(6);
    for (const resource of objects) {
      const located = { stack: "test", resource: { ...resource, resolved: resource.inputs } };
      expect(checkCustomResource(located as unknown as LocatedResource).faults).toEqual([]);
    }
  });

  test("read the whole cluster and write none of it", () => {
    expect(made.named("backup-reader").inputs).toMatchObject({
      metadata: { name: clusterBackupReader.name },
      rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] }],
    });
    expect(made.ofType("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")).toHaveLength(1);
  });
});

describe.each(allRegions().map(({ name }) => name))("rights in S3, in %s", (region) => {
  let made: Built;
  beforeAll(async () => {
    made = await build(region);
  });
  const may = (role: string, action: string, key: string, bucketRegion = region): boolean =>
    decide(statementsIn(made.named(role).inputs.policy as string), {
      action,
      resource: `arn:aws:s3:::azora-${bucketRegion}-backups-${account}/${key}`,
      context: {},
    }) === "allowed";

  test("backing up writes and hides what is its home's own, and deletes no version", () => {
    const key = `${region}/cluster-objects/home/backups/one/velero-backup.json`;
    expect(may("backup-role-backups", "s3:PutObject", key)).toBe(true);
    expect(may("backup-role-backups", "s3:DeleteObject", key)).toBe(true);
    expect(may("backup-role-backups", "s3:DeleteObjectVersion", key)).toBe(false);
    expect(may("backup-role-backups", "s3:GetObjectVersion", key)).toBe(false);
  });

  test("backing up reads nothing else that lies in the bucket", () => {
    for (const key of ["repositories/core/x", `${region}/automation/x`, "africa/cluster-objects/partner/x"])
      expect(may("backup-role-backups", "s3:GetObject", key)).toBe(false);
  });

  test("restoring reads every home's backups that may lie here, and takes none away", () => {
    const key = `${region}/cluster-objects/home/backups/one/one.tar.gz`;
    expect(may("backup-restore-role-backups", "s3:GetObject", key)).toBe(true);
    for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"])
      expect(may("backup-restore-role-backups", action, key)).toBe(false);
    const result = `${region}/cluster-objects/home/restores/two/restore-two-results.gz`;
    expect(may("backup-restore-role-backups", "s3:PutObject", result)).toBe(true);
  });

  test("nobody holds the role that restores", () => {
    const associations = made.inputsOf("aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(associations.map(({ serviceAccount }) => serviceAccount).sort()).toEqual([
      "restore-cluster-objects",
      "velero-server",
    ]);
    const [held] = associations.filter(({ serviceAccount }) => serviceAccount === "velero-server");
    expect(held?.roleArn).toBe(made.named("backup-role").outputs.arn);
  });

  test("keys are used through S3 only, by their alias", () => {
    for (const role of ["backup-role-backups", "backup-restore-role-backups"])
      for (const statement of statementsOf(made.named(role).inputs.policy))
        if (String(statement.Sid).startsWith("Key"))
          expect(Object.keys(statement.Condition as object)).toEqual(
            expect.arrayContaining(["ForAnyValue:StringEquals", "StringEquals"]),
          );
  });
});

describe("the workflow that restores", () => {
  const filled = (texts: Readonly<Record<string, string>>): unknown =>
    parse(
      restoreManifest().replaceAll(/\{\{=toJson\(inputs\.parameters\.(\w+)\)\}\}/g, (_, name: string) =>
        JSON.stringify(texts[name]),
      ),
    );
  const asked = { backup: "daily-home-20261126021700", namespace: "shop", reason: "lost", approver: "b@x.y" };

  test("asks Velero for what it is told, adds what is missing and changes nothing", () => {
    expect(filled(asked)).toEqual({
      apiVersion: "velero.io/v1",
      kind: "Restore",
      metadata: {
        generateName: "restore-",
        namespace: "velero",
        annotations: { "azora.io/reason": "lost", "azora.io/approver": "b@x.y" },
      },
      spec: {
        backupName: asked.backup,
        includedNamespaces: ["shop"],
        existingResourcePolicy: "none",
        restorePVs: false,
      },
    });
  });

  test("is a restore that Velero takes", () => {
    const resource = {
      type: "kubernetes:velero.io/v1:Restore",
      name: "restore",
      resolved: filled(asked) as Record<string, unknown>,
    };
    expect(checkCustomResource({ stack: "test", resource } as unknown as LocatedResource).faults).toEqual([]);
  });

  test("takes whatever characters it is given for a text", () => {
    const wild = { ...asked, reason: '"\nspec:\n  backupName: other' };
    expect(filled(wild)).toMatchObject({
      metadata: { annotations: { "azora.io/reason": wild.reason } },
      spec: { backupName: asked.backup },
    });
  });

  test("may ask for restores in Velero's namespace, and no more", async () => {
    const made = await build("europe");
    expect(made.named("restore-account-velero").inputs.rules).toEqual([
      { apiGroups: ["velero.io"], resources: ["restores"], verbs: ["create", "get", "list", "watch"] },
    ]);
    expect(made.named("restore").inputs.spec).toMatchObject({
      serviceAccountName: "restore-cluster-objects",
      activeDeadlineSeconds: 900,
    });
  });
});
