/** The SQL files that a sharded cluster's tables are made with, as they are applied. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { sharding } from "../facts/shards";
import { check } from "../shared";
import { shardPlan } from "./shardPlan";

const folder = path.join(__dirname, "sql");
const named = /^(\d{3})-[a-z-]+\.sql$/;

/**
 * The files by name, in the order in which they are applied, with the number of shards filled in.
 * @throws InvalidValueError where a file has no number or another's, or shards are fewer than the cluster's worker groups.
 */
export function migrationsOf(
  { groups }: Pick<DatabaseClusterFact, "groups">,
  shards: number = sharding.shards,
): Readonly<Record<string, string>> {
  shardPlan(
    shards,
    groups.filter((group) => group > 0),
  );
  const files = readdirSync(folder).sort();
  const numbers = files.map((file) => named.exec(file)?.[1]);
  for (const [index, number] of numbers.entries())
    check(
      number !== undefined && numbers.indexOf(number) === index,
      "components/database/sql",
      files[index],
      "three digits that no other file has, a dash, a name in lower case, .sql",
    );
  return Object.fromEntries(
    files.map((file) => [
      file,
      readFileSync(path.join(folder, file), "utf8").replaceAll(":shard_count", String(shards)),
    ]),
  );
}
