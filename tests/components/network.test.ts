import { interfaceEndpoints } from "../../components/facts/network";
import { addRegion, regionNamed } from "../../components/facts/regions";
import { cidrContains, Network, type NetworkArgs } from "../../components/network";
import { fictitiousRegion } from "../support/fictitious";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const bucketArn = "arn:aws:s3:::logs";

function argsFor(region: string, changes: Partial<NetworkArgs> = {}): NetworkArgs {
  const context = testContext(region);
  return {
    context,
    zones: context.region.zones,
    natGateways: "per-zone",
    edge: context.region.localZone !== undefined,
    corporateCidrs: [],
    logs: { bucketArn },
    ...changes,
  };
}

const build = (region: string, changes: Partial<NetworkArgs> = {}): Promise<Built> =>
  built(() => new Network(region, argsFor(region, changes)));

const subnets = (network: Built): ReturnType<Built["ofType"]> => network.ofType("aws:ec2/subnet:Subnet");
const routes = (network: Built): ReturnType<Built["inputsOf"]> => network.inputsOf("aws:ec2/route:Route");

describe("a region's network", () => {
  let africa: RecordedResource[];
  let europe: RecordedResource[];
  beforeAll(async () => {
    africa = await build("africa");
    europe = await build("europe");
  });

  test("has a default security group and a default ACL that admit nothing", () => {
    const [group] = ofType(europe, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    const [acl] = ofType(europe, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl");
    expect(group?.inputs).toMatchObject({ vpcId: "europe-vpc-id", ingress: [], egress: [] });
    expect(acl?.inputs).toMatchObject({ ingress: [], egress: [] });
  });

  test("has edge subnets only where the region has a Local Zone", () => {
    const edge = (resources: readonly RecordedResource[]): unknown[] =>
      subnets(resources)
        .map(({ inputs }) => inputs["availabilityZone"])
        .filter((zone) => zone === "af-south-1-los-1a");
    expect(edge(africa)).toHaveLength(2);
    expect(ofType(africa, "aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup")[0]?.inputs).toEqual({
      groupName: "af-south-1-los-1",
      optInStatus: "opted-in",
    });
    expect(subnets(europe)).toHaveLength(9);
    expect(ofType(europe, "aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup")).toEqual([]);
  });

  test("keeps Local Zone subnets from load balancers, system nodes, endpoints and the transit gateway", () => {
    const edge = subnets(africa).filter(({ inputs }) => inputs["availabilityZone"] === "af-south-1-los-1a");
    for (const subnet of edge) {
      const tags = Object.keys(subnet.inputs["tags"] as object);
      expect(tags.filter((tag) => tag.startsWith("kubernetes.io") || tag.startsWith("karpenter.sh"))).toEqual([]);
      for (const user of africa.filter(({ inputs }) => "subnetIds" in inputs && !("ingress" in inputs))) {
        expect(user.inputs["subnetIds"]).not.toContain(`${subnet.name}-id`);
      }
    }
    expect(one(africa, "africa-subnets-edge-private-af-south-1-los-1a").inputs["tags"]).toMatchObject({
      "azora/edge": "azora-africa-cluster",
    });
  });

  test("tags the private subnets of its zones, and those alone, for Karpenter", () => {
    const tagged = subnets(africa).filter(
      ({ inputs }) => "karpenter.sh/discovery" in (inputs["tags"] as Record<string, string>),
    );
    expect(tagged.map(({ name }) => name)).toEqual([
      "africa-subnets-private-af-south-1a",
      "africa-subnets-private-af-south-1b",
      "africa-subnets-private-af-south-1c",
    ]);
  });

  test("gives no instance a public address by itself", () => {
    for (const subnet of subnets(africa)) expect(subnet.inputs["mapPublicIpOnLaunch"]).toBe(false);
  });

  test("sends private subnets through the NAT gateway of their zone, intra subnets nowhere", () => {
    const out = routes(europe).filter(({ inputs }) => inputs["destinationCidrBlock"] === "0.0.0.0/0");
    expect(out.map(({ inputs }) => inputs["natGatewayId"] ?? inputs["gatewayId"])).toEqual([
      "europe-internet-gateway-id",
      "europe-nat-eu-central-1a-id",
      "europe-nat-eu-central-1b-id",
      "europe-nat-eu-central-1c-id",
    ]);
    expect(out.map(({ inputs }) => inputs["routeTableId"])).not.toContain("europe-routes-intra-id");
  });

  test("sends the Local Zone's private subnet through the first zone's NAT gateway, its public one straight out", () => {
    expect(one(africa, "africa-routes-edge-private-internet").inputs["natGatewayId"]).toBe("africa-nat-af-south-1a-id");
    expect(one(africa, "africa-routes-public-af-south-1-los-1a").inputs).toEqual({
      routeTableId: "africa-routes-public-id",
      subnetId: "africa-subnets-edge-public-af-south-1-los-1a-id",
    });
  });

  test("reaches every other region through the transit gateway, from private, intra and edge subnets", () => {
    const through = routes(africa).filter(({ inputs }) => "transitGatewayId" in inputs);
    const destinations = new Set(through.map(({ inputs }) => inputs["destinationCidrBlock"]));
    expect(destinations).toEqual(new Set(["europe", "asia", "americas"].map((name) => regionNamed(name).cidr)));
    const tables = new Set(through.map(({ inputs }) => inputs["routeTableId"]));
    expect(tables.size).toBe(5);
    expect(through).toHaveLength(tables.size * destinations.size);
    expect(tables).not.toContain("africa-routes-public-id");
  });

  test("attaches nothing to the transit gateway by itself", () => {
    const [gateway] = ofType(europe, "aws:ec2transitgateway/transitGateway:TransitGateway");
    expect(gateway?.inputs).toMatchObject({
      amazonSideAsn: 64_532,
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
    });
    const [attachment] = ofType(europe, "aws:ec2transitgateway/vpcAttachment:VpcAttachment");
    expect(attachment?.inputs).toMatchObject({
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
    });
    for (const type of ["routeTableAssociation:RouteTableAssociation", "routeTablePropagation:RouteTablePropagation"]) {
      expect(ofType(europe, `aws:ec2transitgateway/${type}`)).toHaveLength(1);
    }
  });

  test("reaches AWS privately: two gateway endpoints and every interface endpoint, from the VPC on 443 only", () => {
    const endpoints = ofType(europe, "aws:ec2/vpcEndpoint:VpcEndpoint");
    const of = (type: string): RecordedResource[] => endpoints.filter(({ inputs }) => inputs["vpcEndpointType"] === type);
    expect(of("Gateway").map(({ inputs }) => inputs["serviceName"])).toEqual([
      "com.amazonaws.eu-central-1.s3",
      "com.amazonaws.eu-central-1.dynamodb",
    ]);
    expect(of("Interface").map(({ inputs }) => inputs["serviceName"])).toEqual(
      interfaceEndpoints.map(({ service }) => `com.amazonaws.eu-central-1.${service}`),
    );
    for (const { inputs } of of("Interface")) expect(inputs["privateDnsEnabled"]).toBe(true);
    expect(ofType(europe, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({ cidrIpv4: "10.32.0.0/16", fromPort: 443, toPort: 443 }),
    ]);
  });

  test("records every flow to the bucket, by the hour", () => {
    const [flowLog] = ofType(europe, "aws:ec2/flowLog:FlowLog");
    expect(flowLog?.inputs).toMatchObject({
      trafficType: "ALL",
      logDestination: bucketArn,
      destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
    });
  });

  test("owns the private zone of its name", () => {
    const [zone] = ofType(africa, "aws:route53/zone:Zone");
    expect(zone?.inputs).toMatchObject({ name: "africa.internal.azora.example", forceDestroy: false });
  });

  test("keeps every subnet inside its VPC and under exactly one route table and one ACL", () => {
    for (const resources of [africa, europe]) {
      const cidr = String(ofType(resources, "aws:ec2/vpc:Vpc")[0]?.inputs["cidrBlock"]);
      const acls = ofType(resources, "aws:ec2/networkAcl:NetworkAcl").flatMap(({ inputs }) => inputs["subnetIds"] as string[]);
      const tables = ofType(resources, "aws:ec2/routeTableAssociation:RouteTableAssociation").map(({ inputs }) => inputs["subnetId"]);
      const ids = subnets(resources).map(({ name }) => `${name}-id`).sort();
      expect([...acls].sort()).toEqual(ids);
      expect([...tables].sort()).toEqual(ids);
      for (const { inputs } of subnets(resources)) expect(cidrContains(cidr, String(inputs["cidrBlock"]))).toBe(true);
    }
  });
});

test("a single NAT gateway is one, with one address, for all zones", async () => {
  const resources = await build("europe", { natGateways: "single" });
  expect(ofType(resources, "aws:ec2/natGateway:NatGateway")).toHaveLength(1);
  expect(ofType(resources, "aws:ec2/eip:Eip")).toHaveLength(1);
  const users = routes(resources).filter(({ inputs }) => inputs["natGatewayId"] === "europe-nat-eu-central-1a-id");
  expect(users).toHaveLength(3);
});

test("an office's block is reached through the transit gateway from every inner table", async () => {
  const resources = await build("europe", { corporateCidrs: ["172.16.0.0/12"] });
  const toOffice = routes(resources).filter(({ inputs }) => inputs["destinationCidrBlock"] === "172.16.0.0/12");
  expect(toOffice).toHaveLength(4);
});

test("a region that is added is reached without a change here", async () => {
  const fifth = fictitiousRegion(0);
  const remove = addRegion(fifth);
  try {
    const resources = await build("europe");
    const towards = routes(resources).filter(({ inputs }) => inputs["destinationCidrBlock"] === fifth.cidr);
    expect(towards).toHaveLength(4);
  } finally {
    remove();
  }
});

describe("a network is refused before anything is created", () => {
  const refused = async (region: string, changes: Partial<NetworkArgs>, message: string): Promise<void> => {
    let thrown: unknown;
    const resources = await record(() => {
      try {
        new Network(region, argsFor(region, changes));
      } catch (error) {
        thrown = error;
      }
    });
    expect(String(thrown)).toContain(message);
    expect(resources.filter(({ custom }) => custom)).toEqual([]);
  };

  test("for an edge where the region has no Local Zone", () =>
    refused("europe", { edge: true }, "Network.edge is true; allowed: false, since europe has no Local Zone"));
  test("for a zone of another region", () =>
    refused(
      "europe",
      { zones: ["eu-central-1a", "eu-central-1b", "af-south-1a"] },
      'Network.zones is "af-south-1a"; allowed: zones of eu-central-1: eu-central-1a, eu-central-1b, eu-central-1c',
    ));
  test("for a zone named twice", () =>
    refused("europe", { zones: ["eu-central-1a", "eu-central-1b", "eu-central-1a"] }, "zones that differ"));
  test("for an office's block that is none", () =>
    refused("europe", { corporateCidrs: ["172.16.0.1/12"] }, 'Network.corporateCidrs is "172.16.0.1/12"'));
  test("for an office's block that overlaps a region", () =>
    refused("europe", { corporateCidrs: ["10.48.128.0/17"] }, "a block that does not overlap 10.48.0.0/16"));
  test("for offices that overlap each other", () =>
    refused("europe", { corporateCidrs: ["172.16.0.0/12", "172.16.4.0/24"] }, "does not overlap 172.16.0.0/12"));
});
