/** What whoever restores a cluster must say, and what is refused before anything is begun. */
import { databaseClusters, ledgerOf, type DatabaseClusterFact } from "../facts/databaseClusters";
import { allRegions } from "../facts/regions";
import {
  repositoriesOf,
  repositoryKinds,
  repositorySettings,
  restores,
  type Repository,
} from "../facts/repositories";
import { restorePoints } from "../facts/shards";
import { check } from "../shared";

/** As a person, or a workflow's parameters, say it. */
export interface RestoreWords {
  readonly cluster: string;
  /** `latest`, or a time with its zone. @example "2026-11-01T12:00:00Z" */
  readonly to: string;
  /** Region that leads afterwards. */
  readonly target: string;
  readonly reason: string;
  /** Who starts it, and who else allowed it. */
  readonly requester: string;
  readonly approver: string;
  /** Regions that do not answer, with commas between; default none. */
  readonly lost?: string;
  /** Schema and name of a table that alone comes back, beside the one in use; default the whole cluster. */
  readonly table?: string;
  /** `own` where the cluster that tells of erasures since is lost as well; default that cluster. */
  readonly ledger?: string;
  /** Number of the repository that is read; default the target's own, or the first whose region answers. */
  readonly repository?: string;
}

export interface RestoreRequest {
  readonly cluster: DatabaseClusterFact;
  /** UTC to the second; `undefined` for all that the log has. */
  readonly moment: Date | undefined;
  readonly target: string;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string;
  readonly lost: readonly string[];
  readonly repository: Repository;
  /** Which cluster tells of the erasures since; `undefined` where there are none, or none can be told of. */
  readonly ledger: DatabaseClusterFact | undefined;
  /** `undefined` for the whole cluster. */
  readonly table: string | undefined;
  readonly begunAt: Date;
}

const dayMs = 86_400_000;
/** The zone is asked for: a time without one is another time in each region. */
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;

/** A time in UTC, to the second. @example utc(new Date(0)) // "1970-01-01T00:00:00Z" */
export function utc(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function momentOf(to: string, { kind }: DatabaseClusterFact, now: Date): Date | undefined {
  if (to === restores.latest) return undefined;
  const moment = new Date(timePattern.test(to) ? to : NaN);
  check(
    !Number.isNaN(moment.getTime()),
    "restore.to",
    to,
    `${restores.latest}, or a time with its zone, such as ${utc(now)}`,
  );
  const { retentionDays } = repositoryKinds[kind];
  const first = new Date(now.getTime() - retentionDays * dayMs);
  check(
    moment >= first && moment <= now,
    "restore.to",
    to,
    `${restores.latest}, or from ${utc(first)}, ${retentionDays} days ago, to ${utc(now)}`,
  );
  return moment;
}

function tableOf(table: string | undefined, cluster: DatabaseClusterFact): string | undefined {
  if (table === undefined) return undefined;
  const single = databaseClusters().filter((each) => ledgerOf(each) === undefined);
  check(
    ledgerOf(cluster) === undefined,
    "restore.table",
    table,
    `no table alone of ${cluster.name}, which would bring back whom nobody may know any more: restore all of it, or a table of ${single.map((each) => each.name).join(", ")}`,
  );
  check(
    /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(table),
    "restore.table",
    table,
    "schema and name, such as app.orders",
  );
  return table;
}

function ledgerFor(
  ledger: string | undefined,
  cluster: DatabaseClusterFact,
): DatabaseClusterFact | undefined {
  const other = ledgerOf(cluster);
  check(
    ledger === undefined || (ledger === "own" && other !== undefined),
    "restore.ledger",
    ledger,
    other === undefined
      ? `nothing: ${cluster.name} holds no personal data`
      : `own, where ${other.name} is lost as well; nothing, where it answers`,
  );
  return ledger === undefined ? other : undefined;
}

function lostOf(lost: string): readonly string[] {
  const regions = allRegions().map(({ name }) => name);
  const named = lost.split(",").filter((name) => name !== "");
  for (const name of named) check(regions.includes(name), "restore.lost", name, regions.join(", "));
  return named;
}

function repositoryOf(
  all: readonly Repository[],
  { repository }: RestoreWords,
  target: string,
  lost: readonly string[],
): Repository {
  const left = all.filter(({ region }) => !lost.includes(region));
  const allowed = left.map(({ number, region }) => `${number} (${region})`).join(", ");
  const chosen =
    repository === undefined
      ? (left.find(({ region }) => region === target) ?? left[0])
      : left.find(({ number }) => String(number) === repository);
  check(
    chosen !== undefined,
    "restore.repository",
    repository ?? "any",
    allowed === "" ? `none: ${lost.join(", ")} are lost` : allowed,
  );
  return chosen;
}

/**
 * A request that may be carried out.
 * @param now default the clock's.
 * @throws InvalidValueError naming the field, its value and what is allowed: an unknown cluster, a time without zone or outside the
 * window, a target that the law or the order of failover does not let lead, nobody who approved it, no repository that is left.
 */
export function restoreRequest(words: RestoreWords, now = new Date()): RestoreRequest {
  const clusters = databaseClusters();
  const cluster = clusters.find(({ name }) => name === words.cluster);
  check(cluster !== undefined, "restore.cluster", words.cluster, clusters.map(({ name }) => name).join(", "));
  const moment = momentOf(words.to, cluster, now);
  const leading = [cluster.home, cluster.partner];
  check(
    leading.includes(words.target),
    "restore.target",
    words.target,
    `${leading.join(", ")}: where ${cluster.name} may be led from`,
  );
  const lost = lostOf(words.lost ?? "");
  check(
    !lost.includes(words.target),
    "restore.target",
    words.target,
    leading.filter((name) => !lost.includes(name)).join(", ") || "none: both regions are lost",
  );
  check(
    /\S{3,}.*\S{3,}/.test(words.reason),
    "restore.reason",
    words.reason,
    "some words that an auditor understands",
  );
  check(words.requester !== "", "restore.requester", words.requester, "who starts it");
  check(
    words.approver !== "" && words.approver !== words.requester,
    "restore.approver",
    words.approver,
    `somebody else than ${words.requester}, who starts it`,
  );
  return {
    cluster,
    moment,
    target: words.target,
    reason: words.reason,
    requester: words.requester,
    approver: words.approver,
    lost,
    ledger: ledgerFor(words.ledger, cluster),
    table: tableOf(words.table, cluster),
    repository: repositoryOf(repositoriesOf(cluster, cluster.name), words, words.target, lost),
    begunAt: now,
  };
}

/** What is kept of a restore, for an auditor. */
export function recordOf(request: RestoreRequest, what: "begun" | "ended"): object {
  const { cluster, moment, target, reason, requester, approver, lost, repository, ledger, begunAt } = request;
  return {
    what: `restore ${what}`,
    cluster: cluster.name,
    to: moment === undefined ? restores.latest : utc(moment),
    target,
    repository: { number: repository.number, region: repository.region },
    ...(request.table === undefined ? {} : { table: request.table }),
    ...(ledgerOf(cluster) === undefined ? {} : { ledger: ledger?.name ?? "own" }),
    lost,
    reason,
    requester,
    approver,
    begunAt: utc(begunAt),
    ...(what === "ended" ? { result: "$RESULT" } : {}),
  };
}

/** Of erasures, where nobody can tell of those since. */
function unheard({ cluster, ledger }: Pick<RestoreRequest, "cluster" | "ledger">): string {
  const other = ledgerOf(cluster);
  return other === undefined || ledger !== undefined
    ? ""
    : `; erasures since then too, unless ${other.name} tells of them: repeat those that the audit trail has`;
}

/** What is not there afterwards, in words. */
export function lossOf(request: Pick<RestoreRequest, "cluster" | "moment" | "begunAt" | "ledger">): string {
  return `${rowsLost(request)}${unheard(request)}`;
}

function rowsLost({
  cluster,
  moment,
  begunAt,
}: Pick<RestoreRequest, "cluster" | "moment" | "begunAt">): string {
  const { archiveTimeoutSeconds, archiveWaitSeconds, archiveWaitsMax } = repositorySettings;
  const point = cluster.groups.length > 1 ? restorePoints.intervalSeconds : 0;
  if (moment !== undefined) {
    const hours = (begunAt.getTime() - moment.getTime()) / 3_600_000;
    const before =
      point === 0 ? "" : `, and up to ${point} s before, to the restore point that all groups have`;
    return `all that was written after ${utc(moment)}, ${hours.toFixed(1)} hours${before}`;
  }
  const seconds = archiveTimeoutSeconds + archiveWaitsMax * archiveWaitSeconds + point;
  return `what was written in the last ${seconds} s at most (${archiveTimeoutSeconds} archive_timeout + ${archiveWaitsMax * archiveWaitSeconds} push${point === 0 ? "" : ` + ${point} restore points`}); nothing where the leader hands its log over first`;
}
