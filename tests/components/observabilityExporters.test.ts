import { cloudwatchJobs } from "../../components/facts/cloudwatch";
import { monitors } from "../../components/facts/monitors";
import { CloudwatchExporter } from "../../components/observability/cloudwatch";
import { cloudwatchValues } from "../../components/observability/cloudwatch/cloudwatchExporter";
import { TraceStoreExporter } from "../../components/observability/traces";
import { securityFiles } from "../../components/observability/traces/openSearchConfig";
import { built, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const context = testContext("africa");
const common = { context, issuerName: "azora-region-ca", after: [] };

describe("the exporter of CloudWatch", () => {
  let stack: Built;
  beforeAll(async () => {
    stack = await built(
      () =>
        new CloudwatchExporter("aws", {
          ...common,
          clusterName: "azora-africa-cluster",
          clusterArn: "arn:aws:eks:af-south-1:111122223333:cluster/azora-africa-cluster",
        }),
    );
  });

  test("may list numbers and read them, and nothing else", () => {
    const [policy, ...others] = stack.ofType("aws:iam/rolePolicy:RolePolicy");
    expect(others).toEqual([]);
    expect(JSON.parse(policy?.inputs.policy as string)).toMatchObject({
      Statement: [
        { Effect: "Allow", Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], Resource: "*" },
      ],
    });
    const values = cloudwatchValues(context);
    expect(stack.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")[0]?.inputs).toMatchObject({
      namespace: "observability",
      serviceAccount: (values.serviceAccount as { name: string }).name,
    });
  });

  test("asks its own region, once, by labels that Prometheus reads", () => {
    const values = cloudwatchValues(context);
    expect(values).toMatchObject({
      replicaCount: 1,
      containerPort: monitors.cloudwatch?.port,
      extraArgs: { "labels-snake-case": true, "listen-address": ":5000", "scraping-interval": 300 },
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65_534 },
    });
    const config = JSON.parse(values.config as string) as { customNamespace: { regions: string[] }[] };
    expect(config.customNamespace.map(({ regions }) => regions)).toEqual(
      cloudwatchJobs.map(() => ["af-south-1"]),
    );
    // The chart reads it as a template.
    expect(values.config).not.toContain("{{");
  });
});

describe("the exporter of the store of traces", () => {
  interface Role {
    readonly cluster_permissions: readonly string[];
    readonly index_permissions: readonly { readonly allowed_actions: readonly string[] }[];
  }

  test("shows a certificate that may look at numbers, and at nothing that is stored", async () => {
    const files = securityFiles(context.domain);
    const { watcher } = JSON.parse(files["roles.yml"] ?? "") as { watcher: Role };
    const rights = [
      ...watcher.cluster_permissions,
      ...watcher.index_permissions.flatMap(({ allowed_actions }) => allowed_actions),
    ];
    for (const right of rights) expect(right).toMatch(/^(cluster|indices):monitor\//);
    const mapping = JSON.parse(files["roles_mapping.yml"] ?? "") as Record<string, { users?: string[] }>;
    const stack = await built(() => new TraceStoreExporter("store", common));
    const spec = stack.named("store-certificate").inputs.spec as { commonName: string };
    expect(mapping.watcher?.users).toEqual([spec.commonName]);
  });

  test("asks all nodes at once, from the port that Prometheus asks", async () => {
    const stack = await built(() => new TraceStoreExporter("store", common));
    expect(stack.named("store").inputs.spec).toMatchObject({
      replicas: 1,
      template: {
        spec: {
          containers: [
            {
              args: expect.arrayContaining(["--es.all", "--es.uri=https://trace-store:9200"]) as unknown,
              ports: [{ containerPort: monitors["trace-store"]?.port }],
            },
          ],
        },
      },
    });
  });
});
