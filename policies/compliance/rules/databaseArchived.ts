import { groupName, type DatabaseClusterFact } from "../../../components/facts/databaseClusters";
import { repositoriesOf, repositorySettings, type Repository } from "../../../components/facts/repositories";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { clusterOf, memberConfigs, sharedSettings } from "../../shared/databaseConfigs";
import { wrong, wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { archiveFiles, type RepositoryFile } from "../../shared/repositoryConfigs";

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

/** What a file must say of one repository. */
function optionFindings(
  { options, file, numbers }: RepositoryFile,
  { number, prefix }: Repository,
): readonly Finding[] {
  const wanted = {
    type: "s3",
    path: `/${prefix}`,
    "s3-key-type": "pod-id",
    "cipher-type": "aes-256-cbc",
  };
  const others = numbers.filter((each) => each !== String(number));
  return [
    ...others.map((each) => ({
      ...wrong(file, "one repository, or a lost one keeps the log from the others", fix),
      found: `names repository ${each} too`,
    })),
    ...Object.entries(wanted)
      .map(([key, value]) => [`repo${number}-${key}`, value] as const)
      .filter(([key, value]) => options[key] !== value)
      .map(([key, value]) => ({
        ...wrong(file, `${key}=${value}`, fix),
        found: options[key] ?? `no ${key}`,
      })),
  ];
}

/** Each repository of facts has a file of its own that leads to its bucket. */
function repositoryFindings(
  resource: ResourceView,
  cluster: DatabaseClusterFact,
  stanza: string,
): readonly Finding[] {
  const files = archiveFiles(resource);
  return repositoriesOf(cluster, stanza).flatMap((repository) => {
    const bucket = `azora-${repository.region}-${repository.purpose}-`;
    const own = files.find(({ options }) =>
      options[`repo${repository.number}-s3-bucket`]?.startsWith(bucket),
    );
    return own === undefined
      ? [
          wrongResource(
            `no file leads to a bucket ${bucket}*`,
            `one that archives to ${repository.region}`,
            fix,
          ),
        ]
      : optionFindings(own, repository);
  });
}

export const rule: ResourceRule = {
  id: "database-archived",
  title: "A database's log goes to two regions within a minute, encrypted, and is kept as long as promised",
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
    return [
      ...sharedSettings(resource).flatMap(settingFindings),
      ...members
        .map((config) => config.at("postgresql", "parameters", "archive_command"))
        .filter((command) => !/\/pgbackrest-push\.sh \S+ "%p"$/.test(command.text() ?? ""))
        .map((command) => wrong(command, 'pgbackrest-push.sh STANZA "%p"', fix)),
      ...repositoryFindings(resource, cluster, stanza),
    ];
  },
};
