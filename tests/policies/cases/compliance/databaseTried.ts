import { rule } from "../../../../policies/compliance/rules/databaseTried";
import { atHome, databaseJob, knownBy, notMembers } from "../../../support/databaseFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Mutation, RuleCases } from "../../../support/rules";

const trial = (namespace: string) =>
  databaseJob(
    namespace,
    "15 3 * * *",
    ["/etc/azora/scripts/try-backup.py", "core", "/etc/azora/restore/restore-1.conf"],
    { MINUTES_MAX: "15", LOSS_MINUTES_MAX: "5" },
  );

const container = "spec.jobTemplate.spec.template.spec.containers[0]";
const wanted = "one of core each day, that fails after 15 minutes and where 5 minutes are lost";
const broken = (name: string, path: string, to: unknown, more: object = {}): Mutation =>
  refused(name, path, to, wanted, {
    resource: 1,
    at: "",
    found: "no such trial of repository 1",
    ...more,
  });
const notSuspended = { fixtureOnly: "the plan's trials say nothing of it, as Kubernetes' default runs them" };

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, trial("postgres-trial"), ...notMembers, trial("shop")],
  mutations: [
    broken("never", "spec.suspend", true, notSuspended),
    broken("on Sundays", "spec.schedule", "15 3 * * 0"),
    broken("at no time", "spec.schedule", absent),
    broken("by another program", `${container}.command[0]`, "/bin/echo"),
    broken("by another script", `${container}.command[1]`, "/bin/true"),
    broken("of another group", `${container}.command[2]`, "people-africa-g1"),
    broken("of the other region's", `${container}.command[3]`, "/etc/azora/restore/restore-2.conf"),
    broken("by nothing", `${container}.command`, absent),
    broken("without a container", "spec.jobTemplate.spec.template.spec.containers", absent),
    broken("however long it takes", `${container}.env[0].name`, "MINUTES"),
    broken("an hour long", `${container}.env[0].value`, "60"),
    broken("whatever is lost", `${container}.env[1].value`, "60"),
    broken("elsewhere", "metadata.namespace", "shop"),
    ...allUndecided(["spec.schedule", `${container}.command`, `${container}.env`], {
      resource: 1,
      of: "a trial",
    }),
    undecided("spec.suspend", { resource: 1, of: "a trial", ...notSuspended }),
  ],
  survivors: knownBy,
};
