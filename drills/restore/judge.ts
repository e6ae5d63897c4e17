/** What a run showed, worked out from what was written down while it ran and from nothing else. */
import { acknowledgedIn, eventOf, lostOf, type Acknowledged } from "../shared/rows";
import type { WorldEvent } from "../world";

export interface RestoreSummary {
  readonly scenario: string;
  /** From the decision until a durable row is acknowledged again; `null` when never. */
  readonly rtoSeconds: number | null;
  /** Between the newest row that came back, and the last that was acknowledged, or the moment that was asked for. */
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

/** The longest time without a row from a moment on, as the rows before and after it; no row after where there was none. */
function longestGap(
  rows: readonly Acknowledged[],
  from: number,
): { readonly before: number; readonly after: number | undefined } {
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const first = times.filter((ms) => ms <= from).at(-1) ?? from;
  const later = [first, ...times.filter((ms) => ms > from)];
  const gaps = later.map((before, index) => ({ before, after: later[index + 1] }));
  const closed = gaps.filter((gap) => gap.after !== undefined);
  if (closed.length === 0) return { before: first, after: undefined };
  return closed.reduce((longest, gap) =>
    (gap.after ?? 0) - gap.before > (longest.after ?? 0) - longest.before ? gap : longest,
  );
}

/**
 * What one run showed.
 * @throws Error where its record has no beginning, no fault or no restore.
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
  const { before, after } = longestGap(durable, fault);
  const lost = new Set(lostOf(rows, events));
  const old = rows.filter(({ ms }) => ms <= before);
  const kept = old.filter((row) => !lost.has(row));
  const newest = Math.max(...kept.map(({ ms }) => ms));
  const wanted = target ?? Math.max(...old.map(({ ms }) => ms));
  return {
    scenario,
    rtoSeconds: after === undefined ? null : (after - fault) / 1000,
    rpoSeconds: Math.max(0, wanted - newest) / 1000,
    databaseBytes,
    restoreSeconds: seconds,
    pointInTime: target !== undefined,
    rowsBeyond: target === undefined ? 0 : kept.filter(({ ms }) => ms > target + answerMs).length,
    rowsAcknowledged: old.length,
  };
}
