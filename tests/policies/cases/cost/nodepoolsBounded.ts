import { rule } from "../../../../policies/cost/rules/nodepoolsBounded";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const type = "kubernetes:karpenter.sh/v1:NodePool";
const spec = {
  limits: { cpu: "512", memory: "4096Gi" },
  disruption: {
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "5m",
    budgets: [
      { nodes: "10%", reasons: ["Underutilized", "Drifted"] },
      { nodes: "100%", reasons: ["Empty"] },
    ],
  },
  template: { spec: { expireAfter: "720h" } },
};
const budgets = "spec.disruption.budgets";

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type, props: { metadata: { name: "on-demand" }, spec } },
    {
      type,
      props: {
        spec: {
          ...spec,
          limits: { cpu: 10_000, memory: "80000Gi" },
          disruption: {
            ...spec.disruption,
            consolidateAfter: "4m60s",
            // One budget for every reason, and one that stops everything for a while each day.
            budgets: [{ nodes: "1" }, { duration: "8h", nodes: "0", schedule: "0 9 * * *" }],
          },
        },
      },
    },
  ],
  mutations: [
    {
      name: "no limit of vCPUs",
      path: "spec.limits.cpu",
      to: absent,
      finding: { path: "spec.limits.cpu", found: "absent", wanted: "at most 10000 vCPU" },
    },
    {
      name: "a limit that is none",
      path: "spec.limits.cpu",
      to: "10001",
      finding: { path: "spec.limits.cpu", found: '"10001"', wanted: "at most 10000 vCPU" },
    },
    {
      name: "a limit that is no quantity",
      path: "spec.limits.cpu",
      to: "unlimited",
      finding: { path: "spec.limits.cpu", found: '"unlimited"' },
    },
    {
      name: "an unknown limit of vCPUs",
      path: "spec.limits.cpu",
      to: unknown,
      finding: { path: "spec.limits.cpu", state: "undecided" },
    },
    {
      name: "no limit of memory",
      path: "spec.limits.memory",
      to: absent,
      finding: { path: "spec.limits.memory", found: "absent", wanted: "at most 4096Gi" },
    },
    {
      name: "more memory than the largest ratio allows",
      path: "spec.limits.memory",
      to: "4097Gi",
      finding: { path: "spec.limits.memory", found: '"4097Gi"', wanted: "at most 4096Gi" },
    },
    {
      name: "an unknown limit of memory",
      path: "spec.limits.memory",
      to: unknown,
      finding: { path: "spec.limits.memory", state: "undecided" },
    },
    {
      name: "no limits",
      path: "spec.limits",
      to: absent,
      finding: { path: "spec.limits.memory", found: "absent", wanted: "at most 80000Gi" },
    },
    {
      name: "only empty nodes leave",
      path: "spec.disruption.consolidationPolicy",
      to: "WhenEmpty",
      finding: {
        path: "spec.disruption.consolidationPolicy",
        found: '"WhenEmpty"',
        wanted: "WhenEmptyOrUnderutilized",
      },
    },
    {
      name: "no policy of consolidation",
      path: "spec.disruption.consolidationPolicy",
      to: absent,
      finding: { path: "spec.disruption.consolidationPolicy", found: "absent" },
    },
    {
      name: "an unknown policy of consolidation",
      path: "spec.disruption.consolidationPolicy",
      to: unknown,
      finding: { path: "spec.disruption.consolidationPolicy", state: "undecided" },
    },
    {
      name: "nodes that are never consolidated",
      path: "spec.disruption.consolidateAfter",
      to: "Never",
      finding: { path: "spec.disruption.consolidateAfter", found: '"Never"', wanted: "at most 5m" },
    },
    {
      name: "nodes that idle for a second too long",
      path: "spec.disruption.consolidateAfter",
      to: "5m1s",
      finding: { path: "spec.disruption.consolidateAfter", found: '"5m1s"' },
    },
    {
      name: "no wait before consolidation",
      path: "spec.disruption.consolidateAfter",
      to: absent,
      finding: { path: "spec.disruption.consolidateAfter", found: "absent" },
    },
    {
      name: "an unknown wait before consolidation",
      path: "spec.disruption.consolidateAfter",
      to: unknown,
      finding: { path: "spec.disruption.consolidateAfter", state: "undecided" },
    },
    {
      name: "nodes that never expire",
      path: "spec.template.spec.expireAfter",
      to: "Never",
      finding: { path: "spec.template.spec.expireAfter", found: '"Never"', wanted: "at most 720h" },
    },
    {
      name: "nodes that live an hour too long",
      path: "spec.template.spec.expireAfter",
      to: "721h",
      finding: { path: "spec.template.spec.expireAfter", found: '"721h"' },
    },
    {
      name: "nodes without an expiry",
      path: "spec.template.spec.expireAfter",
      to: absent,
      finding: { path: "spec.template.spec.expireAfter", found: "absent" },
    },
    {
      name: "nodes with an unknown expiry",
      path: "spec.template.spec.expireAfter",
      to: unknown,
      finding: { path: "spec.template.spec.expireAfter", state: "undecided" },
    },
    {
      name: "no budgets",
      path: budgets,
      to: absent,
      finding: {
        path: budgets,
        found: "absent",
        wanted: "a budget of at most 10% or 1 for Underutilized nodes",
      },
    },
    {
      name: "an empty list of budgets",
      path: budgets,
      to: [],
      finding: { path: budgets, found: "[]", wanted: "a budget of at most 10% or 1 for Drifted nodes" },
    },
    {
      name: "unknown budgets",
      path: budgets,
      to: unknown,
      finding: { path: budgets, state: "undecided" },
    },
    {
      name: "a budget that lets 11% go",
      path: `${budgets}[0].nodes`,
      to: "11%",
      finding: { path: budgets, wanted: "a budget of at most 10% or 1 for Underutilized nodes" },
    },
    {
      name: "a budget that leaves out a reason",
      path: `${budgets}[0].reasons`,
      to: ["Underutilized"],
      finding: { path: budgets, wanted: "a budget of at most 10% or 1 for Drifted nodes" },
    },
    {
      name: "a budget for reasons that are unknown",
      path: `${budgets}[0].reasons[0]`,
      to: unknown,
      finding: { path: `${budgets}[0].reasons[0]`, state: "undecided" },
    },
    {
      name: "a budget of an unknown size",
      path: `${budgets}[0].nodes`,
      to: unknown,
      finding: { path: `${budgets}[0].nodes`, state: "undecided" },
    },
    {
      name: "a budget that never lets a node go",
      path: `${budgets}[0].nodes`,
      to: "0",
      finding: { path: `${budgets}[0].nodes`, found: '"0"', wanted: "more than 0, or a schedule" },
    },
    {
      name: "a budget of no percent",
      path: `${budgets}[0].nodes`,
      to: "0%",
      finding: { path: `${budgets}[0].nodes`, found: '"0%"' },
    },
    {
      name: "a budget that says nothing of nodes",
      path: `${budgets}[0].nodes`,
      to: absent,
      finding: { path: budgets, wanted: "a budget of at most 10% or 1 for Drifted nodes" },
    },
    {
      name: "a budget that lets two nodes go",
      resource: 1,
      path: `${budgets}[0].nodes`,
      to: 2,
      finding: { path: budgets, wanted: "a budget of at most 10% or 1 for Underutilized nodes" },
    },
    {
      name: "a budget that stops everything at all times",
      resource: 1,
      path: `${budgets}[1].schedule`,
      to: absent,
      finding: { path: `${budgets}[1].nodes`, found: '"0"' },
    },
    {
      name: "a budget that stops everything at unknown times",
      resource: 1,
      path: `${budgets}[1].schedule`,
      to: unknown,
      finding: { path: `${budgets}[1].schedule`, state: "undecided" },
    },
  ],
  partly: [
    {
      path: "spec.disruption.budgets[*]",
      why: "one budget that always holds is enough; the others are of certain hours",
    },
    { path: "spec.disruption.budgets[*].nodes", why: "the same" },
  ],
};
