import { rule } from "../../../../policies/cost/rules/nodepoolsSpotPath";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { otherProvider } from "../../../support/ruleFixtures";

const capacityType = (types: readonly string[]) => ({
  key: "karpenter.sh/capacity-type",
  operator: "In",
  values: types,
});
const zone = (zones: readonly string[]) => ({
  key: "topology.kubernetes.io/zone",
  operator: "In",
  values: zones,
});
const pool = (name: string, ...requirements: readonly object[]): Fixture => ({
  type: "kubernetes:karpenter.sh/v1:NodePool",
  name,
  props: { metadata: { name }, spec: { template: { spec: { requirements: [...first, ...requirements] } } } },
});
/** What each pool of the plan says before. */
const first = [
  { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
  { key: "kubernetes.io/arch", operator: "In", values: ["arm64"] },
];
const requirements = "spec.template.spec.requirements";
const label = `${requirements}.karpenter.sh/capacity-type`;

export const cases: RuleCases = {
  rule,
  fixtures: [
    pool("on-demand", capacityType(["on-demand"]), zone(["af-south-1a", "af-south-1b"])),
    pool("spot", capacityType(["spot"]), zone(["af-south-1a", "af-south-1b"])),
    pool("edge", capacityType(["on-demand"]), zone(["af-south-1-los-1a"])),
    // As the CLI's preview shows a Kubernetes object to stack rules.
    { type: "kubernetes:karpenter.sh/v1:NodePool", name: "empty", props: {} },
  ],
  mutations: [
    {
      name: "a spot pool that buys on demand",
      resource: 1,
      path: `${requirements}[2].values[0]`,
      to: "on-demand",
      finding: {
        path: `${requirements}[2].values`,
        found: '["on-demand"]',
        wanted: "spot too, or a spot pool in af-south-1a, af-south-1b",
      },
    },
    {
      name: "a spot pool that says nothing of spot",
      resource: 1,
      path: `${requirements}[2]`,
      to: absent,
      finding: {
        path: label,
        found: "absent",
        wanted: "spot too, or a spot pool in af-south-1a, af-south-1b",
      },
    },
    {
      name: "a spot pool that takes anything but on-demand",
      resource: 1,
      path: `${requirements}[2].operator`,
      to: "NotIn",
      finding: { path: label, found: "absent" },
    },
    {
      name: "a zone without spot",
      resource: 1,
      path: `${requirements}[3].values`,
      to: ["af-south-1a"],
      finding: {
        path: `${requirements}[2].values`,
        found: '["on-demand"]',
        wanted: "spot too, or a spot pool in af-south-1b",
      },
    },
    {
      name: "a pool in any zone, with spot in some",
      path: `${requirements}[3]`,
      to: absent,
      finding: { path: `${requirements}[2].values`, wanted: "spot too, or a spot pool in any zone" },
    },
    {
      name: "a pool of the edge that may also be in a zone without spot",
      resource: 2,
      path: `${requirements}[3].values[1]`,
      to: "af-south-1c",
      finding: {
        path: `${requirements}[2].values`,
        wanted: "spot too, or a spot pool in af-south-1-los-1a, af-south-1c",
      },
    },
    {
      name: "a pool of the edge, accepted with the reason",
      resource: 2,
      path: "@provider",
      to: otherProvider,
      finding: { path: `${requirements}[2].values`, state: "passed-with-note" },
    },
    {
      name: "a spot pool whose purchase is unknown",
      resource: 1,
      path: `${requirements}[2].values[0]`,
      to: unknown,
      finding: { path: `${requirements}[2].values[0]`, state: "undecided" },
    },
    {
      name: "a spot pool whose zones are unknown",
      resource: 1,
      path: `${requirements}[3].values`,
      to: unknown,
      finding: { path: `${requirements}[3].values`, state: "undecided" },
    },
    {
      name: "requirements that are unknown",
      path: requirements,
      to: unknown,
      finding: { path: requirements, state: "undecided" },
    },
    {
      name: "a pool of which nothing is known",
      path: "spec",
      to: unknown,
      finding: { path: "spec", state: "undecided" },
    },
    {
      name: "a pool that shows itself",
      resource: 3,
      path: "spec",
      to: { template: { spec: { requirements: [zone(["af-south-1c"])] } } },
      finding: { path: label, found: "absent", wanted: "spot too, or a spot pool in af-south-1c" },
    },
  ],
  survivors: [
    { path: "", why: "without inputs it is what the CLI's preview shows of a Kubernetes object" },
    { path: `${requirements}[*]`, why: "the first ones are of the operating system and the architecture" },
    { path: `${requirements}[*].key`, why: "the same" },
  ],
  partly: [
    { path: `${requirements}[*].operator`, why: "one requirement is of the capacity, the others are not" },
    { path: `${requirements}[*].values`, why: "the same" },
    { path: `${requirements}[*].values[*]`, why: "the same" },
  ],
};
