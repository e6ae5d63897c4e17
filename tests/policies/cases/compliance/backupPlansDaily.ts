import { rule } from "../../../../policies/compliance/rules/backupPlansDaily";
import { arnOf, plan } from "../../../support/backupFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const at = (field: string): string => `rules[0].${field}`;
const daily = "cron(<minute> <hour> * * ? *)";
const window = "1 to 1439 minutes";
const [partner, airGapped] = ["sa-east-1 azora-americas-copies", "eu-central-1 azora-europe-air-gapped"];
const either = `${partner} or ${airGapped}`;

export const cases: RuleCases = {
  rule,
  fixtures: [plan],
  mutations: [
    refused("no schedule", at("schedule"), absent, daily),
    refused("every Sunday", at("schedule"), "cron(0 1 ? * SUN *)", daily),
    refused("once a month", at("schedule"), "cron(0 1 1 * ? *)", daily),
    refused("no cron expression", at("schedule"), "rate(1 day)", daily),
    refused("no window for the start", at("startWindow"), absent, window),
    refused("no window for the end", at("completionWindow"), absent, window),
    refused("an end after the next start", at("completionWindow"), 1440, window),
    refused("a day less", at("lifecycle.deleteAfter"), 29, "30"),
    refused("a day more", at("lifecycle.deleteAfter"), 31, "30"),
    refused("for ever", at("lifecycle"), absent, "30", { at: at("lifecycle.deleteAfter"), found: "absent" }),
    refused("copies for ever", at("copyActions[0].lifecycle"), absent, "30", {
      at: at("copyActions[0].lifecycle.deleteAfter"),
      found: "absent",
    }),
    refused("a copy of a week", at("copyActions[1].lifecycle.deleteAfter"), 7, "30"),
    refused("no copy", at("copyActions"), absent, `a copy to ${partner}`),
    refused("a copy to nowhere", at("copyActions[0].destinationVaultArn"), absent, either),
    refused(
      "a copy to a region without a basis",
      at("copyActions[0].destinationVaultArn"),
      arnOf("us-east-1", "azora-americas-copies"),
      either,
    ),
    refused(
      "a copy to another vault of the partner",
      at("copyActions[0].destinationVaultArn"),
      arnOf("sa-east-1", "Default"),
      either,
    ),
    refused(
      "a copy to its own vault",
      at("copyActions[1].destinationVaultArn"),
      arnOf("eu-central-1", "azora-europe-backups"),
      either,
    ),
    {
      name: "no rule",
      path: "rules",
      to: [],
      finding: { path: "", found: "no rule", wanted: "a rule a day, in a region of the platform" },
    },
    {
      name: "a plan elsewhere",
      path: "region",
      to: "us-east-1",
      finding: { path: "", found: "a plan in no region of the platform" },
    },
    ...allUndecided([
      "region",
      "rules",
      ...["schedule", "startWindow", "completionWindow", "copyActions"].map(at),
      at("copyActions[0].destinationVaultArn"),
    ]),
    undecided(at("lifecycle"), { at: at("lifecycle.deleteAfter") }),
  ],
};
