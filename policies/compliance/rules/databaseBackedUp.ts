import { groupName } from "../../../components/facts/databaseClusters";
import { namespaces } from "../../../components/facts/namespaces";
import { backupSchedule, repositoriesOf } from "../../../components/facts/repositories";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { longestWaitMinutes } from "../../../components/facts/cron";
import { clusterOf, memberConfigs } from "../../shared/databaseConfigs";
import { wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const cronJobType = "kubernetes:batch/v1:CronJob";
const fix = "make the backups with DatabaseBackups";
const { everyMinutes, fullDays, differentialHours } = backupSchedule;

/** Backups of a stack that run often enough: of which stanza, by which file. */
function backupsOf(stack: StackView): ReadonlySet<string> {
  const found = new Set<string>();
  stack.each([cronJobType], ({ props }) => {
    if (props.text("metadata", "namespace") !== namespaces.postgres.name) return;
    const spec = props.at("spec");
    const [container] = spec.items("jobTemplate", "spec", "template", "spec", "containers");
    const [, , stanza, file] = container?.texts("command") ?? [];
    if (container === undefined || stanza === undefined || file === undefined) return;
    const age = (name: string): number => ageOf(container, name);
    if (
      spec.flag("suspend") !== true &&
      (longestWaitMinutes(spec.text("schedule")) ?? Infinity) <= everyMinutes &&
      age("FULL_DAYS") <= fullDays &&
      age("DIFFERENTIAL_HOURS") <= differentialHours
    )
      found.add(`${stanza} ${file.slice(file.lastIndexOf("/") + 1)}`);
  });
  return found;
}

/** A number of a container's environment; infinite where it has none. */
function ageOf(container: Reader, name: string): number {
  const entry = container.items("env").find((each) => each.text("name") === name);
  return entry?.number("value") ?? Infinity;
}

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
    const backups = backupsOf(stack);
    const findings: Finding[] = [];
    stack.each([configMapType], (resource) => {
      const [begun] = memberConfigs(resource).filter((config) => config.at("bootstrap").exists);
      const cluster = begun && clusterOf(begun);
      if (begun === undefined || cluster === undefined) return;
      const stanza = groupName(cluster, begun.number("citus", "group") ?? 0);
      for (const { number } of repositoriesOf(cluster, stanza))
        if (!backups.has(`${stanza} backup-${number}.conf`))
          findings.push(
            wrongResource(
              `no such backup into repository ${number}`,
              `one of ${stanza} every ${everyMinutes} minutes or more often, full every ${fullDays} days, differential every ${differentialHours} h`,
              fix,
              resource.urn,
            ),
          );
    });
    return findings;
  },
};
