/** Where a drill leaves what it found: the result, what it is worked out from, a page and a chart. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { WorldEvent } from "../world";
import { packed } from "./record";

/** Another folder where continuous integration drills, so that it changes nothing in the project. */
const home = process.env.AZORA_DRILL_RESULTS ?? path.resolve(__dirname, "..", "results");

export interface Findings {
  readonly result: unknown;
  /** Default none: the result itself is all that there is. */
  readonly events?: readonly WorldEvent[];
  readonly page: string;
  /** Default none. */
  readonly chart?: string;
}

/** @param name of the files, without their end. @example writeResult("2026-11-26-smoke", findings) */
export function writeResult(name: string, { result, events, page, chart }: Findings): void {
  mkdirSync(home, { recursive: true });
  const file = (end: string): string => path.join(home, `${name}.${end}`);
  writeFileSync(file("json"), `${JSON.stringify(result, undefined, 2)}\n`);
  if (events !== undefined) writeFileSync(file("events.jsonl.gz"), packed(events));
  writeFileSync(file("md"), page);
  if (chart !== undefined) writeFileSync(file("svg"), chart);
}

/** The same with its unit. @example spanOf(1.25) // "1.3 s" */
export function spanOf(value: number | null): string {
  return value === null ? secondsOf(value) : `${secondsOf(value)} s`;
}

/** A time for people, in seconds. @example secondsOf(null) // "never" */
export function secondsOf(value: number | null): string {
  return value === null ? "never" : value.toFixed(1);
}
