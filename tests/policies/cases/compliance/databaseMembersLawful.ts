import { rule } from "../../../../policies/compliance/rules/databaseMembersLawful";
import {
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const member = 'data["core-0.yaml"]';
const address = `${member}.postgresql.connect_address`;
const peoplesAddress = 'data["people-africa-g0-0.yaml"].postgresql.connect_address';
const people = (region: string) =>
  databaseConfigMap([memberConfig(region, 0, {}, "people-africa")], {
    labels: { "azora.io/cluster": "people-africa" },
    group: "people-africa-g0",
  });
const clusters =
  "core, people-africa, people-europe, people-asia, people-americas, keys-africa, keys-europe, keys-asia, keys-americas";

export const cases: RuleCases = {
  rule,
  // Without persons' data the core may be anywhere; africa's people may be in europe as well.
  fixtures: [
    atHome,
    databaseConfigMap([memberConfig("americas", 0)]),
    people("europe"),
    people("africa"),
    ...notMembers,
  ],
  mutations: [
    refused(
      "people's data with nobody who needs them there",
      peoplesAddress,
      "people-africa-0.people-africa.asia.internal.azora.example:5432",
      "a host of africa, europe",
      { resource: 2 },
    ),
    refused("a host of nobody's zone", peoplesAddress, "db.example:5432", "a host of africa, europe", {
      resource: 3,
    }),
    refused(
      "a host of no region",
      address,
      "core-0.core.moon.internal.azora.example:5432",
      "a host of africa, europe, asia, americas",
    ),
    refused("a cluster that nobody knows", `${member}.scope`, "shop", clusters),
    refused("no JSON, so that nothing can be read", member, "scope: core\n", clusters, {
      at: "data.core-0.yaml.scope",
      found: "absent",
    }),
    ...allUndecided([member, `${member}.scope`, address]),
    undecided("metadata.namespace", { resource: 4 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: knownBy,
};
