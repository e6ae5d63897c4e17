/** A result for people: a table, and a chart of what was found. */
import type { TrialSummary } from "./judge";
import { lineOf, verdicts, type TrialResult } from "./result";

const row = ({ scenario, failed, said }: TrialSummary): string =>
  `| ${scenario} | ${failed ? `\`${said.replaceAll("|", "\\|")}\`` : "nothing"} |`;

/** The page beside a result. */
export function renderPage(result: TrialResult): string {
  return [
    `# Drill: ${result.drill}, ${result.date}`,
    "",
    `Written by \`npm run drill -- ${result.drill}\`. The pods are the plan's own (settings \`${result.settingsDigest.slice(0, 12)}\`): \`keys-africa\` with both repositories on real S3 servers (versitygw), and the job that tries their backups each day.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "| what was tried | what was found |",
    "| --- | --- |",
    ...result.runs.map(row),
    "",
  ].join("\n");
}

/** The runs as lines of text: there is no time to compare. */
export function renderSvg({ runs, drill, date }: TrialResult): string {
  const escape = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const lines = [`${drill}, ${date}`, ...runs.map(lineOf)].map(
    (line, index) => `<text x="10" y="${24 + 22 * index}">${escape(line.slice(0, 120))}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${40 + 22 * runs.length}" font-family="sans-serif" font-size="13">${lines.join("")}</svg>\n`;
}
