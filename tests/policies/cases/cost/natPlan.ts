import { rule } from "../../../../policies/cost/rules/natPlan";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { productionTags, stagingTags } from "../../../support/ruleFixtures";

const vpc = (name: string): Fixture => ({ type: "aws:ec2/vpc:Vpc", name, props: {} });
const subnet = (name: string, of: string, availabilityZone: string): Fixture => ({
  type: "aws:ec2/subnet:Subnet",
  name,
  props: { vpcId: unknown, availabilityZone },
  from: { vpcId: [of] },
});
const nat = (name: string, tags: object, inSubnet: string): Fixture => ({
  type: "aws:ec2/natGateway:NatGateway",
  name,
  props: { connectivityType: "public", subnetId: unknown, tags },
  from: { subnetId: [inSubnet] },
});
/** Subnets of VPCs that another program made. */
const foreign = (name: string, vpcId: string, availabilityZone: string): Fixture => ({
  type: "aws:ec2/subnet:Subnet",
  name,
  props: { vpcId, availabilityZone },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    // 0 to 6: production, with a Local Zone that has no gateways.
    vpc("live"),
    subnet("live-a", "live", "af-south-1a"),
    subnet("live-b", "live", "af-south-1b"),
    subnet("live-private-b", "live", "af-south-1b"),
    subnet("live-edge", "live", "af-south-1-los-1a"),
    nat("live-nat-a", productionTags, "live-a"),
    nat("live-nat-b", productionTags, "live-b"),
    // 7 to 10: staging.
    vpc("trial"),
    subnet("trial-a", "trial", "af-south-1a"),
    subnet("trial-b", "trial", "af-south-1b"),
    nat("trial-nat", stagingTags, "trial-a"),
    // 11: no gateways at all.
    foreign("corporate", "vpc-0123456789abcdef0", "af-south-1a"),
    // 12 and 13: development.
    foreign("lab-a", "vpc-0fedcba9876543210", "af-south-1a"),
    {
      ...nat("lab-nat", { ...stagingTags, environment: "development" }, "lab-a"),
      // Deployed already, so that its subnet is known.
      props: { subnetId: "subnet-0123456789abcdef0", tags: { ...stagingTags, environment: "development" } },
    },
  ],
  mutations: [
    {
      name: "a zone of production without a gateway",
      resource: 3,
      path: "availabilityZone",
      to: "af-south-1c",
      finding: { path: "", found: "no gateway in af-south-1c", wanted: "one gateway a zone" },
    },
    {
      name: "a zone that is taken by more than the Local Zone",
      resource: 4,
      path: "availabilityZone",
      to: "af-south-1c",
      finding: { path: "", found: "no gateway in af-south-1c" },
    },
    {
      name: "two gateways of production in one zone",
      resource: 6,
      path: "@from.subnetId",
      to: ["live-a"],
      finding: { path: "", found: "a second gateway in af-south-1a", wanted: "one gateway a zone" },
    },
    {
      name: "gateways of production in one zone only",
      resource: 6,
      path: "@from.subnetId",
      to: ["live-a"],
      finding: { path: "", found: "no gateway in af-south-1b" },
    },
    {
      name: "two gateways outside production",
      resource: 13,
      path: "@from.subnetId",
      to: ["trial-b"],
      finding: { path: "", found: "gateway in af-south-1b, one of 2", wanted: "one gateway in all" },
    },
    {
      name: "a gateway of one environment in another's VPC, which production rules",
      resource: 10,
      path: "@from.subnetId",
      to: ["live-b"],
      finding: { path: "", found: "a second gateway in af-south-1b", wanted: "one gateway a zone" },
    },
    {
      name: "a gateway in a subnet that the stack does not have",
      resource: 5,
      path: "@from.subnetId",
      to: [],
      finding: { path: "subnetId", state: "undecided" },
    },
    {
      name: "a gateway in a known subnet that the stack does not have",
      resource: 13,
      path: "@from.subnetId",
      to: [],
      finding: {
        path: "subnetId",
        found: '"subnet-0123456789abcdef0"',
        wanted: "a subnet of this stack, whose zone is known",
      },
    },
    {
      name: "an environment that does not exist",
      resource: 5,
      path: "tags.environment",
      to: "prod",
      finding: {
        path: "tags.environment",
        found: '"prod"',
        wanted: "production | staging | development",
      },
    },
    {
      name: "no environment",
      resource: 5,
      path: "tags.environment",
      to: absent,
      finding: { path: "tags.environment", found: "absent" },
    },
    {
      name: "an unknown environment",
      resource: 5,
      path: "tags.environment",
      to: unknown,
      finding: { path: "tags.environment", state: "undecided" },
    },
    {
      name: "a subnet in an unknown zone",
      resource: 1,
      path: "availabilityZone",
      to: unknown,
      finding: { path: "availabilityZone", state: "undecided" },
    },
    {
      name: "a subnet that leaves its zone to AWS",
      resource: 1,
      path: "availabilityZone",
      to: absent,
      finding: { path: "availabilityZone", found: "absent", wanted: "a zone by name" },
    },
    {
      name: "a subnet of an unknown VPC",
      resource: 1,
      path: "@from.vpcId",
      to: [],
      finding: { path: "vpcId", state: "undecided" },
    },
  ],
};
