import { rule } from "../../../../policies/compliance/rules/databaseBackedUp";
import { atHome, databaseJob, knownBy, notMembers } from "../../../support/databaseFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, Mutation, RuleCases } from "../../../support/rules";

const backup = (number: number, namespace = "postgres"): Fixture =>
  databaseJob(
    namespace,
    `${30 * number - 25} * * * *`,
    ["/etc/azora/scripts/backup.py", "core", `/etc/azora/backup/backup-${number}.conf`],
    { FULL_DAYS: "7", DIFFERENTIAL_HOURS: "24" },
  );

const container = "spec.jobTemplate.spec.template.spec.containers[0]";
const wanted = "one of core every 60 minutes or more often, full every 7 days, differential every 24 h";
const lacks = (number: number) => ({
  resource: number,
  at: "",
  found: `no such backup into repository ${number}`,
});
const broken = (number: number, name: string, path: string, to: unknown, more: object = {}): Mutation =>
  refused(`repository ${number}: ${name}`, path, to, wanted, { ...lacks(number), ...more });
const notSuspended = {
  fixtureOnly: "the plan's backups say nothing of it, as Kubernetes' default runs them",
};

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, backup(1), backup(2), ...notMembers, backup(2, "shop")],
  mutations: [
    ...[1, 2].flatMap((number) => [
      broken(number, "never", "spec.suspend", true, notSuspended),
      broken(number, "every two hours", "spec.schedule", "5 */2 * * *"),
      broken(number, "at no time", "spec.schedule", absent),
      broken(number, "by another program", `${container}.command[0]`, "/bin/echo"),
      broken(number, "by another script", `${container}.command[1]`, "/bin/true"),
      broken(number, "of another group", `${container}.command[2]`, "people-africa-g1"),
      broken(number, "into another", `${container}.command[3]`, "/etc/azora/backup/backup-3.conf"),
      broken(number, "by nothing", `${container}.command`, absent),
      broken(number, "without a container", "spec.jobTemplate.spec.template.spec.containers", absent),
      broken(number, "full every month", `${container}.env[0].value`, "31"),
      broken(number, "never full", `${container}.env[0].name`, "FULL"),
      broken(number, "differential every two days", `${container}.env[1].value`, "48"),
      broken(number, "elsewhere", "metadata.namespace", "shop"),
    ]),
    ...allUndecided(["spec.schedule", `${container}.command`, `${container}.env`], {
      resource: 1,
      of: "a backup",
    }),
    undecided("spec.suspend", { resource: 1, of: "a backup", ...notSuspended }),
  ],
  survivors: knownBy,
  partly: [
    {
      path: "spec.jobTemplate.spec.template.spec.containers[*].command[*]",
      why: "other jobs run other scripts with more words",
    },
  ],
};
