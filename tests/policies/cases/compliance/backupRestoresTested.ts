import { rule } from "../../../../policies/compliance/rules/backupRestoresTested";
import { arnOf, vault } from "../../../support/backupFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const [first, test, selection] = [0, 2, 3];
const gap = "a cron expression that leaves 30 days or fewer between";
const vaults = "recoveryPointSelection.includeVaults";
const untried = { path: "", found: "a vault whose backups nobody tries" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    vault("backups"),
    vault("copies"),
    {
      type: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
      name: "test",
      props: {
        name: "azora_europe_restores",
        scheduleExpression: "cron(0 13 ? * SUN,WED *)",
        recoveryPointSelection: {
          algorithm: "RANDOM_WITHIN_WINDOW",
          includeVaults: [
            arnOf("eu-central-1", "azora-europe-backups"),
            arnOf("eu-central-1", "azora-europe-copies"),
          ],
        },
      },
    },
    {
      type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
      name: "volumes",
      props: { restoreTestingPlanName: unknown, protectedResourceType: "EBS", validationWindowHours: 4 },
      from: { restoreTestingPlanName: ["test"] },
    },
  ],
  mutations: [
    refused("once a month, which may be 31 days", "scheduleExpression", "cron(0 13 1 * ? *)", gap, {
      resource: test,
    }),
    refused("once a year", "scheduleExpression", "cron(0 13 1 1 ? *)", gap, { resource: test }),
    refused("a day that not every month has", "scheduleExpression", "cron(0 13 15,30 * ? *)", gap, {
      resource: test,
    }),
    refused("no schedule", "scheduleExpression", absent, gap, { resource: test }),
    { name: "a vault left out", resource: test, path: `${vaults}[1]`, to: absent, finding: untried },
    {
      name: "a vault of another name",
      resource: test,
      path: `${vaults}[0]`,
      to: arnOf("eu-central-1", "Default"),
      finding: untried,
    },
    { name: "no vaults", resource: test, path: vaults, to: [], finding: untried },
    {
      name: "a vault that no test knows",
      resource: first,
      path: "name",
      to: "azora-europe-other",
      finding: untried,
    },
    {
      name: "a test of nothing",
      resource: selection,
      path: "@from.restoreTestingPlanName",
      to: [],
      finding: { path: "restoreTestingPlanName", state: "undecided" },
    },
    {
      name: "a selection of another test",
      resource: selection,
      path: "@from.restoreTestingPlanName",
      to: ["backups"],
      finding: { path: "restoreTestingPlanName", state: "undecided" },
    },
    refused("no time to validate", "validationWindowHours", absent, "1 or more", { resource: selection }),
    refused("no hour", "validationWindowHours", 0, "1 or more", { resource: selection }),
    refused("tests of machines", "protectedResourceType", "EC2", "EBS", { resource: selection }),
    ...allUndecided(["scheduleExpression", vaults], { resource: test }),
    ...allUndecided(["validationWindowHours", "protectedResourceType"], { resource: selection }),
  ],
};
