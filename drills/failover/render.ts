/** A result for people: a table, what happened when, and a chart. */
import type { WorldEvent } from "../world";
import type { RunSummary } from "./judge";
import { verdicts, type FailoverResult } from "./result";
import { failover } from "../../components/facts/promises";

const seconds = (value: number | null): string => (value === null ? "never" : value.toFixed(1));

/** Beginnings of runs among the events, each with what follows until the next. */
export function runsIn(events: readonly WorldEvent[]): readonly (readonly WorldEvent[])[] {
  const starts = events.flatMap(({ event }, index) => (event === "run" ? [index] : []));
  return starts.map((start, index) => events.slice(start, starts[index + 1] ?? events.length));
}

/** What happened in a run, apart from single rows: seconds since the fault, and words. */
function timeline(run: readonly WorldEvent[]): readonly string[] {
  const fault = run.find(({ event }) => event === "fault")?.ms ?? 0;
  const at = (ms: number): string => `${((ms - fault) / 1000).toFixed(1)} s`;
  const rows = run.filter(({ event }) => event === "A");
  const durable = rows.filter(({ row }) => (row as unknown[])[1] === "durable");
  const lastBefore = durable.filter(({ ms }) => ms <= fault).at(-1);
  const servers = new Map<string, number>();
  for (const { ms, row } of durable) {
    const server = String((row as unknown[])[4]);
    if (!servers.has(server)) servers.set(server, ms);
  }
  const shown: readonly (readonly [number, string])[] = [
    ...run.flatMap(({ ms, event, ...more }): (readonly [number, string])[] => {
      if (event === "fault") return [[ms, "the fault"]];
      if (event === "promoted") return [[ms, `${String(more.member)} is promoted`]];
      if (event === "lines") {
        const blocked = more.blocked as readonly string[];
        return [[ms, blocked.length === 0 ? "all lines are open" : `${blocked.length} ways lead nowhere`]];
      }
      return event === "watched" ? [[ms, "repair begins"]] : [];
    }),
    ...(lastBefore ? [[lastBefore.ms, "the last durable row before it"] as const] : []),
    ...[...servers].slice(1).map(([server, ms]) => [ms, `the first durable row from ${server}`] as const),
  ];
  return [...shown].sort(([a], [b]) => a - b).map(([ms, words]) => `- ${at(ms)}: ${words}`);
}

function row(run: RunSummary): string {
  const { scenario, decisionSeconds, recoverySeconds, fastGapSeconds, acknowledged, lostRows } = run;
  return `| ${[
    scenario,
    seconds(decisionSeconds),
    seconds(recoverySeconds),
    seconds(fastGapSeconds),
    `${lostRows.durable} of ${acknowledged.durable}`,
    `${lostRows.fast} of ${acknowledged.fast}`,
    run.twoLeaders ? "yes" : "no",
  ].join(" | ")} |`;
}

/** The page beside a result. */
export function renderPage(result: FailoverResult, events: readonly WorldEvent[]): string {
  const [first = []] = runsIn(events);
  return [
    `# Drill: ${result.drill}, ${result.date}`,
    "",
    `Written by \`npm run drill -- ${result.drill}\`. The pods are the plan's own (settings \`${result.settingsDigest.slice(0, 12)}\`): etcd, Patroni, PostgreSQL, HAProxy and PgBouncer of Debian 13, a network a pod, round trips from \`components/facts/consistency.ts\`. Clients in the regions named write one row after the other and try again on any error.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "Seconds from the fault: until a member leads, the longest time without a durable row, and without a fast one.",
    "",
    "| scenario | decision | durable | fast | durable rows lost | fast rows lost | two leaders |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...result.runs.map(row),
    "",
    "The first run, in seconds from its fault:",
    "",
    ...timeline(first),
    "",
  ].join("\n");
}

const barHeight = 18;
const gap = 6;
const left = 430;
const scale = 8;

/** Time without durable rows of each run as a bar, and the promise as a line. */
export function renderSvg({ runs, drill, date }: FailoverResult): string {
  const height = 40 + runs.length * (barHeight + gap);
  const limit = left + failover.fullRecoverySecondsMax * scale;
  const width = left + 80 * scale;
  const text = (x: number, y: number, words: string, anchor = "start"): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
  const bars = runs.flatMap(({ scenario, recoverySeconds, control }, index) => {
    const y = 30 + index * (barHeight + gap);
    const length = Math.min((recoverySeconds ?? 80) * scale, 78 * scale);
    return [
      text(left - 8, y + 13, scenario.slice(0, 68), "end"),
      `<rect x="${left}" y="${y}" width="${length.toFixed(0)}" height="${barHeight}" fill="${control ? "#9aa5b1" : "#2f6f8f"}"/>`,
      text(left + length + 6, y + 13, recoverySeconds === null ? "never" : `${recoverySeconds.toFixed(1)} s`),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${drill}, ${date}: seconds without durable rows</title>`,
    `<line x1="${limit}" y1="22" x2="${limit}" y2="${height}" stroke="#b3261e"/>`,
    text(limit, 16, `${failover.fullRecoverySecondsMax} s`, "middle"),
    ...bars,
    "</svg>",
    "",
  ].join("\n");
}
