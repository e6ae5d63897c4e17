import { RegionIngress, type RegionIngressArgs } from "../../components/ingress";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const args = (region: string, changes: Partial<RegionIngressArgs> = {}): RegionIngressArgs => ({
  context: testContext(region),
  vpcId: "vpc-1",
  vpcCidr: "10.16.0.0/16",
  zones: testContext(region).region.zones,
  publicSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  ...changes,
});
const edge = {
  publicSubnetId: "subnet-lagos",
  certificateArn: "arn:aws:acm:af-south-1:111122223333:certificate/1",
  edgeClientCa: "a certificate",
  keyArn: "arn:aws:kms:af-south-1:111122223333:key/internal",
};

const ingress = (region: string, changes: Partial<RegionIngressArgs> = {}): Promise<Built> =>
  built(() => new RegionIngress("in", args(region, changes)));

const loadBalancers = (room: Built): ReturnType<Built["ofType"]> =>
  room.ofType("aws:lb/loadBalancer:LoadBalancer");

describe("a region's entry", () => {
  let europe: Built;
  beforeAll(async () => {
    europe = await ingress("europe");
  });

  test("is one Network Load Balancer with a fixed address in every zone", () => {
    expect(loadBalancers(europe)).toHaveLength(1);
    const { inputs, protect } = europe.named("in-nlb");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      name: "azora-europe-ingress",
      loadBalancerType: "network",
      internal: false,
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: true,
      subnetMappings: ["a", "b", "c"].map((zone) => ({
        subnetId: `subnet-${zone}`,
        allocationId: europe.id(`in-address-eu-central-1${zone}`),
      })),
    });
    for (const { protect: kept } of europe.ofType("aws:ec2/eip:Eip")) expect(kept).toBe(true);
  });

  test("passes 443 through to the gateway's port, with the edge's addresses", () => {
    expect(
      europe
        .inputsOf("aws:lb/targetGroup:TargetGroup")
        .map(({ port, protocol, targetType, preserveClientIp }) => ({
          port,
          protocol,
          targetType,
          preserveClientIp,
        })),
    ).toEqual([{ port: 8443, protocol: "TCP", targetType: "ip", preserveClientIp: "true" }]);
    expect(
      europe.inputsOf("aws:lb/listener:Listener").map(({ port, protocol }) => ({ port, protocol })),
    ).toEqual([{ port: 443, protocol: "TCP" }]);
  });

  test("names its target groups by a prefix that leaves room for what AWS allows", () => {
    expect(europe.inputsOf("aws:lb/targetGroup:TargetGroup").map(({ namePrefix }) => namePrefix)).toEqual([
      "https-",
    ]);
  });

  test("takes a pod out within ten seconds of its saying that it is not ready", () => {
    for (const { healthCheck, connectionTermination } of europe.inputsOf("aws:lb/targetGroup:TargetGroup")) {
      const check = healthCheck as { interval: number; unhealthyThreshold: number; path: string };
      expect(check.interval * check.unhealthyThreshold).toBeLessThanOrEqual(10);
      expect(check.path).toBe("/healthz/ready");
      expect(connectionTermination).toBe(true);
    }
  });

  test("is open to the edge's networks on 443 alone, and goes on to gateway ports in the VPC alone", () => {
    const rules = (kind: string): unknown[] =>
      europe
        .inputsOf(`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`)
        .map(({ prefixListId, cidrIpv4, fromPort, toPort }) => [prefixListId ?? cidrIpv4, fromPort, toPort]);
    expect(rules("Ingress")).toEqual([[europe.id("in-edge-networks"), 443, 443]]);
    const [list] = europe.inputsOf("aws:ec2/managedPrefixList:ManagedPrefixList");
    const entries = (list?.entries ?? []) as { readonly cidr: string }[];
    expect(entries).toHaveLength(15);
    expect(entries.map(({ cidr }) => cidr)).toEqual(
      expect.arrayContaining(["104.16.0.0/13", "172.64.0.0/13"]),
    );
    expect(rules("Egress")).toEqual([
      ["10.16.0.0/16", 8443, 8443],
      ["10.16.0.0/16", 15021, 15021],
    ]);
  });
});

describe("the entry of a Local Zone", () => {
  let africa: Built;
  beforeAll(async () => {
    africa = await ingress("africa", { edge });
  });

  test("is a load balancer of its own, in the Local Zone's one subnet", () => {
    expect(loadBalancers(africa).map(({ name }) => name)).toEqual(["in-edge-alb", "in-nlb"]);
    expect(africa.named("in-edge-alb").inputs).toMatchObject({
      name: "azora-africa-edge",
      loadBalancerType: "application",
      subnets: ["subnet-lagos"],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
    });
    expect(JSON.stringify(africa.named("in-nlb").inputs.subnetMappings)).not.toContain("subnet-lagos");
  });

  test("speaks TLS 1.3 only, to bearers of the edge's certificate only", () => {
    expect(africa.named("in-edge-https-listener").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
      certificateArn: edge.certificateArn,
      mutualAuthentication: { mode: "verify", trustStoreArn: africa.id("in-edge-trust-store") },
    });
    expect(africa.ofType("aws:lb/listener:Listener").map(({ inputs }) => inputs.port)).toEqual([443, 443]);
    expect(africa.named("in-edge-trust-bundle").inputs).toMatchObject({
      content: "a certificate",
      bucket: africa.named("in-edge-trust-authorities-bucket").inputs.bucket,
    });
    expect(africa.named("in-edge-https").inputs).toMatchObject({
      protocol: "HTTPS",
      port: 8444,
      targetType: "ip",
    });
  });

  test("adds its security group to what pods admit", () => {
    const [room] = africa.ofType("azora:ingress:RegionIngress");
    expect(room?.outputs.securityGroupIds).toEqual([
      africa.id("in-security-group-group"),
      africa.id("in-edge-security-group-group"),
    ]);
    expect(room?.outputs).toHaveProperty("edge.targetGroupArn");
  });
});

test("a region whose name makes a load balancer's too long is refused", async () => {
  const { region } = testContext("europe");
  const context = testContext({ ...region, name: "a-region-with-a-long-name" });
  await expect(refusal(() => new RegionIngress("in", args("europe", { context })))).resolves.toBe(
    'RegionIngress name is "azora-a-region-with-a-long-name-ingress"; allowed: 32 characters at most',
  );
});

test.each([
  // "azora-", fifteen letters and "-edge-trust" are 32 characters, which AWS still takes.
  "a-region-so-long",
  "two--hyphens",
])("a region named %s, after which no trust store can be named, is refused", async (name) => {
  const { region } = testContext("africa");
  const context = testContext({ ...region, name });
  await expect(refusal(() => new RegionIngress("in", args("africa", { context, edge })))).resolves.toBe(
    `EdgeTrust name is "azora-${name}-edge-trust"; allowed: 32 letters, digits and single hyphens at most`,
  );
});

test("a region whose trust store's name has 32 characters is built", async () => {
  const { region } = testContext("africa");
  const context = testContext({ ...region, name: "a-region-s-long" });
  const made = await ingress("africa", { context, edge });
  expect(made.named("in-edge-trust-store").inputs.name).toBe("azora-a-region-s-long-edge-trust");
});
