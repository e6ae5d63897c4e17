import { databaseKinds } from "../../../components/facts/database";
import {
  databaseClusters,
  groupName,
  type DatabaseClusterFact,
} from "../../../components/facts/databaseClusters";
import { namespaces } from "../../../components/facts/namespaces";
import { regionNamed } from "../../../components/facts/regions";
import { repositoriesOf, repositoryKinds, repositorySettings } from "../../../components/facts/repositories";
import type { Finding, ResourceRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { repositoryFiles, type RepositoryFile } from "../../shared/repositoryConfigs";

const fix = "take the files that repositoryConfig.ts gives";
const homes: readonly string[] = [namespaces.postgres.name, namespaces.postgresTrial.name];
const { queueShareOfVolumeMax } = repositorySettings;

/** The cluster of a group, by the group's name. */
function clusterOfGroup(stanza: string): DatabaseClusterFact | undefined {
  return databaseClusters().find((cluster) =>
    cluster.groups.some((group) => groupName(cluster, group) === stanza),
  );
}

/** What a file must say, in full or up to the account's number. */
function wantedOf(
  { use, number }: RepositoryFile,
  cluster: DatabaseClusterFact,
  stanza: string,
): Record<string, string> {
  const repository = repositoriesOf(cluster, stanza).find((each) => each.number === number);
  if (repository === undefined) return {};
  const { retentionDays } = repositoryKinds[cluster.kind];
  const ofRepository = {
    type: "s3",
    path: `/${repository.prefix}`,
    "s3-bucket": `azora-${repository.region}-${repository.purpose}-*`,
    "s3-endpoint": `s3.${regionNamed(repository.region).awsRegion}.amazonaws.com`,
    "s3-key-type": "pod-id",
    "cipher-type": "aes-256-cbc",
    ...(use === "backup" ? { "retention-full-type": "time", "retention-full": String(retentionDays) } : {}),
  };
  const { volumeGib } = databaseKinds[cluster.kind].size;
  return {
    ...Object.fromEntries(
      Object.entries(ofRepository).map(([key, value]) => [`repo${number}-${key}`, value]),
    ),
    ...(use === "archive"
      ? { "archive-push-queue-max": String(Math.floor(queueShareOfVolumeMax * volumeGib * 2 ** 30)) }
      : {}),
  };
}

/** Options that change nothing of where a repository is, who reads it and how long it is kept; any other could. */
const harmless: readonly string[] = [
  ...["archive-async", "archive-push-queue-max", "archive-timeout", "backup-standby", "compress-level"],
  ...["compress-type", "io-timeout", "lock-path", "log-level-console", "log-level-file", "log-level-stderr"],
  ...["process-max", "repo-block", "repo-bundle", "repo-s3-region", "spool-path", "start-fast"],
];

const isSo = (found: string | undefined, wanted: string): boolean =>
  wanted.endsWith("*") ? (found?.startsWith(wanted.slice(0, -1)) ?? false) : found === wanted;

function fileFindings(each: RepositoryFile): readonly Finding[] {
  const { file, number, sections } = each;
  const found = (what: string, wanted: string): Finding => ({ ...wrong(file, wanted, fix), found: what });
  const { global = {}, ...rest } = sections;
  const [stanza = "", ...more] = Object.keys(rest);
  const cluster = clusterOfGroup(stanza);
  if (cluster === undefined || more.length > 0)
    return [found(`sections ${Object.keys(sections).join(", ")}`, "[global] and the section of one group")];
  const wanted = wantedOf(each, cluster, stanza);
  if (Object.keys(wanted).length === 0)
    return [
      found(
        `repository ${number}`,
        `one of ${repositoriesOf(cluster, stanza)
          .map((one) => one.number)
          .join(", ")}`,
      ),
    ];
  const others = Object.keys(global).filter(
    (key) => /^repo\d*-/.test(key) && !key.startsWith(`repo${number}-`),
  );
  // A section of a group has the last word.
  const overriding = Object.keys(rest[stanza] ?? {}).filter((key) => !/^pg\d+-/.test(key));
  const surplus = Object.keys(global).filter(
    (key) =>
      !others.includes(key) &&
      wanted[key] === undefined &&
      !harmless.includes(key.replace(/^repo\d+-/, "repo-")),
  );
  return [
    ...surplus.map((key) => found(key, "no option but those of repositoryConfig.ts")),
    ...others.map((key) => found(key, "one repository, or a lost one holds up the others")),
    ...overriding.map((key) => found(`[${stanza}] ${key}`, "where its servers are, and nothing else")),
    ...Object.entries(wanted)
      .filter(([key, value]) => !isSo(global[key], value))
      .map(([key, value]) => found(global[key] ?? `no ${key}`, `${key}=${value}`)),
  ];
}

export const rule: ResourceRule = {
  id: "database-repositories",
  title:
    "Whatever works on a database's repository works on one of facts: lawful, encrypted, kept as long as promised",
  why: "A bucket elsewhere is a transfer of all rows; without a cipher who reads the bucket reads them; one day less than promised is missed on the day it is needed, and one more outlives an erasure.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) =>
    homes.includes(resource.props.text("metadata", "namespace") ?? "")
      ? repositoryFiles(resource).flatMap(fileFindings)
      : [],
};
