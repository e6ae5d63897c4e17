/** A result for people: a table, what happened when, and a chart. */
import { failover } from "../../components/facts/promises";
import { renderBars } from "../shared/bars";
import { secondsOf } from "../shared/results";
import { runsIn } from "../shared/rows";
import { timelineOf } from "../shared/timeline";
import type { WorldEvent } from "../world";
import type { RunSummary } from "./judge";
import { verdicts, type FailoverResult } from "./result";

function row(run: RunSummary): string {
  const { scenario, decisionSeconds, recoverySeconds, fastGapSeconds, acknowledged, lostRows } = run;
  return `| ${[
    scenario,
    secondsOf(decisionSeconds),
    secondsOf(recoverySeconds),
    secondsOf(fastGapSeconds),
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
    ...timelineOf(first, "durable", "durable row"),
    "",
  ].join("\n");
}

/** Time without durable rows of each run as a bar, and the promise as a line. */
export function renderSvg({ runs, drill, date }: FailoverResult): string {
  return renderBars({
    title: `${drill}, ${date}: seconds without durable rows`,
    promisedSeconds: failover.fullRecoverySecondsMax,
    bars: runs.map(({ scenario, recoverySeconds, control }) => ({
      words: scenario,
      seconds: recoverySeconds,
      control,
    })),
  });
}
