import { rule } from "../../../../policies/compliance/rules/databaseRestorable";
import {
  atHome,
  databaseConfigMap,
  databaseJob,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, Mutation, RuleCases } from "../../../support/rules";

/** A job that waits to be started, unless it is said otherwise. */
const restore = (namespace: string): Fixture => {
  const job = databaseJob(
    namespace,
    "0 0 30 2 *",
    [
      "/etc/azora/scripts/restore.py",
      "core",
      "/etc/azora/restore/restore-1.conf",
      "/etc/azora/restore/restore-2.conf",
    ],
    {},
  );
  const { spec } = job.props as { readonly spec: object };
  return { ...job, props: { ...job.props, spec: { ...spec, suspend: true } } };
};

const container = "spec.jobTemplate.spec.template.spec.containers[0]";
const wanted = "one that restores core from it, and is suspended";
const broken = (name: string, path: string, to: unknown, number = 1): Mutation =>
  refused(name, path, to, wanted, {
    resource: 1,
    at: "",
    found: `no such job for repository ${number}`,
  });

export const cases: RuleCases = {
  rule,
  fixtures: [
    atHome,
    restore("postgres"),
    ...notMembers,
    restore("shop"),
    // From where a cluster is never led nobody restores it.
    databaseConfigMap([{ ...memberConfig("asia", 0), scope: "people-europe" }]),
  ],
  mutations: [
    broken("by itself", "spec.suspend", false),
    broken("by itself, as nothing is said", "spec.suspend", absent),
    broken("by another program", `${container}.command[0]`, "/bin/echo"),
    broken("by another script", `${container}.command[1]`, "/etc/azora/scripts/restore-table.py"),
    broken("of another group", `${container}.command[2]`, "people-africa-g1"),
    broken("from the second only", `${container}.command[3]`, "/etc/azora/restore/restore-2.conf"),
    broken("from the first only", `${container}.command[4]`, "/etc/azora/restore/restore-1.conf", 2),
    broken("by nothing", `${container}.command`, absent),
    broken("without a container", "spec.jobTemplate.spec.template.spec.containers", absent),
    broken("elsewhere", "metadata.namespace", "shop"),
    ...allUndecided(["spec.suspend", `${container}.command`], { resource: 1, of: "a restore" }),
  ],
  survivors: knownBy,
};
