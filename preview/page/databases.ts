import { cacheWithout } from "../../components/facts/cacheCluster";
import { cacheOf, type CachePlan } from "../cache";
import { databasesOf, losses, stateWithout, type DatabasePlan, type FailureState } from "../databases";
import type { Plan } from "../plan";
import { fitting, table, wrap, type Paint } from "./text";

const unique = (values: readonly string[]): string => [...new Set(values)].join(" ") || "none";

function clusterRow({ name, home, members, votes, lockLeader }: DatabasePlan): string[] {
  const inStep = members.filter((member) => member.inStep).map(({ region }) => region);
  const others = members.filter((member) => !member.inStep).map(({ region }) => region);
  const lock = votes.map((region) => (region === lockLeader ? `${region}*` : region));
  return [name, home, unique(inStep), unique(others), unique(lock)];
}

/** Clusters of one home in one word. @example inOneWord(["people-asia", "keys-asia"]) // "people/keys-asia" */
function inOneWord(names: readonly string[]): string {
  const parts = names.map((name) => /^([a-z]+)(-.*)?$/.exec(name));
  const endings = new Set(parts.map((part) => part?.[2]));
  const [ending] = endings;
  return endings.size === 1 && ending !== undefined
    ? `${parts.map((part) => part?.[1] ?? "").join("/")}${ending}`
    : names.join(", ");
}

/** Rows that say the same, as one: their names in one word, then what they say. */
function merged(rows: readonly (readonly string[])[]): string[][] {
  const found = new Map<string, string[][]>();
  for (const row of rows) {
    const key = JSON.stringify(row.slice(1));
    found.set(key, [...(found.get(key) ?? []), [...row]]);
  }
  return [...found.values()].map((same) => [
    inOneWord(same.map(([name = ""]) => name)),
    ...(same[0]?.slice(1) ?? []),
  ]);
}

/** Who leads and what works, in a word or two: `europe`, `europe d`, or what a person decides. */
function cell({ leader, durable, decision }: FailureState): string {
  if (leader === undefined) return decision ?? "nobody";
  return { yes: leader, degraded: `${leader} d`, no: `${leader} f` }[durable];
}

/** The same of the cache: `europe`, `europe r`, or `reads`. */
function cacheCell(cache: CachePlan, lost: readonly string[]): string {
  const { primary, writes } = cacheWithout(cache, lost, cache.minReplicasToWrite);
  if (primary === undefined) return "reads";
  return writes ? primary : `${primary} r`;
}

/** The cache in one line. @example "cache: led from africa; members, in the order of succession: africa 2, europe; 3 of 5 Sentinels in …" */
function cacheLine({ name, home, members, sentinels, quorum, minReplicasToWrite }: CachePlan): string {
  const order = [...members].sort((a, b) => a.priority - b.priority).map(({ region }) => region);
  const places = [...new Set(order)].map((region) => {
    const count = order.filter((each) => each === region).length;
    return count === 1 ? region : `${region} ${count}`;
  });
  return `${name}: led from ${home}; members, in the order of succession: ${places.join(", ")}; ${quorum} of ${sentinels.length} Sentinels in ${unique(sentinels.map(({ region }) => region)).replaceAll(" ", ", ")} choose; it writes with ${minReplicasToWrite} replicas that answer`;
}

const arrow = ">";
const columns = ["leads", "in step", "other standbys", "lock (* leads)"] as const;

/** What the words of the second table mean, beside a region that leads by itself with both classes of commits. */
const legend =
  "d: durable commits in one region only; f: none. failover: a person has a member lead that was not in step, and what only the lost had is gone; lock: reads only, until a region is back or a person makes the lock anew; restore: no copy is left. Cache, r: leads and only reads, too few replicas being left; reads: nobody leads.";

/** The database clusters, the cache, and the states in which the loss of a region, or of two, leaves them; nothing where none is planned. */
export function databaseLines(plan: Plan, paint: Paint, width: number): string[] {
  const databases = databasesOf(plan);
  const cache = cacheOf(plan);
  if (databases.length === 0) return [];
  const clusters = merged(databases.map(clusterRow));
  const lost = losses();
  const states = merged([
    ...databases.map((database) => [
      database.name,
      ...lost.map((each) => cell(stateWithout(database, each))),
    ]),
    ...(cache ? [[cache.name, ...lost.map((each) => cacheCell(cache, each))]] : []),
  ]);
  const words = lost.map((each) => each.join(" + "));
  const lines = (texts: readonly string[]): string[] => texts.flatMap((text) => wrap(text, width - 2, "  "));
  return [
    "",
    paint("bold", "Databases"),
    ...fitting(
      width,
      table([["cluster", ...columns], ...clusters], 5),
      lines(
        clusters.map(
          ([name = "", ...cells]) =>
            `${name}: ${columns.map((column, index) => `${column} ${cells[index] ?? ""}`).join("; ")}`,
        ),
      ),
    ),
    ...(cache ? lines([cacheLine(cache)]).map((line) => `  ${line}`) : []),
    "",
    paint("bold", "Databases and cache when regions are lost"),
    ...fitting(
      width,
      table(
        ["lost", ...words].map((word, index) => [word, ...states.map((row) => row[index] ?? "")]),
        states.length + 1,
      ),
      lines(
        states.map(
          ([name = "", ...cells]) =>
            `${name}: ${words.map((word, index) => `${word} ${arrow} ${cells[index] ?? ""}`).join("; ")}`,
        ),
      ),
    ),
    ...lines([legend]).map((line) => `  ${line}`),
  ];
}
