/** How much a database that is restored may lack: what its servers and jobs are told in the plan, term by term. */
import { recovery } from "../components/facts/promises";
import { longestWaitMinutes } from "../components/facts/cron";
import { repositorySettings } from "../components/facts/repositories";
import { longestOf } from "./failover";
import type { Plan, PlannedResource } from "./plan";
import { at, parsed, textAt } from "./reading";

/** One of the times that a row may be written before what restores it is elsewhere. */
interface Term {
  /** `push`: pgBackRest's `archive-timeout`, as often as it may be waited for while a repository does not answer. */
  readonly name: "archive_timeout" | "push" | "restore points";
  /** NaN where nobody can say. */
  readonly seconds: number;
}

/** What a cluster may lack, restored in another region after all its servers and its first repository are gone. */
export interface Loss {
  readonly cluster: string;
  readonly terms: readonly Term[];
  readonly limitSeconds: number;
}

const configMap = "kubernetes:core/v1:ConfigMap";
const cronJob = "kubernetes:batch/v1:CronJob";

const clusterOf = ({ resolved }: PlannedResource): string =>
  textAt(resolved, "metadata", "labels", "azora.io/cluster");

/** The largest of some numbers; NaN where there are none, or one is. */
const worst = (numbers: readonly number[]): number => (numbers.length === 0 ? NaN : Math.max(...numbers));

/** Seconds that a server waits until it hands over a segment that is not full: of every text that shares a cluster's settings. */
function archiveTimeout(configs: readonly PlannedResource[]): number {
  return worst(
    configs.map(({ resolved }) => {
      const settings = parsed(textAt(resolved, "data", "dynamic.json"));
      const text = textAt(settings, "postgresql", "parameters", "archive_timeout");
      // 0 waits for a full one.
      return Number(/^([1-9]\d*)s$/.exec(text)?.[1] ?? NaN);
    }),
  );
}

/** Seconds that one attempt to push a segment may take, at the slowest repository; at least one must be planned. */
function pushTimeout(configs: readonly PlannedResource[]): number {
  return worst(
    configs.flatMap(({ resolved }) => {
      const data = at(resolved, "data") ?? {};
      const files = Object.keys(data).filter((name) => /^archive-.*\.conf$/.test(name));
      const seconds = files.map((name) =>
        Number(/^archive-timeout=(\d+)$/m.exec(textAt(data, name))?.[1] ?? NaN),
      );
      return seconds.length === 0 ? [NaN] : seconds;
    }),
  );
}

/** Seconds between the points to which groups of a sharded cluster are restored together. */
function restorePoints(jobs: readonly PlannedResource[]): number {
  const points = jobs.filter(({ resolved }) =>
    textAt(resolved, "metadata", "name").endsWith("-restore-point"),
  );
  return worst(
    points.map(({ resolved }) => 60 * (longestWaitMinutes(textAt(resolved, "spec", "schedule")) ?? NaN)),
  );
}

/** Whether a config map begins a cluster: at home, where its jobs are too. */
function isHome({ resolved }: PlannedResource): boolean {
  const data = at(resolved, "data") ?? {};
  return Object.keys(data).some(
    (name) => /\.ya?ml$/.test(name) && textAt(data, name).includes('"bootstrap"'),
  );
}

/** What each cluster of a plan may lack; of one whose home is not planned nobody asks. */
export function lossesOf(plan: Plan): readonly Loss[] {
  const all = Object.values(plan.stacks).flatMap(({ resources }) => resources);
  const members = all.filter(
    ({ type, resolved }) => type === configMap && textAt(resolved, "data", "dynamic.json") !== "",
  );
  const jobs = all.filter(({ type }) => type === cronJob);
  return [...new Set(members.filter(isHome).map(clusterOf))].sort().map((cluster) => {
    const configs = members.filter((each) => clusterOf(each) === cluster);
    const groups = new Set(configs.map(({ resolved }) => textAt(resolved, "metadata", "name")));
    const terms: Term[] = [
      { name: "archive_timeout", seconds: archiveTimeout(configs) },
      { name: "push", seconds: repositorySettings.archiveWaitsMax * pushTimeout(configs) },
    ];
    if (groups.size > 1)
      terms.push({
        name: "restore points",
        seconds: restorePoints(jobs.filter((each) => clusterOf(each) === cluster)),
      });
    return { cluster, terms, limitSeconds: recovery.rpoMinutesMax * 60 };
  });
}

/** What a cluster may lack in all, in seconds. */
export function lossSeconds({ terms }: Loss): number {
  return terms.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The term that costs most, or that nobody can say. */
export function largestTerm({ terms }: Loss): Term | undefined {
  return longestOf(terms);
}

/** Whether a cluster may lack as much as is promised that none does, or nobody can say. */
export function isTooMuch(loss: Loss): boolean {
  return !(lossSeconds(loss) < loss.limitSeconds);
}

/** The cluster that may lack most; `undefined` where none is planned. */
export function greatestLoss(plan: Plan): Loss | undefined {
  return longestOf(lossesOf(plan).map((loss) => ({ loss, seconds: lossSeconds(loss) })))?.loss;
}
