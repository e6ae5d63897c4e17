/** Rows that clients were told are written: when, by which server, and which of them are there in the end. */
import type { WorldEvent } from "../world";

/** A row that a client was told is written. */
export interface Acknowledged {
  readonly ms: number;
  readonly commitClass: string;
  readonly client: string;
  readonly thread: number;
  readonly sequence: number;
  readonly server: string;
}

/** Ranges such as `1-5,7`, as numbers. */
function numbersIn(ranges: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const range of ranges === "" ? [] : ranges.split(",")) {
    const [first = 0, last = first] = range.split("-").map(Number);
    for (let each = first; each <= last; each++) numbers.add(each);
  }
  return numbers;
}

/** Numbers as ranges, in order. @example rangesOf([1, 2, 3, 7]) // "1-3,7" */
export function rangesOf(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const each of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && each === last[1] + 1) last[1] = each;
    else parts.push([each, each]);
  }
  return parts.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

/** Beginnings of runs among the events, each with what follows until the next. */
export function runsIn(events: readonly WorldEvent[]): readonly (readonly WorldEvent[])[] {
  const starts = events.flatMap(({ event }, index) => (event === "run" ? [index] : []));
  return starts.map((start, index) => events.slice(start, starts[index + 1] ?? events.length));
}

/**
 * The one event of a name in a run's record; the first where there are several.
 * @throws Error where there is none.
 */
export function eventOf(events: readonly WorldEvent[], name: string): WorldEvent {
  const found = events.find(({ event }) => event === name);
  if (!found) throw new Error(`the record of a run has no "${name}"`);
  return found;
}

/** All rows that were acknowledged, in the order in which they were. */
export function acknowledgedIn(events: readonly WorldEvent[]): readonly Acknowledged[] {
  const rows = events.flatMap((event) => {
    if (event.event !== "A") return [];
    const [client, commitClass, thread, sequence, server] = event.row as [
      string,
      string,
      number,
      number,
      string,
    ];
    return [{ ms: event.ms, client, commitClass, thread, sequence, server }];
  });
  return rows.sort((a, b) => a.ms - b.ms);
}

/** The longest pause between two acknowledged rows from the fault on, and whether it lasted to the end; in ms. */
function longestPause(times: readonly number[], fault: number, end: number): { gap: number; open: boolean } {
  // What comes once the repair has begun is no recovery.
  const after = [fault, ...times.filter((ms) => ms >= fault && ms <= end), end];
  const gaps = after.slice(1).map((ms, index) => ms - (after[index] ?? ms));
  const gap = Math.max(...gaps);
  return { gap, open: gaps.at(-1) === gap };
}

/** The longest time in seconds that a client went without a row and then had one again; `null` where none had. */
export function longestGapSeconds(rows: readonly Acknowledged[], fault: number, end: number): number | null {
  const perClient = [...new Set(rows.map(({ client }) => client))].map((client) =>
    longestPause(
      rows.filter((row) => row.client === client).map(({ ms }) => ms),
      fault,
      end,
    ),
  );
  const closed = perClient.filter((each) => !each.open).map(({ gap }) => gap);
  return closed.length === 0 ? null : Math.max(...closed) / 1000;
}

/** Rows that were acknowledged and are not there in the end. */
export function lostOf(
  rows: readonly Acknowledged[],
  events: readonly WorldEvent[],
): readonly Acknowledged[] {
  const kept = new Map(
    events
      .filter(({ event }) => event === "rows")
      .map(({ client, commitClass, thread, ranges }) => [
        `${String(client)} ${String(commitClass)} ${String(thread)}`,
        numbersIn(String(ranges)),
      ]),
  );
  return rows.filter(
    ({ client, commitClass, thread, sequence }) =>
      !(kept.get(`${client} ${commitClass} ${thread}`)?.has(sequence) ?? false),
  );
}

/** Whether rows came from another server than before more often than one was promoted until the last of them. */
export function twoServersByTurns(rows: readonly Acknowledged[], events: readonly WorldEvent[]): boolean {
  const last = rows.at(-1)?.ms ?? 0;
  const promotions = events.filter(({ event, ms }) => event === "promoted" && ms <= last);
  const changes = rows.filter(({ server }, index) => index > 0 && server !== rows[index - 1]?.server);
  return changes.length > promotions.length;
}
