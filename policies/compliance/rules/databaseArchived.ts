import { groupName } from "../../../components/facts/databaseClusters";
import { repositoriesOf, repositorySettings } from "../../../components/facts/repositories";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { clusterOf, memberConfigs, sharedSettings } from "../../shared/databaseConfigs";
import { wrong, wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { repositoryFiles } from "../../shared/repositoryConfigs";

const fix = "take the files that memberRepositoryFiles gives, and the settings of patroniConfig";
const { archiveTimeoutSeconds } = repositorySettings;

/** Seconds of a setting with PostgreSQL's unit; NaN for none, and for another unit. */
function secondsOf(setting: Reader): number {
  return Number(/^(\d+)s$/.exec(setting.text() ?? "")?.[1] ?? Number.NaN);
}

/** The log is kept, soon enough. */
function settingFindings(settings: Reader): readonly Finding[] {
  const parameters = settings.at("postgresql", "parameters");
  const mode = parameters.at("archive_mode");
  const timeout = parameters.at("archive_timeout");
  const seconds = secondsOf(timeout);
  return [
    ...(mode.text() === "on" ? [] : [wrong(mode, '"on"', fix)]),
    ...(seconds > 0 && seconds <= archiveTimeoutSeconds
      ? []
      : [wrong(timeout, `1s to ${archiveTimeoutSeconds}s`, fix)]),
  ];
}

/** A member hands its log over, and has no settings of its own that count before those of the cluster. */
function memberFindings(config: Reader, stanza: string): readonly Finding[] {
  const parameters = config.at("postgresql", "parameters");
  const command = parameters.at("archive_command");
  const wanted = `pgbackrest-push.sh ${stanza} "%p"`;
  const own = ["archive_mode", "archive_timeout", "archive_library"]
    .map((name) => parameters.at(name))
    .filter(({ exists }) => exists);
  return [
    ...(command.text()?.endsWith(`/${wanted}`) ? [] : [wrong(command, wanted, fix)]),
    ...own.map((setting) => wrong(setting, "absent: the cluster's setting counts", fix)),
  ];
}

export const rule: ResourceRule = {
  id: "database-archived",
  title: "A database's log goes to two regions within a minute",
  why: "What is in no repository is gone with the servers; what only a lost region's has, with the region.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => {
    const members = memberConfigs(resource);
    const [first] = members;
    const cluster = first && clusterOf(first);
    if (first === undefined || cluster === undefined) return [];
    const stanza = groupName(cluster, first.number("citus", "group") ?? 0);
    // What a file says of its repository, `database-repositories` judges.
    const archived = repositoryFiles(resource)
      .filter(({ use, sections }) => use === "archive" && sections[stanza] !== undefined)
      .map(({ number }) => number);
    return [
      ...sharedSettings(resource).flatMap(settingFindings),
      ...members.flatMap((config) => memberFindings(config, stanza)),
      ...repositoriesOf(cluster, stanza)
        .filter(({ number }) => !archived.includes(number))
        .map(({ number, region }) =>
          wrongResource(`no archive-${number}.conf`, `one that archives ${stanza} to ${region}`, fix),
        ),
    ];
  },
};
