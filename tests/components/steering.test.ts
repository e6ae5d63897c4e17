import { parseConfig } from "../../images/edge-steering/src/config";
import { EdgeSteering, steeringConfig, type EdgeSteeringArgs } from "../../components/steering";
import { edgeSteering } from "../../components/facts/edge";
import { namespaces } from "../../components/facts/namespaces";
import { allRegions, failoverOrder } from "../../components/facts/regions";
import { steeringService } from "../../components/facts/steering";
import { containsSecret, unwrapSecrets } from "../../preview/engine/values";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const edgeAccountId = "0123456789abcdef0123456789abcdef";
const digest = `sha256:${"0a".repeat(32)}`;
const make = (changes: Partial<EdgeSteeringArgs> = {}): EdgeSteering =>
  new EdgeSteering("steering", {
    context: testContext("europe"),
    edgeAccountId,
    imageDigest: digest,
    apiToken: "t".repeat(40),
    reportKeys: "k".repeat(32),
    identity: "a certificate and its key",
    authorities: "certificates",
    podSecurityGroupId: "sg-0123",
    entryName: "azora-europe-ingress.elb.eu-central-1.amazonaws.com",
    after: [],
    ...changes,
  });

const regions = allRegions();
const names = regions.map(({ name }) => name);
const configOf = (region: string) =>
  parseConfig(JSON.stringify(steeringConfig({ region, regions, domain: "azora.example", edgeAccountId })));

interface Pod {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly containers: readonly Readonly<Record<string, unknown>>[];
  };
}

describe("a region's edge-steering controller", () => {
  let steering: Built;
  beforeAll(async () => {
    steering = await built(() => make());
  });
  const podOf = (made: Built): Pod =>
    (made.named("steering").inputs.spec as unknown as { readonly template: Pod }).template;

  test("is one pod, and while it is replaced two", () => {
    expect(steering.named("steering").inputs.spec).toMatchObject({
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 10,
    });
    expect(namespaces.edgeSteering.quota.pods).toBeGreaterThanOrEqual(2);
  });

  test("is given time to finish a write that is under way, and to tell of it", () => {
    const { terminationGracePeriodSeconds } = podOf(steering).spec;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(
      edgeSteering.apiTimeoutSeconds + edgeSteering.reportTimeoutSeconds,
    );
  });

  test("runs the image of the region's own registry, by its digest", () => {
    expect(podOf(steering).spec.containers.map(({ image }) => image)).toEqual([
      `111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform/edge-steering@${digest}`,
    ]);
  });

  test("has no rights: not root, no capability, nothing to write to, no token of the cluster", () => {
    const { spec } = podOf(steering);
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      serviceAccountName: "edge-steering",
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(spec.containers[0]).toMatchObject({
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    });
    expect(steering.named("steering-account").inputs).toMatchObject({ automountServiceAccountToken: false });
  });

  test("reads its secrets from files, which stay secret in the state and out of everything else", () => {
    const secret = steering.named("steering-secret");
    expect(containsSecret(secret.inputs.stringData)).toBe(true);
    const others = steering.resources.filter(({ name }) => name !== "steering-secret");
    expect(JSON.stringify(others.map(({ inputs }) => inputs))).not.toMatch(/t{40}|k{32}/);
    expect(podOf(steering).spec.containers[0]).toMatchObject({
      env: [
        { name: "EDGE_STEERING_TOKEN_FILE", value: "/var/run/edge-steering/token" },
        { name: "EDGE_STEERING_KEYS_FILE", value: "/var/run/edge-steering/report-keys" },
        { name: "EDGE_STEERING_IDENTITY_FILE", value: "/var/run/edge-steering/identity" },
        { name: "EDGE_STEERING_AUTHORITIES_FILE", value: "/etc/edge-steering/authorities.pem" },
      ],
    });
    const data = unwrapSecrets(secret.inputs.stringData ?? {}) as object;
    expect(Object.keys(data).sort()).toEqual(["identity", "report-keys", "token"]);
  });

  test("is replaced when its configuration changes, and only then", async () => {
    const digestOf = (made: Built) => podOf(made).metadata.annotations["azora/config-digest"];
    const same = await built(() => make({ apiToken: "u".repeat(40) }));
    const other = await built(() => make({ edgeAccountId: "f".repeat(32) }));
    expect(digestOf(same)).toBe(digestOf(steering));
    expect(digestOf(other)).not.toBe(digestOf(steering));
  });

  test("is reached by the other regions' pods on its own port, and by nobody from outside", () => {
    const rules = steering.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const others = regions.filter(({ name }) => name !== "europe").map(({ cidr }) => cidr);
    expect(rules.map(({ cidrIpv4 }) => cidrIpv4).sort()).toEqual([...others].sort());
    for (const rule of rules)
      expect(rule).toMatchObject({
        ipProtocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        securityGroupId: "sg-0123",
      });
  });

  test("is found by names that only the platform's networks resolve, as is the region's entry", () => {
    const annotation = "external-dns.alpha.kubernetes.io/hostname";
    expect(steering.named("steering-service").inputs).toMatchObject({
      metadata: { annotations: { [annotation]: "edge-steering.europe.internal.azora.example" } },
      spec: { clusterIP: "None", publishNotReadyAddresses: true },
    });
    expect(steering.named("steering-entry").inputs).toMatchObject({
      metadata: { annotations: { [annotation]: "ingress.europe.internal.azora.example" } },
      spec: {
        type: "ExternalName",
        externalName: "azora-europe-ingress.elb.eu-central-1.amazonaws.com",
      },
    });
  });

  test("reads the configuration that is mounted, and its parser takes it", () => {
    const { data } = steering.named("steering-config").inputs as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    expect(parseConfig(data["config.json"] ?? "")).toEqual(configOf("europe"));
    expect(podOf(steering).spec.containers[0]?.args).toEqual(["/etc/edge-steering/config.json"]);
  });

  test("is refused with a digest that is none", async () => {
    expect(await refusal(() => make({ imageDigest: "latest" }))).toBe(
      'EdgeSteering.imageDigest is "latest"; allowed: sha256: and 64 hexadecimal digits',
    );
  });
});

describe("the controllers' configuration", () => {
  test.each(names)("is what the program of the image takes: %s", (region) => {
    const config = configOf(region);
    expect(config.region).toBe(region);
    expect(config.regions.map(({ name }) => name)).toEqual(names);
    expect(config.listen.port).toBe(steeringService.port);
  });

  test("finds each region by names of its own", () => {
    const [africa] = configOf("asia").regions;
    expect(africa).toEqual({
      name: "africa",
      pool: "azora-africa",
      peer: "http://edge-steering.africa.internal.azora.example:8080",
      probe: {
        origins: ["https://ingress.africa.internal.azora.example"],
        host: "api.azora.example",
        path: "/.well-known/azora/health",
        expectedCodes: "200",
        expectedBody: "ok",
      },
    });
  });

  test("knows which pools every host at the edge has", () => {
    const { hosts } = configOf("africa");
    expect(hosts[0]).toEqual({ name: "api.azora.example", regions: names });
    expect(hosts.slice(1).map(({ name }) => name)).toEqual(names.map((name) => `${name}.azora.example`));
    for (const [index, home] of names.entries()) {
      const own = hosts[index + 1]?.regions ?? [];
      expect(own[0]).toBe(home);
      expect(own.slice(1).every((name) => failoverOrder(home).includes(name))).toBe(true);
      expect(own.length).toBeGreaterThanOrEqual(2);
    }
  });
});
