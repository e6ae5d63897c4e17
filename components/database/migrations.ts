/** The SQL files that a cluster's tables are made with, as they are applied. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { sharding } from "../facts/shards";
import { check } from "../shared";
import { shardPlan } from "./shardPlan";

const folder = path.join(__dirname, "sql");
const named = /^(\d{3})-[a-z-]+\.sql$/;

/** Paths of files by name: those that every kind with tables of ours has, and a kind's own. */
function filesOf(kind: string): ReadonlyMap<string, string> {
  const own = path.join(folder, kind);
  if (!existsSync(own)) return new Map();
  const found = [path.join(folder, "shared"), own].flatMap((home) =>
    readdirSync(home).map((file) => [file, path.join(home, file)] as const),
  );
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The files by name, in the order in which they are applied, with the number of shards filled in; none where the cluster's services
 * make its tables.
 * @throws InvalidValueError where a file has no number or another's, or shards are fewer than the cluster's worker groups.
 */
export function migrationsOf(
  { kind, groups }: Pick<DatabaseClusterFact, "kind" | "groups">,
  shards: number = sharding.shards,
): Readonly<Record<string, string>> {
  const workers = groups.filter((group) => group > 0);
  if (workers.length > 0) shardPlan(shards, workers);
  const files = filesOf(kind);
  const numbers = [...files.keys()].map((file) => named.exec(file)?.[1]);
  for (const [index, number] of numbers.entries())
    check(
      number !== undefined && numbers.indexOf(number) === index,
      "components/database/sql",
      [...files.keys()][index],
      "three digits that no other file has, a dash, a name in lower case, .sql",
    );
  return Object.fromEntries(
    [...files].map(([name, file]) => [
      name,
      readFileSync(file, "utf8").replaceAll(":shard_count", String(shards)),
    ]),
  );
}
