import { chainsOf, chainSeconds, isBroken, largestStep } from "../failover";
import { stops, type Finding } from "../findings";
import type { Plan } from "../plan";
import { isTooMuch, largestTerm, lossesOf, lossSeconds } from "../recovery";
import { isTooLong, longestTerm, restoreSeconds, restoreTimesOf } from "../restoreTimes";
import { unjudgedByCount } from "../summary";

/** Rows of one table; more would make a comment that nobody reads. */
const rowsMax = 50;

interface Row {
  readonly stack: string;
  readonly finding: Finding;
}

/** A cell: one line, without what Markdown would take for a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

function resourceOf(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `\`${type.split("$").at(-1) ?? ""}\` ${name}`;
}

function table(title: string, rows: readonly Row[], open: boolean): string[] {
  if (rows.length === 0) return [];
  const lines = rows.slice(0, rowsMax).map(({ stack, finding }) => {
    const { policy, severity, level, urn, message } = finding;
    const weight = level === "mandatory" ? severity : `${severity}, advisory`;
    const said = message.replace(`[${policy}] `, "");
    return `| ${stack} | [${policy}](docs/policies.md#${policy}) | ${weight} | ${resourceOf(urn)} | ${cell(said)} |`;
  });
  const more = rows.length > rowsMax ? [`… and ${rows.length - rowsMax} more, in \`report.sarif\`.`, ""] : [];
  return [
    `<details${open ? " open" : ""}><summary><b>${title} (${rows.length})</b></summary>`,
    "",
    "| stack | policy | severity | resource | what |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
    ...more,
    "</details>",
    "",
  ];
}

function waiverLines(mistakes: readonly string[]): string[] {
  if (mistakes.length === 0) return [];
  return [
    `**Waivers that count for nothing (${mistakes.length})**, in \`policies/waivers.yaml\``,
    "",
    ...mistakes.map((mistake) => `- ${cell(mistake)}`),
    "",
  ];
}

/** Types that no rule of their own looks at, all of them: what is new among these comes in unjudged. */
function unjudgedLines(plan: Plan): string[] {
  const types = unjudgedByCount(plan.summary);
  if (types.length === 0) return [];
  return [
    `<details><summary><b>Types that no rule of their own looks at (${types.length})</b></summary>`,
    "",
    "| type | resources |",
    "| --- | --- |",
    ...types.map(([type, count]) => `| \`${cell(type)}\` | ${count} |`),
    "",
    "</details>",
    "",
  ];
}

const secondsInWords = (seconds: number): string =>
  Number.isNaN(seconds) ? "nobody can say how many" : String(seconds);

/** Failovers that take longer than promised, each with the step that takes longest; restores that may lack more or take longer, with the largest term. */
function brokenPromises(plan: Plan): string[] {
  const losses = lossesOf(plan)
    .filter(isTooMuch)
    .map(
      (loss) =>
        `- restore, ${loss.cluster}: lacks ${secondsInWords(lossSeconds(loss))} of ${loss.limitSeconds} s; largest: ${largestTerm(loss)?.name ?? ""}`,
    );
  const chains = chainsOf(plan)
    .filter(isBroken)
    .map((chain) => {
      const seconds = chainSeconds(chain);
      const longest = largestStep(chain);
      return `- failover, ${chain.what}: ${secondsInWords(seconds)} of ${chain.limitSeconds} s; longest: ${longest?.name ?? ""} (${longest?.from ?? ""})`;
    });
  const restores = restoreTimesOf(plan)
    .filter(isTooLong)
    .map(
      (time) =>
        `- restore, ${time.cluster}: ${secondsInWords(restoreSeconds(time))} of ${time.limitSeconds} s at ${time.databaseGib} GiB; longest: ${longestTerm(time)?.name ?? ""} (${time.boundBy}); ${secondsInWords(time.largestGib)} GiB at most`,
    );
  return [...chains, ...losses, ...restores];
}

/** A plan's findings as a comment on a pull request. */
export function markdown(plan: Plan): string {
  const rows = Object.entries(plan.stacks).flatMap(([stack, { findings }]) =>
    findings.map((finding): Row => ({ stack, finding })),
  );
  const of = (...states: readonly Finding["state"][]): Row[] =>
    rows.filter(({ finding }) => states.includes(finding.state));
  const stopping = rows.filter(({ finding }) => stops(finding)).length;
  const { stacks, resources, decided, findings, waiverMistakes } = plan.summary;
  const broken = brokenPromises(plan);
  const reasons = stopping + waiverMistakes.length + broken.length;
  return [
    `## ${reasons === 0 ? "✅ The gates are open" : `❌ ${reasons} ${reasons === 1 ? "finding stops" : "findings stop"} this change`}`,
    "",
    `${resources} resources in ${stacks} stacks as of ${plan.asOf}: ${decided} decisions, ${findings.violated} violated, ${findings.undecided} undecided, ${findings.deferred} deferred until deployment, ${findings.waived} waived, ${findings["passed-with-note"]} passed with a note.`,
    "",
    ...table("Violations", of("violated"), true),
    ...table("Undecided", of("undecided"), true),
    ...(broken.length === 0 ? [] : [`**Broken promises (${broken.length})**`, "", ...broken, ""]),
    ...waiverLines(waiverMistakes),
    ...table("Waived", of("waived"), false),
    ...table("Deferred until deployment", of("deferred"), false),
    ...table("Passed with a note", of("passed-with-note"), false),
    ...unjudgedLines(plan),
    "",
  ].join("\n");
}
