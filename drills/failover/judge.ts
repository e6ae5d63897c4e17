/** What a run showed, worked out from what was written down while it ran and from nothing else. */
import type { WorldEvent } from "../world";

/** A row that a client was told is written. */
interface Acknowledged {
  readonly ms: number;
  readonly commitClass: string;
  readonly client: string;
  readonly thread: number;
  readonly sequence: number;
  readonly server: string;
}

export interface RunSummary {
  readonly scenario: string;
  readonly control: boolean;
  readonly recovery: boolean;
  /** Whether two regions were lost and a person chose to go on with what a third has. */
  readonly lossDecided: boolean;
  /** From the fault until durable rows are acknowledged again, as the last client saw it; `null` when never. */
  readonly recoverySeconds: number | null;
  /** The longest time without an acknowledged row of the class `fast`, from the fault on. */
  readonly fastGapSeconds: number | null;
  /** From the fault until a member takes the lead; `null` when none did. */
  readonly decisionSeconds: number | null;
  readonly acknowledged: { readonly durable: number; readonly fast: number };
  readonly lostRows: { readonly durable: number; readonly fast: number };
  /** Whether one server acknowledged durable rows after another had begun to. */
  readonly twoLeaders: boolean;
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

function acknowledgedIn(events: readonly WorldEvent[]): readonly Acknowledged[] {
  return events.flatMap((event) => {
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
}

/** The longest pause between two acknowledged rows from the fault on, and when it ended; in ms. */
function longestPause(times: readonly number[], fault: number, end: number): { gap: number; open: boolean } {
  const after = [fault, ...times.filter((ms) => ms >= fault), end];
  const gaps = after.slice(1).map((ms, index) => ms - (after[index] ?? ms));
  const gap = Math.max(...gaps);
  return { gap, open: gaps.at(-1) === gap };
}

function recoveredAt(rows: readonly Acknowledged[], fault: number, end: number): number | null {
  const perClient = [...new Set(rows.map(({ client }) => client))].map((client) =>
    longestPause(
      rows.filter((row) => row.client === client).map(({ ms }) => ms),
      fault,
      end,
    ),
  );
  const open = perClient.filter((each) => !each.open).map(({ gap }) => gap);
  return open.length === 0 ? null : Math.max(...open) / 1000;
}

function lost(rows: readonly Acknowledged[], events: readonly WorldEvent[]): number {
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
  ).length;
}

/** Whether durable rows came from another server than before more often than a member was promoted. */
function twoLeaders(durable: readonly Acknowledged[], promotions: number): boolean {
  const changes = durable.filter(({ server }, index) => index > 0 && server !== durable[index - 1]?.server);
  return changes.length > promotions;
}

/**
 * What one run showed.
 * @throws Error where its record has no beginning, no fault or no end.
 */
export function summaryOf(events: readonly WorldEvent[]): RunSummary {
  const one = (name: string): WorldEvent => {
    const found = events.find(({ event }) => event === name);
    if (!found) throw new Error(`the record of a run has no "${name}"`);
    return found;
  };
  const { scenario, control, recovery, lossDecided } = one("run") as WorldEvent & {
    scenario: string;
    control: boolean;
    recovery: boolean;
    lossDecided: boolean;
  };
  const fault = one("fault").ms;
  const end = one("watched").ms;
  const rows = acknowledgedIn(events);
  const of = (commitClass: string): readonly Acknowledged[] =>
    rows.filter((row) => row.commitClass === commitClass);
  const promoted = events.find(({ event, ms }) => event === "promoted" && ms >= fault && ms <= end);
  const counts = (count: (of: readonly Acknowledged[]) => number) => ({
    durable: count(of("durable")),
    fast: count(of("fast")),
  });
  return {
    scenario,
    control,
    recovery,
    lossDecided,
    recoverySeconds: recoveredAt(of("durable"), fault, end),
    fastGapSeconds: recoveredAt(of("fast"), fault, end),
    decisionSeconds: promoted ? (promoted.ms - fault) / 1000 : null,
    acknowledged: counts((of) => of.length),
    lostRows: counts((of) => lost(of, events)),
    twoLeaders: twoLeaders(of("durable"), events.filter(({ event }) => event === "promoted").length),
  };
}
