/** What a run showed, worked out from what was written down while it ran and from nothing else. */
import { acknowledgedIn, eventOf, lostOf, type Acknowledged } from "../shared/rows";
import type { WorldEvent } from "../world";

export interface RestoreSummary {
  readonly scenario: string;
  /** From the decision until a durable row is acknowledged again; `null` when never. */
  readonly rtoSeconds: number | null;
  /** Between the oldest row that did not come back, and the last that was acknowledged, or the moment that was asked for. */
  readonly rpoSeconds: number;
  /** Of what was restored. */
  readonly databaseBytes: number;
  /** Of the time, until the files were there and the log was replayed. */
  readonly restoreSeconds: number;
  /** Whether a moment was asked for. */
  readonly pointInTime: boolean;
  /** Rows that were acknowledged after that moment and are there all the same. */
  readonly rowsBeyond: number;
  readonly rowsAcknowledged: number;
}

/** A row is written a moment before its client hears of it, and clients are an ocean away. */
const answerMs = 1000;

/**
 * The longest time without a row from a moment until the end of watching, as the rows before and after it; no row after where none came
 * before that end.
 */
function longestGap(
  rows: readonly Acknowledged[],
  from: number,
  until: number,
): { readonly before: number; readonly after: number | undefined } {
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const first = times.filter((ms) => ms <= from).at(-1) ?? from;
  const later = [first, ...times.filter((ms) => ms > from && ms <= until)];
  const gaps = later.map((before, index) => ({ before, after: later[index + 1] }));
  const lengthOf = ({ before, after = until }: (typeof gaps)[number]): number => after - before;
  return gaps.reduce((longest, gap) => (lengthOf(gap) > lengthOf(longest) ? gap : longest));
}

/**
 * What one run showed.
 * @throws Error where its record has no beginning, no fault, no restore or no end of watching.
 */
export function summaryOf(events: readonly WorldEvent[]): RestoreSummary {
  const { scenario } = eventOf(events, "run") as WorldEvent & { scenario: string };
  const fault = eventOf(events, "fault").ms;
  const { databaseBytes, seconds } = eventOf(events, "restored") as WorldEvent & {
    databaseBytes: number;
    seconds: number;
  };
  const target = events.find(({ event }) => event === "target")?.ms;
  const rows = acknowledgedIn(events);
  const durable = rows.filter(({ commitClass }) => commitClass === "durable");
  const { before, after } = longestGap(durable, fault, eventOf(events, "watched").ms);
  const lost = new Set(lostOf(rows, events));
  const old = rows.filter(({ ms }) => ms <= before);
  const kept = old.filter((row) => !lost.has(row));
  const wanted = target ?? Math.max(...old.map(({ ms }) => ms));
  const missing = old.filter((row) => lost.has(row) && row.ms <= wanted).map(({ ms }) => ms);
  return {
    scenario,
    rtoSeconds: after === undefined ? null : (after - fault) / 1000,
    rpoSeconds: missing.length === 0 ? 0 : (wanted - Math.min(...missing)) / 1000,
    databaseBytes,
    restoreSeconds: seconds,
    pointInTime: target !== undefined,
    rowsBeyond: target === undefined ? 0 : kept.filter(({ ms }) => ms > target + answerMs).length,
    rowsAcknowledged: old.length,
  };
}
