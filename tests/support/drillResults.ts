/** Results of drills as they are committed. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { unpacked } from "../../drills/shared/record";
import type { WorldEvent } from "../../drills/world";

const home = path.resolve(__dirname, "..", "..", "drills", "results");

export interface CommittedResult<Result> {
  readonly name: string;
  readonly result: Result;
  /** What was written down while it ran. */
  readonly events: readonly WorldEvent[];
  readonly page: string;
  readonly chart: string;
}

/** Committed results of some drills, the newest last. @param drills names, for a regular expression. */
export function committedResults<Result>(drills: string): readonly CommittedResult<Result>[] {
  const wanted = new RegExp(`^(\\d{4}-\\d{2}-\\d{2}-(?:${drills}))\\.json$`);
  const read = (name: string): string => readFileSync(path.join(home, name), "utf8");
  return readdirSync(home)
    .flatMap((file) => wanted.exec(file)?.[1] ?? [])
    .sort()
    .map((name) => ({
      name,
      result: JSON.parse(read(`${name}.json`)) as Result,
      events: unpacked(readFileSync(path.join(home, `${name}.events.jsonl.gz`))),
      page: read(`${name}.md`),
      chart: read(`${name}.svg`),
    }));
}
