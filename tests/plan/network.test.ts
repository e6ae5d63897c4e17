import type { PlanObject } from "../../preview/engine/values";
import type { Plan, PlannedResource } from "../../preview/plan";
import {
  crossChecks,
  danglingRoutes,
  overlappingSubnets,
  overlappingVpcs,
  sharedGlobalNames,
  subnetsOutsideTheirVpc,
} from "../../scripts/verify/aws/crossChecks";
import { subnetType, text, vpcType } from "../../scripts/verify/aws/planIndex";
import { misplaced, zonesOfOtherRegions } from "../../scripts/verify/aws/zoneChecks";
import { allResources, planAllStacks, type LocatedResource } from "../support/plan";

const routeType = "aws:ec2/route:Route";
let plan: Plan;

beforeAll(async () => {
  plan = await planAllStacks();
});

/** The first resource of a stack with this type of which `is` holds. */
function find(
  stack: string,
  type: string,
  is: (resource: PlannedResource) => boolean = () => true,
): PlannedResource {
  const found = allResources(plan).find(
    (item: LocatedResource) => item.stack === stack && item.resource.type === type && is(item.resource),
  );
  if (found === undefined) throw new Error(`stack ${stack} has no such ${type}`);
  return found.resource;
}

/** The plan with other resolved inputs of one resource. */
function withInputs(target: PlannedResource, change: PlanObject): Pick<Plan, "stacks"> {
  const stacks = Object.entries(plan.stacks).map(([name, stack]) => {
    const resources = stack.resources.map((resource) =>
      resource.urn === target.urn ? { ...resource, resolved: { ...resource.resolved, ...change } } : resource,
    );
    return [name, { ...stack, resources }] as const;
  });
  return { stacks: Object.fromEntries(stacks) };
}

const textOf = (resource: PlannedResource, field: string): string => text(resource, field) ?? "";
const named = (part: string) => (resource: PlannedResource) => resource.name.includes(part);
const inZone = (zone: string) => (resource: PlannedResource) => resource.resolved.availabilityZone === zone;

describe("the plan's network", () => {
  it("holds what the checks are about", () => {
    const count = (type: string): number =>
      allResources(plan).filter(({ resource }) => resource.type === type).length;
    expect(count(vpcType)).toBe(4);
    // Three zones of three kinds in four regions, and two in the Local Zone.
    expect(count(subnetType)).toBe(38);
    expect(count(routeType)).toBeGreaterThan(0);
  });

  it("has no mistake between resources", () => {
    expect(crossChecks(plan)).toEqual([]);
  });
});

describe("a subnet outside its VPC is found", () => {
  it("when its block is another region's", () => {
    const subnet = find("europe", subnetType);
    expect(subnetsOutsideTheirVpc(withInputs(subnet, { cidrBlock: "10.16.0.0/18" }))).toEqual([
      {
        rule: "subnet-in-vpc",
        urn: subnet.urn,
        field: "cidrBlock",
        message: "10.16.0.0/18 does not lie in its VPC's 10.32.0.0/16",
      },
    ]);
  });

  it("when its block begins inside and ends outside", () => {
    const subnet = find("europe", subnetType);
    expect(subnetsOutsideTheirVpc(withInputs(subnet, { cidrBlock: "10.32.0.0/15" }))).toHaveLength(1);
  });

  it("when its VPC is in another stack", () => {
    const subnet = find("europe", subnetType);
    const vpcId = textOf(find("asia", subnetType), "vpcId");
    expect(subnetsOutsideTheirVpc(withInputs(subnet, { vpcId }))).toEqual([
      {
        rule: "subnet-in-vpc",
        urn: subnet.urn,
        field: "vpcId",
        message: `${vpcId} is no VPC of stack europe`,
      },
    ]);
  });
});

describe("overlapping blocks are found", () => {
  it("between two subnets of a VPC", () => {
    const a = find("asia", subnetType, named("private-ap-southeast-1a"));
    const b = find("asia", subnetType, named("private-ap-southeast-1b"));
    const cidrBlock = textOf(a, "cidrBlock");
    expect(overlappingSubnets(withInputs(b, { cidrBlock }))).toEqual([
      {
        rule: "subnets-apart",
        urn: b.urn,
        field: "cidrBlock",
        message: `${cidrBlock} overlaps ${cidrBlock} of ${a.name}`,
      },
    ]);
  });

  it("but not where subnets only touch", () => {
    expect(overlappingSubnets(plan)).toEqual([]);
  });

  it("between the VPCs of two stacks", () => {
    const findings = overlappingVpcs(withInputs(find("asia", vpcType), { cidrBlock: "10.16.128.0/17" }));
    expect(findings.map(({ rule, field }) => ({ rule, field }))).toEqual([
      { rule: "vpcs-apart", field: "cidrBlock" },
    ]);
    expect(findings[0]?.message).toMatch(/^10\.16\.(128\.0\/17|0\.0\/16) overlaps 10\.16\./);
  });
});

describe("a block that is none", () => {
  it("is left to cfn-lint, without an exception", () => {
    const change = { cidrBlock: "10.16.0.0/33" };
    expect(crossChecks(withInputs(find("asia", vpcType), change))).toEqual([]);
    expect(crossChecks(withInputs(find("asia", subnetType), change))).toEqual([]);
  });
});

describe("a zone of another region is found", () => {
  it("in a subnet", () => {
    const subnet = find("europe", subnetType);
    expect(zonesOfOtherRegions(withInputs(subnet, { availabilityZone: "af-south-1a" }))).toEqual([
      {
        rule: "zone-of-region",
        urn: subnet.urn,
        field: "availabilityZone",
        message: "af-south-1a is no zone of europe (eu-central-1a, eu-central-1b, eu-central-1c)",
      },
    ]);
  });

  it("deep in a Kubernetes object", () => {
    const nodePool = find("americas", "kubernetes:karpenter.sh/v1:NodePool");
    const spec = { requirements: [{ key: "topology.kubernetes.io/zone", values: ["af-south-1-los-1a"] }] };
    const findings = zonesOfOtherRegions(withInputs(nodePool, { spec }));
    expect(findings.map(({ field }) => field)).toEqual(["spec.requirements[0].values[0]"]);
  });

  it("but a region's own Local Zone is one of its zones", () => {
    const edge = find("africa", subnetType, inZone("af-south-1-los-1a"));
    expect(zonesOfOtherRegions(withInputs(edge, {}))).toEqual([]);
  });
});

describe("a route that leads nowhere is found", () => {
  const overNat = (resource: PlannedResource): boolean => resource.resolved.natGatewayId !== undefined;

  it("when the plan does not make its target", () => {
    const route = find("africa", routeType, overNat);
    expect(danglingRoutes(withInputs(route, { natGatewayId: "nat-0123456789abcdef0" }))).toEqual([
      {
        rule: "route-target",
        urn: route.urn,
        field: "natGatewayId",
        message: "nat-0123456789abcdef0 is not in the plan as aws:ec2/natGateway:NatGateway",
      },
    ]);
  });

  it("when its target is of another kind", () => {
    const route = find("africa", routeType, overNat);
    const internet = find("africa", routeType, ({ resolved }) => resolved.gatewayId !== undefined);
    const change = { natGatewayId: internet.resolved.gatewayId ?? "" };
    expect(danglingRoutes(withInputs(route, change)).map(({ field }) => field)).toEqual(["natGatewayId"]);
  });

  it("when the plan does not make its table", () => {
    const route = find("africa", routeType);
    const change = { routeTableId: "rtb-0123456789abcdef0" };
    expect(danglingRoutes(withInputs(route, change)).map(({ field }) => field)).toEqual(["routeTableId"]);
  });
});

describe("a name that only one resource may have is found twice", () => {
  it("when two stacks give it to a role", () => {
    const [a, b] = [find("africa", "aws:iam/role:Role"), find("europe", "aws:iam/role:Role")];
    const findings = sharedGlobalNames(withInputs(b, { name: a.resolved.name ?? "" }));
    expect(findings.map(({ rule, field }) => ({ rule, field }))).toEqual([
      { rule: "global-name", field: "name" },
    ]);
  });
});

describe("a placement that AWS refuses is found", () => {
  const subnetId = (stack: string, is: (resource: PlannedResource) => boolean): string => {
    const subnet = find(stack, subnetType, is);
    const user = allResources(plan).find(
      ({ resource }) =>
        resource.type === "aws:ec2/routeTableAssociation:RouteTableAssociation" &&
        resource.dependencies.includes(subnet.urn),
    );
    return user === undefined ? "" : textOf(user.resource, "subnetId");
  };
  const messages = (target: PlannedResource, change: PlanObject): string[] =>
    misplaced(withInputs(target, change)).map(({ message }) => message.split(":")[0] ?? "");

  it("for a control plane in a Local Zone", () => {
    const cluster = find("africa", "aws:eks/cluster:Cluster");
    const subnetIds = [
      subnetId("africa", named("intra-af-south-1a")),
      subnetId("africa", inZone("af-south-1-los-1a")),
    ];
    expect(messages(cluster, { vpcConfig: { subnetIds } })).toEqual(["it cannot be in a Local Zone"]);
  });

  it("for a control plane in one zone", () => {
    const cluster = find("europe", "aws:eks/cluster:Cluster");
    const subnetIds = [subnetId("europe", named("intra-eu-central-1a"))];
    expect(messages(cluster, { vpcConfig: { subnetIds } })).toEqual(["it needs subnets in two zones"]);
  });

  it("for a transit gateway attached twice in one zone", () => {
    const attachment = find("europe", "aws:ec2transitgateway/vpcAttachment:VpcAttachment");
    const subnetIds = [
      subnetId("europe", named("intra-eu-central-1a")),
      subnetId("europe", named("private-eu-central-1a")),
    ];
    expect(messages(attachment, { subnetIds })).toEqual(["two subnets are in one zone"]);
  });

  it("for a load balancer that mixes a zone with a Local Zone", () => {
    const balancer = find("africa", "aws:lb/loadBalancer:LoadBalancer", named("edge"));
    const subnets = [
      subnetId("africa", named("public-af-south-1a")),
      subnetId("africa", inZone("af-south-1-los-1a")),
    ];
    expect(messages(balancer, { subnets })).toEqual(["it cannot mix a Local Zone with zones of the region"]);
  });

  it("for subnets of another stack", () => {
    const attachment = find("europe", "aws:ec2transitgateway/vpcAttachment:VpcAttachment");
    const subnetIds = [subnetId("asia", () => true)];
    expect(messages(attachment, { subnetIds })).toEqual(["a subnet is not the stack's"]);
  });
});
