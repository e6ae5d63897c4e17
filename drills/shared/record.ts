/**
 * What was written down while a drill ran, as it is kept: one event a line, and rows in series, since a writer's next row is
 * most often the next number a moment later. Nothing is left out: reading gives back every event.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import type { WorldEvent } from "../world";

/** Rows of one writer on one server: since the row before in ms, and by how much its number is higher, by turns. */
interface Series {
  readonly event: "series";
  readonly client: string;
  readonly commitClass: string;
  readonly thread: number;
  readonly server: string;
  readonly ms: number;
  readonly sequence: number;
  readonly steps: number[];
}

type Row = readonly [client: string, commitClass: string, thread: number, sequence: number, server: string];

const isRow = ({ event }: WorldEvent): boolean => event === "A";

/** Rows as series, in the order in which these began; each ends where its writer's server changes. */
function seriesOf(rows: readonly WorldEvent[]): readonly Series[] {
  const series: Series[] = [];
  const open = new Map<string, { readonly series: Series; ms: number; sequence: number }>();
  for (const { ms, row } of rows) {
    const [client, commitClass, thread, sequence, server] = row as Row;
    const writer = `${client} ${commitClass} ${thread}`;
    const last = open.get(writer);
    if (last?.series.server === server) {
      last.series.steps.push(ms - last.ms, sequence - last.sequence);
      last.ms = ms;
      last.sequence = sequence;
      continue;
    }
    const begun: Series = { event: "series", client, commitClass, thread, server, ms, sequence, steps: [] };
    series.push(begun);
    open.set(writer, { series: begun, ms, sequence });
  }
  return series;
}

function rowsOf({ client, commitClass, thread, server, steps, ...first }: Series): readonly WorldEvent[] {
  let { ms, sequence } = first;
  const event = (): WorldEvent => ({ ms, event: "A", row: [client, commitClass, thread, sequence, server] });
  const rows = [event()];
  for (let index = 0; index < steps.length; index += 2) {
    ms += steps[index] ?? 0;
    sequence += steps[index + 1] ?? 0;
    rows.push(event());
  }
  return rows;
}

/** Events as a file: those of each run together, its rows after the event that begins it. */
export function packed(events: readonly WorldEvent[]): Buffer {
  const lines: unknown[] = [];
  let rows: WorldEvent[] = [];
  const flush = (): void => {
    lines.push(...seriesOf(rows));
    rows = [];
  };
  for (const each of events) {
    if (isRow(each)) rows.push(each);
    else {
      // Before the next run begins, so that a run's rows are its own.
      if (each.event === "run") flush();
      lines.push(each);
    }
  }
  flush();
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { level: 9 });
}

/** Every event of a file; rows of a run come at its end, in the order of their time. */
export function unpacked(file: Buffer): readonly WorldEvent[] {
  const events: WorldEvent[] = [];
  let rows: WorldEvent[] = [];
  const flush = (): void => {
    for (const row of rows.sort((a, b) => a.ms - b.ms)) events.push(row);
    rows = [];
  };
  for (const line of gunzipSync(file).toString().split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as WorldEvent;
    if (event.event === "run") flush();
    if (event.event === "series") rows.push(...rowsOf(event as unknown as Series));
    else events.push(event);
  }
  flush();
  return events;
}
