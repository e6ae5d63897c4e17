import { rule } from "../../../../policies/compliance/rules/databaseInStep";
import {
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const first = 'data["core-0.yaml"]';
const nosync = { tags: { nosync: true } };
const partner = databaseConfigMap([memberConfig("europe", 0), memberConfig("europe", 1)]);
const far = databaseConfigMap([memberConfig("asia", 0, nosync)]);
const elsewhere = "true, since asia is neither the home of core nor its partner";

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, partner, far, ...notMembers],
  mutations: [
    ...[
      { resource: 0, region: "africa" },
      { resource: 1, region: "europe" },
    ].map(({ resource, region }) =>
      refused(
        `one member alone in step in ${region}`,
        `${first}.tags`,
        { nosync: true },
        `2 or more in ${region}`,
        {
          resource,
          at: "data",
          found: "1 members that durable commits may wait for, of 2",
        },
      ),
    ),
    refused("one that is far away is waited for", `${first}.tags.nosync`, false, elsewhere, { resource: 2 }),
    refused("nothing said of one that is far away", `${first}.tags`, absent, elsewhere, {
      resource: 2,
      at: "data.core-0.yaml.tags.nosync",
      found: "absent",
    }),
    ...allUndecided([`${first}.tags.nosync`, `${first}.scope`, `${first}.postgresql.connect_address`, first]),
    undecided(`${first}.tags`, { at: `data.core-0.yaml.tags.nosync` }),
    undecided(`${first}.tags.nosync`, { resource: 2, of: "far away" }),
    undecided("metadata.namespace", { resource: 3 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: [
    ...knownBy,
    {
      path: "data.core-0.yaml*",
      why: "database-members-lawful refuses members whose cluster or place nobody knows",
    },
  ],
};
