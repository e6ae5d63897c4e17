import { allRegions } from "../../components/facts/regions";
import { KeyReplica } from "../../components/keys";
import { RegionMesh, type MeshRegion } from "../../components/mesh";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const accountId = "111122223333";
const tgw = "aws:ec2transitgateway";

function meshRegion(name: string): MeshRegion {
  const context = testContext(name);
  const key = `arn:aws:kms:${context.region.awsRegion}:${accountId}:key/mrk-${name}`;
  return {
    context,
    vpcId: `vpc-${name}`,
    privateZoneId: `Z-${name}`,
    transitGatewayId: `tgw-${name}`,
    routeTableId: `tgw-rtb-${name}`,
    vpcAttachmentId: `tgw-attach-${name}`,
    keys: { personal: key, internal: key, operational: key, audit: key },
  };
}

const names = allRegions().map(({ name }) => name);
const make = (regions: readonly string[]) => () =>
  new RegionMesh("mesh", { accountId, regions: regions.map(meshRegion), imagePrefix: "platform/" });

describe("the mesh of all regions", () => {
  let mesh: Built;
  beforeAll(async () => {
    mesh = await built(make(names));
  });

  test("joins every two by a peering that the other accepts where it stands", () => {
    const peerings = mesh.ofType(`${tgw}/peeringAttachment:PeeringAttachment`);
    expect(peerings).toHaveLength(6);
    const accepted = mesh.inputsOf(`${tgw}/peeringAttachmentAccepter:PeeringAttachmentAccepter`);
    expect(
      accepted.map(({ transitGatewayAttachmentId, region }) => [transitGatewayAttachmentId, region]),
    ).toEqual(peerings.map(({ id, inputs }) => [id, inputs.peerRegion]));
    expect(mesh.named("mesh-transit-africa-asia").inputs).toMatchObject({
      region: "af-south-1",
      transitGatewayId: "tgw-africa",
      peerAccountId: accountId,
      peerRegion: "ap-southeast-1",
      peerTransitGatewayId: "tgw-asia",
    });
  });

  test("sends each region's block and nothing else, from the table of the other's VPC", () => {
    const route = mesh.named("mesh-transit-asia-to-africa");
    expect(route.inputs).toEqual({
      region: "ap-southeast-1",
      destinationCidrBlock: "10.16.0.0/16",
      transitGatewayAttachmentId: mesh.id("mesh-transit-africa-asia"),
      transitGatewayRouteTableId: "tgw-rtb-asia",
    });
    expect(route.dependencies).toContain(mesh.named("mesh-transit-africa-asia-accepted").urn);
    expect(mesh.ofType(`${tgw}/route:Route`)).toHaveLength(12 + names.length);
  });

  test("lets what comes from a peer reach the region's own VPC only", () => {
    for (const name of names) {
      const table = mesh.id(`mesh-transit-${name}-from-peers`);
      const associated = mesh
        .inputsOf(`${tgw}/routeTableAssociation:RouteTableAssociation`)
        .filter(({ transitGatewayRouteTableId }) => transitGatewayRouteTableId === table);
      expect(associated).toHaveLength(names.length - 1);
      const routes = mesh
        .inputsOf(`${tgw}/route:Route`)
        .filter(({ transitGatewayRouteTableId }) => transitGatewayRouteTableId === table);
      expect(routes.map(({ transitGatewayAttachmentId }) => transitGatewayAttachmentId)).toEqual([
        `tgw-attach-${name}`,
      ]);
    }
  });

  test("resolves each region's names in every other", () => {
    expect(mesh.ofType("aws:route53/zoneAssociation:ZoneAssociation")).toHaveLength(12);
  });

  test("keeps the key of each region's personal data in its partner too, under its own alias", () => {
    const replicas = mesh.ofType("aws:kms/replicaKey:ReplicaKey");
    expect(replicas.map(({ name, inputs, protect }) => [name, inputs.region, protect])).toEqual([
      ["mesh-africa-personal", "eu-central-1", true],
      ["mesh-americas-personal", "eu-central-1", true],
      ["mesh-asia-personal", "eu-central-1", true],
      ["mesh-europe-personal", "sa-east-1", true],
    ]);
    const [africa] = replicas;
    expect(africa?.inputs.primaryKeyArn).toContain("af-south-1");
    expect(africa?.inputs.tags).toMatchObject({ "data-class": "personal", jurisdiction: "EU" });
    expect(JSON.stringify(statementsOf(africa?.inputs.policy))).not.toContain('"Principal":"*"');
    expect(mesh.named("mesh-africa-personal-alias").inputs).toMatchObject({
      region: "eu-central-1",
      name: "alias/azora/africa/personal",
    });
  });
});

test.each([
  ["one region", () => make(["europe"])(), "RegionMesh.regions is 1; allowed: 2 or more regions"],
  [
    "a mesh without a region's partner",
    () => make(["africa", "asia"])(),
    'regions.africa.partner is "europe"; allowed: a region of the mesh',
  ],
  [
    "a replica of what may not leave",
    () =>
      new KeyReplica("replica", {
        context: testContext("europe"),
        home: testContext("africa").region,
        dataClass: "audit",
        primaryKeyArn: "arn",
      }),
    'KeyReplica.context.region is "europe"; allowed: a region to which audit data of africa may go',
  ],
])("%s is refused before anything is created", async (_name, build, message) => {
  await expect(refusal(build)).resolves.toBe(message);
});
