/** A result of the cache's drill for people: a line, a table, and a chart. */
import { cacheRecoverySecondsMax } from "../../components/facts/cache";
import { renderBars } from "../shared/bars";
import { secondsOf, spanOf } from "../shared/results";
import { runsIn } from "../shared/rows";
import { timelineOf } from "../shared/timeline";
import type { WorldEvent } from "../world";
import { verdicts, type CacheResult, type CacheSummary } from "./judge";

function lostWords({ lostRows, acknowledged, lostFromSeconds, lostUntilSeconds }: CacheSummary): string {
  const amount = `${lostRows.fast} of ${acknowledged.fast}`;
  if (lostFromSeconds === null || lostUntilSeconds === null) return amount;
  return `${amount}, written ${lostFromSeconds.toFixed(1)} to ${lostUntilSeconds.toFixed(1)} s from the fault`;
}

/** One run in one line. */
export function lineOf(run: CacheSummary): string {
  const { scenario, decisionSeconds, recoverySeconds, twoLeaders } = run;
  return `${scenario}: decision ${spanOf(decisionSeconds)}, writes back ${spanOf(recoverySeconds)}; lost ${lostWords(run)}${twoLeaders ? "; TWO PRIMARIES" : ""}`;
}

function row(run: CacheSummary): string {
  const cells = [
    run.scenario,
    secondsOf(run.decisionSeconds),
    secondsOf(run.recoverySeconds),
    lostWords(run),
    run.twoLeaders ? "yes" : "no",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The page beside a result. */
export function renderPage(result: CacheResult, events: readonly WorldEvent[]): string {
  const [first = []] = runsIn(events);
  return [
    `# Drill: ${result.drill}, ${result.date}`,
    "",
    `Written by \`npm run drill -- ${result.drill}\`. The pods are the plan's own (settings \`${result.settingsDigest.slice(0, 12)}\`): Valkey and its Sentinels of Debian 13, a network a pod, round trips from \`components/facts/consistency.ts\`. Clients in the regions named ask the Sentinels for the primary, write one number after the other and try the next on any error.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "Seconds from the fault: until the Sentinels say who leads, and the longest time without a write.",
    "",
    "| scenario | decision | writes | lost | two primaries |",
    "| --- | --- | --- | --- | --- |",
    ...result.runs.map(row),
    "",
    "The first run, in seconds from its fault:",
    "",
    ...timelineOf(first, "fast", "write"),
    "",
  ].join("\n");
}

/** Time without writes of each run as a bar, and the promise as a line. */
export function renderSvg({ runs, drill, date }: CacheResult): string {
  return renderBars({
    title: `${drill}, ${date}: seconds without a write`,
    promisedSeconds: cacheRecoverySecondsMax,
    bars: runs.map(({ scenario, recoverySeconds, control }) => ({
      words: scenario,
      seconds: recoverySeconds,
      control,
    })),
  });
}
