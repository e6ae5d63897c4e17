import { rule } from "../../../../policies/compliance/rules/replicationBothWays";
import { allUndecided, refused } from "../../../support/mutationLines";
import { back, backups, copied, out } from "../../../support/replicationFixtures";
import { absent, type RuleCases } from "../../../support/rules";

const sync = "rules[0].sourceSelectionCriteria.replicaModifications.status";
const bucket = "rules[0].destination.bucket";
const [there, home, oneWay, unplanned] = [0, 1, 2, 3];

/** Both ways, though facts plan one: who keeps changes must do so in both places all the same. */
const pair = [
  copied({ purpose: "backups", home: "europe", from: "europe", to: "asia" }),
  copied({ purpose: "backups", home: "europe", from: "asia", to: "europe" }),
].map((fixture, index) => ({
  ...fixture,
  name: `pair-${index}`,
  props: {
    ...fixture.props,
    rules: (fixture.props.rules as Record<string, unknown>[]).map((each) => ({
      ...each,
      sourceSelectionCriteria: { replicaModifications: { status: "Enabled" } },
    })),
  },
}));

const lost = (from: string, to: string) => ({
  path: "",
  found: `no rule that copies objects of africa from ${to} back to ${from}`,
  wanted: "one for each direction",
});

export const cases: RuleCases = {
  rule,
  fixtures: [out, back, backups, ...pair],
  mutations: [
    refused("a source that lets changes of copies be", sync, "Disabled", "Enabled", { resource: there }),
    refused("a partner that lets changes of copies be", sync, "Disabled", "Enabled", { resource: home }),
    refused("a partner of which nothing is said", sync, absent, "Enabled", { resource: home }),
    refused("a pair that facts do not plan", sync, "Disabled", "Enabled", { resource: unplanned }),
    {
      name: "objects that never come home",
      resource: home,
      path: "rules",
      to: [],
      finding: lost("africa", "europe"),
    },
    {
      name: "a way back that leads elsewhere",
      resource: home,
      path: bucket,
      to: "arn:aws:s3:::azora-asia-data-111122223333",
      finding: lost("africa", "europe"),
    },
    {
      name: "a way back for another home's objects",
      resource: home,
      path: "rules[0].filter.prefix",
      to: "europe/",
      finding: lost("africa", "europe"),
    },
    {
      name: "a way there that is missing",
      resource: there,
      path: "bucket",
      to: "azora-asia-data-111122223333",
      finding: lost("europe", "africa"),
    },
    ...allUndecided(["bucket", "rules", bucket, "rules[0].filter.prefix", sync], { resource: there }),
    ...allUndecided([bucket], { resource: oneWay, of: "one way" }),
  ],
  partly: [
    "bucket",
    "rules",
    "rules[*]",
    "rules[*].destination.bucket",
    "rules[*].filter.prefix",
    "rules[*].sourceSelectionCriteria.replicaModifications.status",
  ].map((path) => ({ path, why: "of what goes one way by facts nothing is asked" })),
};
