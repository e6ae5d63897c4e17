import { keptResourceTypes } from "../../../../components/facts/backupVaults";
import { rule } from "../../../../policies/compliance/rules/backupComplete";
import { absent } from "../../../support/mutations";
import { allUndecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const stack = "europe";
const made = (type: string, name: string, props: Readonly<Record<string, unknown>>): Fixture => ({
  type: `aws:backup/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
  name,
  stack,
  props,
});
const report = (template: string): Fixture =>
  made("ReportPlan", template, { reportSetting: { reportTemplate: template } });

const fixtures: readonly Fixture[] = [
  { type: "aws:eks/cluster:Cluster", name: "cluster", stack, props: {} },
  made("RegionSettings", "settings", { resourceTypeOptInPreference: { ...keptResourceTypes } }),
  made("Vault", "own", { name: "azora-europe-backups" }),
  made("Vault", "copies", { name: "azora-europe-copies" }),
  made("LogicallyAirGappedVault", "air-gapped", { name: "azora-europe-air-gapped" }),
  made("Plan", "daily", { rules: [{ ruleName: "daily" }] }),
  report("BACKUP_JOB_REPORT"),
  report("COPY_JOB_REPORT"),
  report("RESTORE_JOB_REPORT"),
];
const [, settings, own, copies, airGapped, plan, ofBackups, ofCopies, ofRestores] = fixtures.keys();

const gone = (name: string, resource: number | undefined, path: string, to: unknown, wanted: string) => ({
  name,
  resource: resource ?? -1,
  path,
  to,
  finding: { path: "", found: "europe has none", wanted },
});
const kept = "settings by which AWS Backup keeps EBS";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    gone("volumes not opted in", settings, "resourceTypeOptInPreference.EBS", false, kept),
    gone("nothing said of volumes", settings, "resourceTypeOptInPreference.EBS", absent, kept),
    gone("nothing said", settings, "resourceTypeOptInPreference", absent, kept),
    gone("its vault by another name", own, "name", "Default", 'a vault "azora-europe-backups"'),
    gone("no room for others' copies", copies, "name", "other", 'a vault "azora-europe-copies"'),
    gone("none held apart", airGapped, "name", absent, 'a vault "azora-europe-air-gapped"'),
    gone("a plan without rules", plan, "rules", [], "a plan"),
    ...(
      [
        [ofBackups, "BACKUP_JOB_REPORT"],
        [ofCopies, "COPY_JOB_REPORT"],
        [ofRestores, "RESTORE_JOB_REPORT"],
      ] as const
    ).map(([resource, template]) =>
      gone(
        `no ${template}`,
        resource,
        "reportSetting.reportTemplate",
        "RESOURCE_COMPLIANCE_REPORT",
        `a report of ${template}`,
      ),
    ),
    ...allUndecided(["name"], { resource: own ?? -1, of: "a vault", at: "name" }),
    ...allUndecided(["reportSetting.reportTemplate"], { resource: ofBackups ?? -1 }),
    ...allUndecided(["resourceTypeOptInPreference.EBS"], { resource: settings ?? -1 }),
    ...allUndecided(["rules"], { resource: plan ?? -1 }),
  ],
};
