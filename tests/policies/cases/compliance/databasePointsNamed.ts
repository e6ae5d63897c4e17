import { rule } from "../../../../policies/compliance/rules/databasePointsNamed";
import {
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const job = (command: string, cluster = "core"): Fixture => ({
  type: "kubernetes:batch/v1:CronJob",
  name: `${cluster}-${command}`,
  props: {
    metadata: { namespace: "postgres", labels: { "azora.io/cluster": cluster } },
    spec: {
      schedule: "* * * * *",
      suspend: false,
      jobTemplate: {
        spec: { template: { spec: { containers: [{ command: [`/etc/azora/jobs/${command}`] }] } } },
      },
    },
  },
});

/** A worker group, whose moments its coordinator's job names. */
const worker = databaseConfigMap(
  [memberConfig("africa", 0, { citus: { group: 1, database: "azora" } }, "people-africa")],
  { group: "people-africa-g1", labels: { "azora.io/cluster": "people-africa" } },
);

const command = "spec.jobTemplate.spec.template.spec.containers[0].command";
const wanted = "one that runs restore-point.sh every 1 min";
const lacks = { resource: 1, at: "", found: "no such job of core" };
export const cases: RuleCases = {
  rule,
  fixtures: [atHome, job("restore-point.sh"), job("refresh.sh"), worker, ...notMembers],
  mutations: [
    refused("never", "spec.suspend", true, wanted, lacks),
    refused("every other minute", "spec.schedule", "*/2 * * * *", wanted, lacks),
    refused("at no time", "spec.schedule", absent, wanted, lacks),
    refused("by another script", `${command}[0]`, "/etc/azora/jobs/refresh.sh", wanted, lacks),
    refused("by nothing", command, absent, wanted, lacks),
    refused("of another cluster", 'metadata.labels["azora.io/cluster"]', "people-africa", wanted, lacks),
    refused("elsewhere", "metadata.namespace", "shop", wanted, lacks),
    ...allUndecided(["spec.schedule", "spec.suspend"], { resource: 1, of: "a job" }),
    undecided(command, { resource: 1, of: "a job", at: `${command}[0]` }),
  ],
  survivors: knownBy,
};
