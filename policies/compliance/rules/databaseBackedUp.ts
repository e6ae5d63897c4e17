import { namespaces } from "../../../components/facts/namespaces";
import { backupSchedule, repositoryKinds } from "../../../components/facts/repositories";
import type { Finding, StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { cronJobType, eachGroupAtHome, fileOf, runningJobs } from "../../shared/databaseJobs";
import { wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const { everyMinutes, differentialHours } = backupSchedule;

export const rule: StackRule = {
  id: "database-backed-up",
  title: "Every group of a database is backed up into each of its repositories, hourly, by its home region",
  why: "The log alone would have to be replayed from the beginning; a repository without backups restores nothing. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [configMapType, cronJobType],
  onUnknown: "fail",
  check: (stack) => {
    const backups = runningJobs(stack, namespaces.postgres.name, "backup.py").filter(
      ({ waitMinutes, number }) =>
        waitMinutes() <= everyMinutes && number("DIFFERENTIAL_HOURS") <= differentialHours,
    );
    const findings: Finding[] = [];
    eachGroupAtHome(stack, (stanza, repositories, urn, { kind }) => {
      const { fullDays } = repositoryKinds[kind];
      const own = backups.filter(
        ({ args: [of], number }) => of === stanza && number("FULL_DAYS") <= fullDays,
      );
      for (const { number } of repositories)
        if (!own.some(({ args: [, file = ""] }) => fileOf(file) === `backup-${number}.conf`))
          findings.push(
            wrongResource(
              `no such backup into repository ${number}`,
              `one of ${stanza} every ${everyMinutes} minutes or more often, full every ${fullDays} days, differential every ${differentialHours} h`,
              "make the backups with DatabaseBackups",
              urn,
            ),
          );
    });
    return findings;
  },
};
