/** A result for people: a table, what happened when, and a chart. */
import { renderBars } from "../shared/bars";
import { secondsOf } from "../shared/results";
import { eventOf, runsIn } from "../shared/rows";
import type { WorldEvent } from "../world";
import type { RestoreSummary } from "./judge";
import { goals, verdicts, type RestoreResult } from "./result";

function row({ scenario, rtoSeconds, restoreSeconds, rpoSeconds, databaseBytes }: RestoreSummary): string {
  const gib = (databaseBytes / 2 ** 30).toFixed(2);
  return `| ${[scenario, gib, ...[rtoSeconds, restoreSeconds, rpoSeconds].map(secondsOf)].join(" | ")} |`;
}

/** What the restore said, with seconds from the decision. */
export function saidIn(run: readonly WorldEvent[]): readonly string[] {
  const fault = eventOf(run, "fault").ms;
  return run
    .filter(({ event }) => event === "restore says")
    .map(({ ms, line }) => `${((ms - fault) / 1000).toFixed(1).padStart(7)}  ${String(line)}`);
}

/** The page beside a result. */
export function renderPage(result: RestoreResult, events: readonly WorldEvent[]): string {
  const [first = []] = runsIn(events);
  return [
    `# Drill: ${result.drill}, ${result.date}`,
    "",
    `Written by \`npm run drill -- ${result.drill}\`. The pods are the plan's own (settings \`${result.settingsDigest.slice(0, 12)}\`): PostgreSQL, Patroni and etcd of Debian 13, pgBackRest with both repositories on real S3 servers (versitygw), round trips from \`components/facts/consistency.ts\`. Each restore is \`npm run restore\`, whose \`kubectl\` and \`aws\` act on these pods.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "Seconds from the decision to the first durable row, of these until the log was replayed, and between the oldest row that did not come back and what was wanted.",
    "",
    "| scenario | GiB | RTO | of it the restore | RPO |",
    "| --- | --- | --- | --- | --- |",
    ...result.runs.map(row),
    "",
    "What the first restore said, in seconds from its decision:",
    "",
    "```text",
    ...saidIn(first),
    "```",
    "",
  ].join("\n");
}

/** RTO of each run as a bar, and the promise as a line. */
export function renderSvg({ runs, drill, date }: RestoreResult): string {
  return renderBars({
    title: `${drill}, ${date}: seconds until durable writes are back`,
    promisedSeconds: goals.rtoSecondsMax,
    pixelsPerSecond: 0.65,
    bars: runs.map(({ scenario, rtoSeconds }) => ({ words: scenario, seconds: rtoSeconds, control: false })),
  });
}
