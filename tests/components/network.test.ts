import { interfaceEndpoints } from "../../components/facts/network";
import { addRegion, regionNamed } from "../../components/facts/regions";
import { cidrContains, Network, type NetworkArgs } from "../../components/network";
import { built, refusal, type Built } from "../support/built";
import { fictitiousRegion } from "../support/fictitious";
import { testContext } from "../support/testContext";

const bucketArn = "arn:aws:s3:::logs";
const lagos = "af-south-1-los-1a";

function make(region: string, changes: Partial<NetworkArgs> = {}): Network {
  const context = testContext(region);
  return new Network(region, {
    context,
    zones: context.region.zones,
    natGateways: "per-zone",
    edge: context.region.localZone !== undefined,
    corporateCidrs: [],
    logs: { bucketArn },
    ...changes,
  });
}

const network = (region: string, changes: Partial<NetworkArgs> = {}): Promise<Built> =>
  built(() => make(region, changes));
const subnets = (room: Built): ReturnType<Built["ofType"]> => room.ofType("aws:ec2/subnet:Subnet");
const routes = (room: Built): ReturnType<Built["inputsOf"]> => room.inputsOf("aws:ec2/route:Route");

describe("a region's network", () => {
  let africa: Built;
  let europe: Built;
  beforeAll(async () => {
    africa = await network("africa");
    europe = await network("europe");
  });

  test("has a default security group and a default ACL that admit nothing", () => {
    expect(europe.inputsOf("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")).toEqual([
      expect.objectContaining({ vpcId: europe.id("europe-vpc"), ingress: [], egress: [] }),
    ]);
    expect(europe.inputsOf("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")).toEqual([
      expect.objectContaining({ ingress: [], egress: [] }),
    ]);
  });

  test("has edge subnets only where the region has a Local Zone", () => {
    expect(subnets(africa).filter(({ inputs }) => inputs.availabilityZone === lagos)).toHaveLength(2);
    expect(subnets(africa)).toHaveLength(11);
    expect(africa.inputsOf("aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup")).toEqual([
      { groupName: "af-south-1-los-1", optInStatus: "opted-in" },
    ]);
    expect(subnets(europe)).toHaveLength(9);
    expect(europe.ofType("aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup")).toEqual([]);
  });

  test("opts in to the Local Zone before it makes subnets there", () => {
    const optIn = africa.named("africa-subnets-local-zone").urn;
    for (const subnet of subnets(africa)) {
      expect(subnet.dependencies.includes(optIn)).toBe(subnet.inputs.availabilityZone === lagos);
    }
  });

  test("never puts endpoints or the transit gateway into the Local Zone, nor shows it to controllers", () => {
    const edge = subnets(africa).filter(({ inputs }) => inputs.availabilityZone === lagos);
    const users = ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2transitgateway/vpcAttachment:VpcAttachment"];
    const used = users.flatMap((type) => africa.inputsOf(type)).flatMap((inputs) => inputs.subnetIds ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const subnet of edge) {
      expect(used).not.toContain(africa.id(subnet.name));
      expect(JSON.stringify(subnet.inputs.tags)).not.toMatch(/kubernetes\.io|karpenter/);
    }
    expect(africa.named(`africa-subnets-edge-private-${lagos}`).inputs.tags).toMatchObject({
      "azora/edge": "azora-africa-cluster",
    });
  });

  test("shows Karpenter the private subnets of its zones, and those alone", () => {
    const shown = subnets(africa).filter(
      ({ inputs }) => "karpenter.sh/discovery" in (inputs.tags as Record<string, string>),
    );
    expect(shown.map(({ name }) => name)).toEqual([
      "africa-subnets-private-af-south-1a",
      "africa-subnets-private-af-south-1b",
      "africa-subnets-private-af-south-1c",
    ]);
  });

  test("gives no instance a public address by itself", () => {
    for (const subnet of subnets(africa)) expect(subnet.inputs.mapPublicIpOnLaunch).toBe(false);
  });

  test("sends private subnets through the NAT gateway of their zone, public ones straight out, intra ones nowhere", () => {
    const out = routes(europe).filter((inputs) => inputs.destinationCidrBlock === "0.0.0.0/0");
    const by = (table: string): unknown =>
      out
        .filter((inputs) => inputs.routeTableId === europe.id(table))
        .map((inputs) => inputs.natGatewayId ?? inputs.gatewayId);
    expect(by("europe-routes-public")).toEqual([europe.id("europe-internet-gateway")]);
    for (const zone of ["eu-central-1a", "eu-central-1b", "eu-central-1c"]) {
      expect(by(`europe-routes-private-${zone}`)).toEqual([europe.id(`europe-nat-${zone}`)]);
    }
    expect(by("europe-routes-intra")).toEqual([]);
  });

  test("sends the Local Zone's private subnet through the first zone's NAT gateway, its public one straight out", () => {
    expect(africa.named("africa-routes-edge-private-internet").inputs.natGatewayId).toBe(
      africa.id("africa-nat-af-south-1a"),
    );
    expect(africa.named(`africa-routes-public-${lagos}`).inputs).toEqual({
      routeTableId: africa.id("africa-routes-public"),
      subnetId: africa.id(`africa-subnets-edge-public-${lagos}`),
    });
  });

  test("reaches every other region through the transit gateway, from private, intra and edge subnets", () => {
    const through = routes(africa).filter((inputs) => "transitGatewayId" in inputs);
    const destinations = new Set(through.map((inputs) => inputs.destinationCidrBlock));
    const tables = new Set(through.map((inputs) => inputs.routeTableId));
    expect(destinations).toEqual(
      new Set(["europe", "asia", "americas"].map((name) => regionNamed(name).cidr)),
    );
    expect(tables.size).toBe(5);
    expect(through).toHaveLength(tables.size * destinations.size);
    expect(tables).not.toContain(africa.id("africa-routes-public"));
  });

  test("routes to the transit gateway only once the VPC is attached to it", () => {
    const attachment = europe.named("europe-transit-vpc").urn;
    const through = europe.ofType("aws:ec2/route:Route").filter(({ inputs }) => "transitGatewayId" in inputs);
    expect(through.length).toBeGreaterThan(0);
    for (const route of through) expect(route.dependencies).toContain(attachment);
  });

  test("lets the transit gateway attach, associate and propagate nothing by itself", () => {
    expect(europe.inputsOf("aws:ec2transitgateway/transitGateway:TransitGateway")).toEqual([
      expect.objectContaining({
        amazonSideAsn: 64_532,
        autoAcceptSharedAttachments: "disable",
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
      }),
    ]);
    expect(europe.inputsOf("aws:ec2transitgateway/vpcAttachment:VpcAttachment")).toEqual([
      expect.objectContaining({
        transitGatewayDefaultRouteTableAssociation: false,
        transitGatewayDefaultRouteTablePropagation: false,
      }),
    ]);
    for (const kind of [
      "routeTableAssociation:RouteTableAssociation",
      "routeTablePropagation:RouteTablePropagation",
    ]) {
      expect(europe.inputsOf(`aws:ec2transitgateway/${kind}`)).toEqual([
        {
          transitGatewayAttachmentId: europe.id("europe-transit-vpc"),
          transitGatewayRouteTableId: europe.id("europe-transit-table"),
        },
      ]);
    }
  });

  test("reaches AWS privately: two gateway endpoints and every interface endpoint, from the VPC on 443 only", () => {
    const endpoints = europe.inputsOf("aws:ec2/vpcEndpoint:VpcEndpoint");
    const services = (type: string): unknown[] =>
      endpoints
        .filter((inputs) => inputs.vpcEndpointType === type)
        .map((inputs) => inputs.serviceName)
        .sort();
    const named = (list: readonly string[]): string[] =>
      list.map((service) => `com.amazonaws.eu-central-1.${service}`).sort();
    expect(services("Gateway")).toEqual(named(["s3", "dynamodb"]));
    expect(services("Interface")).toEqual(named(interfaceEndpoints.map(({ service }) => service)));
    for (const inputs of endpoints.filter(({ vpcEndpointType }) => vpcEndpointType === "Interface")) {
      expect(inputs.privateDnsEnabled).toBe(true);
      expect(inputs.subnetIds).toHaveLength(3);
    }
    expect(europe.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toEqual([
      expect.objectContaining({ cidrIpv4: "10.32.0.0/16", ipProtocol: "tcp", fromPort: 443, toPort: 443 }),
    ]);
  });

  test("records every flow to the bucket, by the hour", () => {
    expect(europe.inputsOf("aws:ec2/flowLog:FlowLog")).toEqual([
      expect.objectContaining({
        vpcId: europe.id("europe-vpc"),
        trafficType: "ALL",
        logDestination: bucketArn,
        destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
      }),
    ]);
  });

  test("owns the private zone of its name, and leaves the VPCs that others add to it", () => {
    const zone = africa.named("africa-dns-zone");
    expect(zone.inputs).toMatchObject({ name: "africa.internal.azora.example", forceDestroy: false });
    expect(zone).toMatchObject({ protect: true, ignoreChanges: ["vpcs"] });
  });

  test("keeps every subnet inside its VPC, under exactly one route table and one ACL", () => {
    for (const room of [africa, europe]) {
      const [vpc] = room.inputsOf("aws:ec2/vpc:Vpc");
      const ids = subnets(room)
        .map(({ name }) => room.id(name))
        .sort();
      const acls = room
        .inputsOf("aws:ec2/networkAcl:NetworkAcl")
        .flatMap(({ subnetIds }) => subnetIds as string[]);
      const tables = room
        .inputsOf("aws:ec2/routeTableAssociation:RouteTableAssociation")
        .map(({ subnetId }) => subnetId as string);
      expect(acls.sort()).toEqual(ids);
      expect(tables.sort()).toEqual(ids);
      for (const { inputs } of subnets(room)) {
        expect(cidrContains(vpc?.cidrBlock as string, inputs.cidrBlock as string)).toBe(true);
      }
    }
  });

  test("gives subnets away only with their routes and ACL in place, and none of the Local Zone among its zones'", () => {
    const [room] = africa.ofType("azora:network:Network");
    const ids = (key: string): unknown => room?.outputs[key];
    expect(ids("privateSubnetIds")).toEqual(
      regionNamed("africa").zones.map((zone) => africa.id(`africa-subnets-private-${zone}`)),
    );
    for (const key of ["publicSubnetIds", "privateSubnetIds", "intraSubnetIds"]) {
      expect(ids(key)).toHaveLength(3);
      expect(ids(key)).not.toContain(ids("edgePublicSubnetId"));
      expect(ids(key)).not.toContain(ids("edgePrivateSubnetId"));
    }
    expect(europe.ofType("azora:network:Network")[0]?.outputs).not.toHaveProperty("edgePublicSubnetId");
  });

  test("parents everything, and tags what can be tagged", () => {
    for (const resource of africa.resources.filter(({ type }) => type.startsWith("aws:"))) {
      expect(resource.parent).toContain("azora:network:");
    }
    for (const type of [
      "ec2/vpc:Vpc",
      "ec2/natGateway:NatGateway",
      "ec2/eip:Eip",
      "ec2/vpcEndpoint:VpcEndpoint",
    ]) {
      for (const { tags } of africa.inputsOf(`aws:${type}`)) {
        expect(tags).toMatchObject({ service: "network", region: "africa", "data-class": "internal" });
      }
    }
  });
});

test("a single NAT gateway is one, with one address, for all zones", async () => {
  const europe = await network("europe", { natGateways: "single" });
  expect(europe.ofType("aws:ec2/natGateway:NatGateway")).toHaveLength(1);
  expect(europe.ofType("aws:ec2/eip:Eip")).toHaveLength(1);
  const gateway = europe.id("europe-nat-eu-central-1a");
  expect(routes(europe).filter(({ natGatewayId }) => natGatewayId === gateway)).toHaveLength(3);
});

test("a region may leave its Local Zone unused", async () => {
  const africa = await network("africa", { edge: false });
  expect(subnets(africa)).toHaveLength(9);
});

test("an office's block is reached through the transit gateway from every inner table", async () => {
  const europe = await network("europe", { corporateCidrs: ["172.24.0.0/14"] });
  expect(routes(europe).filter((inputs) => inputs.destinationCidrBlock === "172.24.0.0/14")).toHaveLength(4);
});

test("a region that is added is reached without a change here", async () => {
  const fifth = fictitiousRegion(0);
  const remove = addRegion(fifth);
  try {
    const europe = await network("europe");
    expect(routes(europe).filter((inputs) => inputs.destinationCidrBlock === fifth.cidr)).toHaveLength(4);
  } finally {
    remove();
  }
});

test.each<[string, string, Partial<NetworkArgs>, string]>([
  [
    "an edge where the region has no Local Zone",
    "europe",
    { edge: true },
    "Network.edge is true; allowed: false, since europe has no Local Zone",
  ],
  [
    "a zone of another region",
    "europe",
    { zones: ["eu-central-1a", "eu-central-1b", "af-south-1a"] },
    'Network.zones is "af-south-1a"; allowed: zones of eu-central-1: eu-central-1a, eu-central-1b, eu-central-1c',
  ],
  [
    "a zone named twice",
    "europe",
    { zones: ["eu-central-1a", "eu-central-1b", "eu-central-1a"] },
    'subnetPlan.zones is ["eu-central-1a","eu-central-1b","eu-central-1a"]; allowed: zones that differ from each other',
  ],
  [
    "an office's block with host bits",
    "europe",
    { corporateCidrs: ["172.24.0.1/14"] },
    'Network.corporateCidrs is "172.24.0.1/14"; allowed: an IPv4 block a.b.c.d/0..32 without host bits, for example 10.16.0.0/16',
  ],
  [
    "an office's block that overlaps a region",
    "europe",
    { corporateCidrs: ["10.48.128.0/17"] },
    'Network.corporateCidrs is "10.48.128.0/17"; allowed: a block that does not overlap 10.48.0.0/16',
  ],
  [
    "offices that overlap each other",
    "europe",
    { corporateCidrs: ["172.24.0.0/14", "172.24.4.0/24"] },
    'Network.corporateCidrs is "172.24.4.0/24"; allowed: a block that does not overlap 172.24.0.0/14',
  ],
])("%s is refused before anything is created", async (_case, region, changes, message) => {
  await expect(refusal(() => make(region, changes))).resolves.toBe(message);
});
