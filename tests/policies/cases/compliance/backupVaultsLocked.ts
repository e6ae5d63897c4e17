import { rule } from "../../../../policies/compliance/rules/backupVaultsLocked";
import { setsUp, vault } from "../../../support/backupFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const lockProps = { changeableForDays: 3, minRetentionDays: 30, maxRetentionDays: 30 };
const lock = 1;
const airGapped = 3;

export const cases: RuleCases = {
  rule,
  fixtures: [
    vault("backups"),
    setsUp("VaultLockConfiguration", "backups", lockProps),
    // Deployed, a lock names its vault.
    vault("copies"),
    {
      type: "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
      name: "air-gapped",
      protect: true,
      props: { name: "azora-europe-air-gapped", minRetentionDays: 30, maxRetentionDays: 30 },
    },
    {
      type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
      name: "copies-lock",
      props: { backupVaultName: "azora-europe-copies", ...lockProps },
    },
  ],
  mutations: [
    {
      name: "a vault without a lock",
      resource: lock,
      path: "@from.backupVaultName",
      to: ["copies"],
      finding: { path: "", found: "no lock", wanted: "a VaultLockConfiguration with changeableForDays" },
    },
    {
      name: "a lock of a vault of another name",
      resource: 4,
      path: "backupVaultName",
      to: "azora-europe-other",
      fixtureOnly: "locks of the plan name their vault by its output",
      finding: { path: "", found: "no lock" },
    },
    refused("a lock that an administrator lifts", "changeableForDays", absent, "3 or more", {
      resource: lock,
    }),
    refused("fewer days of grace than AWS takes", "changeableForDays", 2, "3 or more", { resource: lock }),
    refused("what ends a day early", "minRetentionDays", 29, "30", { resource: lock }),
    refused("no least", "minRetentionDays", absent, "30", { resource: lock }),
    refused("what stays a day longer", "maxRetentionDays", 31, "30", { resource: lock }),
    refused("no most", "maxRetentionDays", absent, "30", { resource: lock }),
    refused("an air-gapped vault of a week", "minRetentionDays", 7, "30", {
      resource: airGapped,
      of: "air-gapped",
    }),
    refused("an air-gapped vault of a year", "maxRetentionDays", 365, "30", {
      resource: airGapped,
      of: "air-gapped",
    }),
    ...allUndecided(["changeableForDays", "minRetentionDays", "maxRetentionDays"], { resource: lock }),
    ...allUndecided(["minRetentionDays", "maxRetentionDays"], { resource: airGapped, of: "air-gapped" }),
  ],
};
