import { rule } from "../../../../policies/compliance/rules/databaseLease";
import {
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const shared = 'data["dynamic.json"]';
const begun = 'data["core-0.yaml"].bootstrap.dcs';
const loop = "with twice retry_timeout no more than ttl, or Patroni cuts it silently";

const both = (name: string, field: string, to: unknown, wanted: string): Mutation[] =>
  [shared, begun].map((where) => refused(`${name}, in ${where}`, `${where}.${field}`, to, wanted));

export const cases: RuleCases = {
  rule,
  // Members elsewhere begin nothing, and have the shared settings only.
  fixtures: [atHome, databaseConfigMap([memberConfig("europe", 0)]), ...notMembers],
  mutations: [
    ...both("longer than the promised recovery", "ttl", 30, "20 to 29"),
    ...both("shorter than Patroni takes", "ttl", 19, "20 to 29"),
    ...both("asked too seldom", "loop_wait", 5, loop),
    ...both("not in step", "synchronous_mode", false, "true"),
    ...both("in step by quorum", "synchronous_mode", "quorum", "true"),
    ...both("not strict", "synchronous_mode_strict", absent, "true"),
    ...both("one standby", "synchronous_node_count", 1, "2 or more"),
    refused("tried for too long", `${shared}.retry_timeout`, 9, loop, {
      at: "data.dynamic.json.loop_wait",
      found: "3",
    }),
    ...allUndecided(
      [
        "ttl",
        "loop_wait",
        "retry_timeout",
        "synchronous_mode",
        "synchronous_mode_strict",
        "synchronous_node_count",
      ].map((field) => `${shared}.${field}`),
    ),
    undecided(shared, { resource: 1 }),
    undecided('data["core-0.yaml"].bootstrap'),
    undecided(begun),
    undecided("metadata.namespace", { resource: 2 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: [
    ...knownBy,
    { path: "data.core-0.yaml*", why: "a member that begins no cluster has the shared settings only" },
  ],
};
