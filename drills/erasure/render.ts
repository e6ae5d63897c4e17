/** A result for people: a table, what happened when, and a chart. */
import { goals } from "../restore/result";
import { saidIn } from "../restore/render";
import { renderBars } from "../shared/bars";
import { secondsOf } from "../shared/results";
import { runsIn } from "../shared/rows";
import type { WorldEvent } from "../world";
import type { ErasureSummary } from "./judge";
import { verdicts, type ErasureResult } from "./result";

function row({ scenario, erasedKeys, otherKeys, rtoSeconds }: ErasureSummary): string {
  return `| ${[scenario, erasedKeys, otherKeys, secondsOf(rtoSeconds)].join(" | ")} |`;
}

/** The page beside a result. */
export function renderPage(result: ErasureResult, events: readonly WorldEvent[]): string {
  const [first = []] = runsIn(events);
  return [
    `# Drill: ${result.drill}, ${result.date}`,
    "",
    `Written by \`npm run drill -- ${result.drill}\`. The pods are the plan's own (settings \`${result.settingsDigest.slice(0, 12)}\`): the cluster \`keys-africa\`, and the coordinators of \`people-africa\` without Citus, which Debian does not have. A key is made for two persons, one of them is erased in both clusters, and \`npm run restore\` brings the keys back to before.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "Keys after the restore, and seconds from the decision to the first durable row.",
    "",
    "| scenario | of who was erased | of somebody else | RTO |",
    "| --- | --- | --- | --- |",
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
export function renderSvg({ runs, drill, date }: ErasureResult): string {
  return renderBars({
    title: `${drill}, ${date}: seconds until durable writes are back`,
    promisedSeconds: goals.rtoSecondsMax,
    pixelsPerSecond: 0.65,
    bars: runs.map(({ scenario, rtoSeconds, control }) => ({
      words: scenario,
      seconds: rtoSeconds,
      control,
    })),
  });
}
