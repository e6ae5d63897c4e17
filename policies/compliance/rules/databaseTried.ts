import { namespaces } from "../../../components/facts/namespaces";
import { backupTrials } from "../../../components/facts/repositories";
import type { Finding, StackRule } from "../../framework/rule";
import { cronJobType, eachGroupLed, fileOf, runningJobs } from "../../shared/databaseJobs";
import { watched } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const { minutesMax, lossMinutesMax } = backupTrials;
const minutesPerDay = 24 * 60;

export const rule: StackRule = {
  id: "database-tried",
  title:
    "Every group's backups are restored each day, in each repository's own region, and fail where they are late",
  why: "A backup that nobody has restored is a hope: a wrong passphrase, a lost segment or a damaged file is found on the day it is needed. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [configMapType, cronJobType],
  onUnknown: "fail",
  check: (stack) => {
    const trials = runningJobs(stack, namespaces.postgresTrial.name, "try-backup.py").filter(
      ({ waitMinutes, number }) =>
        waitMinutes() <= minutesPerDay &&
        number("MINUTES_MAX") <= minutesMax &&
        number("LOSS_MINUTES_MAX") <= lossMinutesMax,
    );
    const findings: Finding[] = [];
    eachGroupLed(stack, (stanza, repositories, urn, _, region) => {
      const tried = trials
        .filter(({ args: [of] }) => of === stanza)
        .flatMap(({ args: [, ...files] }) => files.map(fileOf));
      for (const { number } of repositories.filter((repository) => repository.region === region))
        if (!tried.includes(`restore-${number}.conf`))
          findings.push(
            wrongResource(
              `no such trial of repository ${number}`,
              `one of ${stanza} each day, that fails after ${minutesMax} minutes and where ${lossMinutesMax} minutes are lost`,
              "make the trials with DatabaseTrials",
              urn,
            ),
          );
    });
    return findings;
  },
};
