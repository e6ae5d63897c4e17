import {
  PlatformAddons,
  TargetGroupBindings,
  type PlatformAddonsArgs,
  type TargetGroupBindingFact,
} from "../../components/addons";
import { charts } from "../../components/facts/charts";
import { gatewayPorts } from "../../components/facts/network";
import { GuardRails } from "../../components/guardrails";
import { chartSource, helmRelease, type ChartMirror } from "../../components/shared";
import { containsSecret } from "../../preview/engine/values";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { checkCustomResource, isCustomResource } from "../support/customResourceSchema";
import { chartReferences, valueFaults } from "../support/helmPaths";
import type { LocatedResource } from "../support/plan";
import { testContext } from "../support/testContext";

const text = (value: unknown): string => String(value);
const context = testContext("americas");
const clusterName = context.name("cluster");
const targetGroupArn =
  "arn:aws:elasticloadbalancing:sa-east-1:111122223333:targetgroup/https/0123456789abcdef";
const releaseType = "kubernetes:helm.sh/v3:Release";

const build = (changes: Partial<PlatformAddonsArgs> = {}): Promise<Built> =>
  built(() => {
    const guardRails = new GuardRails("rails", { context, controlPlaneCidrs: ["10.64.192.0/24"] });
    new PlatformAddons("addons", {
      context,
      clusterName,
      clusterArn: `arn:aws:eks:sa-east-1:111122223333:cluster/${clusterName}`,
      vpcId: "vpc-0123",
      privateZoneId: "Z0123456789",
      privateZoneName: "americas.azora.internal",
      guardRails,
      targetGroups: [
        {
          name: "https",
          serviceName: "gateway",
          servicePort: 443,
          targetGroupArn,
          source: {
            securityGroupId: "sg-0123",
            targetPort: gatewayPorts.https,
            healthCheckPort: gatewayPorts.status,
          },
        },
      ],
      after: [],
      ...changes,
    });
  });

const valuesOf = (made: Built, name: string): unknown => made.named(name).inputs.values;

describe("the platform's add-ons", () => {
  let addons: Built;
  beforeAll(async () => {
    addons = await build();
  });
  const releases = (): ReturnType<Built["ofType"]> => addons.ofType(releaseType);

  test("are pinned, all or nothing, and waited for", () => {
    expect(releases()).toHaveLength(5);
    for (const { inputs } of releases()) {
      expect(Object.values(charts).map(({ version }) => version as string)).toContain(inputs.version);
      expect(inputs).toMatchObject({ atomic: true, createNamespace: false });
      expect(inputs).not.toHaveProperty("skipAwait");
    }
  });

  test("set only values that their charts have", () => {
    const references = chartReferences();
    for (const { inputs } of releases()) {
      const reference = references.get(text(inputs.chart).split("/").at(-1) ?? "");
      expect(reference && valueFaults(inputs.values, reference)).toEqual([]);
    }
  });

  test("make custom resources that satisfy their definitions", () => {
    const objects = addons.resources.filter(({ type }) => isCustomResource(type));
    expect(objects.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
      "Bundle",
      "ClusterIssuer",
      "TargetGroupBinding",
    ]);
    for (const resource of objects) {
      const located = { stack: "test", resource: { ...resource, resolved: resource.inputs } };
      expect(checkCustomResource(located as unknown as LocatedResource).faults).toEqual([]);
    }
  });

  test("come after their own namespace", () => {
    for (const { inputs, dependencies } of releases()) {
      expect(dependencies).toContain(addons.named(`rails-${text(inputs.namespace)}`).urn);
    }
  });

  test("wait for cert-manager where they are served with its certificates", () => {
    const certManager = addons.named("addons-cert-manager").urn;
    for (const name of ["trust-manager", "metrics-server", "load-balancer-controller"]) {
      expect(addons.named(`addons-${name}`).dependencies).toContain(certManager);
    }
    expect(addons.named("addons-targets-https").dependencies).toContain(
      addons.named("addons-load-balancer-controller").urn,
    );
  });

  test("may run on the system nodes", () => {
    for (const { inputs } of releases()) {
      expect(inputs.values).toMatchObject({
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
      });
    }
  });

  test("have their metrics API checked by certificate", () => {
    expect(valuesOf(addons, "addons-metrics-server")).toMatchObject({
      tls: { type: "cert-manager" },
      apiService: { insecureSkipTLSVerify: false },
    });
  });

  test("answer in TLS 1.3 only, where a chart lets them", () => {
    expect(valuesOf(addons, "addons-cert-manager")).toMatchObject({
      webhook: { config: { tlsConfig: { minTLSVersion: "VersionTLS13" } } },
    });
    expect(valuesOf(addons, "addons-metrics-server")).toMatchObject({
      args: ["--tls-min-version=VersionTLS13"],
    });
    expect(valuesOf(addons, "addons-trust-manager")).toMatchObject({
      app: { minTLSVersion: "VersionTLS13" },
    });
  });

  test("change their certificates as often as secrets are, before the old ones end", () => {
    const certificate = { duration: "720h", renewBefore: "240h" };
    expect(valuesOf(addons, "addons-load-balancer-controller")).toMatchObject({ certManager: certificate });
    expect(valuesOf(addons, "addons-metrics-server")).toMatchObject({ tls: { certManager: certificate } });
    expect(valuesOf(addons, "addons-trust-manager")).toMatchObject({
      app: { webhook: { tls: { certificate: { duration: "720h" } } } },
    });
  });

  test("change names in the region's private zone only", () => {
    expect(valuesOf(addons, "addons-external-dns")).toMatchObject({
      policy: "sync",
      txtOwnerId: clusterName,
      domainFilters: ["americas.azora.internal"],
      extraArgs: { "aws-zone-type": "private", "zone-id-filter": "Z0123456789" },
    });
    const [change, find] = statementsOf(addons.named("addons-external-dns-role-zone").inputs.policy);
    expect(change).toMatchObject({ Resource: "arn:aws:route53:::hostedzone/Z0123456789" });
    expect(find).toMatchObject({ Action: "route53:ListHostedZones" });
  });

  test("keep the load balancer controller away from services, gateways, firewalls and node metadata", () => {
    expect(valuesOf(addons, "addons-load-balancer-controller")).toMatchObject({
      region: "sa-east-1",
      vpcId: "vpc-0123",
      enableServiceMutatorWebhook: false,
      // All four are on by default in this version (`values.yaml`, pkg/config/feature_gates.go).
      controllerConfig: {
        featureGates: {
          EnableServiceController: false,
          NLBGatewayAPI: false,
          ALBGatewayAPI: false,
          GatewayListenerSet: false,
        },
      },
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
    });
  });

  test("confine the controller's pods as `restricted` asks", () => {
    expect(valuesOf(addons, "addons-load-balancer-controller")).toMatchObject({
      podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
      securityContext: { capabilities: { drop: ["ALL"] } },
    });
  });

  test("let the load balancer controller change targets and the cluster's own security group only", () => {
    const { policy } = addons.named("addons-load-balancer-controller-role-load-balancer-controller").inputs;
    const [find, ...change] = statementsOf(policy);
    expect(find).toMatchObject({ Resource: "*" });
    expect(JSON.stringify(find?.Action)).not.toMatch(/:(?!Describe)/);
    expect(change).toMatchObject([
      { Resource: "arn:aws:elasticloadbalancing:sa-east-1:111122223333:targetgroup/*" },
      {
        Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
        Resource: "arn:aws:ec2:sa-east-1:111122223333:security-group/*",
        Condition: { StringEquals: { "aws:ResourceTag/aws:eks:cluster-name": clusterName } },
      },
    ]);
  });
});

describe("the region's certificate authority", () => {
  let addons: Built;
  beforeAll(async () => {
    addons = await build();
  });

  test("is a P-384 authority for five years that no plan replaces", () => {
    expect(addons.named("addons-region-issuer-key")).toMatchObject({
      protect: true,
      inputs: { algorithm: "ECDSA", ecdsaCurve: "P384" },
    });
    const certificate = addons.named("addons-region-issuer-certificate");
    expect(certificate.protect).toBe(true);
    expect(certificate.inputs).toMatchObject({
      isCaCertificate: true,
      validityPeriodHours: 1826 * 24,
      allowedUses: ["cert_signing", "crl_signing"],
    });
    expect(certificate.inputs).not.toHaveProperty("earlyRenewalHours");
  });

  test("gives out its public part and keeps its key a secret", () => {
    const { outputs } = addons.ofType("azora:addons:RegionIssuer")[0] ?? {};
    expect(containsSecret(outputs?.caCertificatePem)).toBe(false);
    expect(text(outputs?.caCertificatePem)).toContain("BEGIN CERTIFICATE");
    expect(containsSecret(addons.named("addons-region-issuer-secret").inputs.stringData)).toBe(true);
    expect(containsSecret(addons.named("addons-region-issuer-certificate").inputs.privateKeyPem)).toBe(true);
  });

  test("hands its certificate to every namespace", () => {
    expect(addons.named("addons-region-issuer-bundle").inputs.spec).toMatchObject({
      target: { configMap: { key: "ca.crt" }, namespaceSelector: { matchLabels: {} } },
    });
  });
});

describe("charts", () => {
  const mirror: ChartMirror = {
    address: "oci://registry.internal/charts/",
    username: "reader",
    password: "hush",
  };

  test("come from their own homes", () => {
    expect(chartSource(charts.certManager)).toEqual({ chart: "oci://quay.io/jetstack/charts/cert-manager" });
    expect(chartSource(charts.metricsServer)).toEqual({
      chart: "metrics-server",
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/metrics-server" },
    });
  });

  test("come from the mirror when there is one, every single one", async () => {
    const addons = await build({ mirror });
    for (const { inputs } of addons.ofType(releaseType)) {
      expect(text(inputs.chart)).toMatch(/^oci:\/\/registry\.internal\/charts\/[a-z-]+$/);
      expect(inputs.repositoryOpts).toMatchObject({ username: "reader" });
      expect(containsSecret((inputs.repositoryOpts as { password: string }).password)).toBe(true);
    }
  });

  test("need no credentials of an open mirror", () => {
    expect(chartSource(charts.karpenter, { address: "oci://registry.internal" })).toEqual({
      chart: "oci://registry.internal/karpenter",
    });
  });

  test("are refused from a mirror that is no registry", async () => {
    const args = { chart: charts.karpenter, namespace: "karpenter", values: {} };
    const make = (): unknown =>
      helmRelease("karpenter", { ...args, mirror: { address: "https://registry.internal" } }, {});
    expect(await refusal(make)).toBe('ChartMirror.address is "https://registry.internal"; allowed: oci://…');
  });
});

describe("target group bindings", () => {
  const binding = { name: "https", serviceName: "gateway", servicePort: 443, targetGroupArn };
  const bindings = (...list: TargetGroupBindingFact[]): (() => unknown) => {
    return () => new TargetGroupBindings("targets", { bindings: list, vpcId: "vpc-0123", after: [] });
  };

  test("bind pods by address and admit the load balancer's group to their port and to the one it checks", async () => {
    const addons = await build();
    expect(addons.named("addons-targets-https").inputs).toMatchObject({
      metadata: { name: "https", namespace: "istio-ingress" },
      spec: {
        serviceRef: { name: "gateway", port: 443 },
        targetGroupARN: targetGroupArn,
        targetType: "ip",
        vpcID: "vpc-0123",
        networking: {
          ingress: [
            {
              from: [{ securityGroup: { groupID: "sg-0123" } }],
              ports: [gatewayPorts.https, gatewayPorts.status].map((port) => ({ protocol: "TCP", port })),
            },
          ],
        },
      },
    });
  });

  test.each([
    [
      "a name twice",
      bindings(binding, binding),
      'TargetGroupBindings.bindings[1].name is "https"; allowed: a name that no other binding has',
    ],
    [
      "a port out of range",
      bindings({ ...binding, servicePort: 0 }),
      "TargetGroupBindings.bindings[0].servicePort is 0; allowed: a port from 1 to 65535",
    ],
    [
      "a health check's port out of range",
      bindings({
        ...binding,
        source: { securityGroupId: "sg-0123", targetPort: 8443, healthCheckPort: 65_536 },
      }),
      "TargetGroupBindings.bindings[0].source.healthCheckPort is 65536; allowed: a port from 1 to 65535",
    ],
  ])("refuse %s", async (_, make, message) => {
    expect(await refusal(make)).toBe(message);
  });
});
