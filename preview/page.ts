import { tradeOffs } from "../components/facts/tradeoffs";
import { allRegions, globalStackName } from "../components/facts/regions";
import type { StackChange } from "./diff";
import { stops, type Finding } from "./findings";
import type { Fault } from "./mode";
import { packageOf, type Plan, type StackPlan } from "./plan";

/** Colours a text, or leaves it as it is. */
export type Paint = (style: "bold" | "dim" | "red" | "green" | "yellow", text: string) => string;

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Colours on a terminal only, and never with NO_COLOR (no-color.org). */
export function painter(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  const on = isTerminal && (env.NO_COLOR ?? "") === "";
  return (style, text) => (on ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

const columns = ["aws", "kubernetes", "azora", "other"] as const;

function counts(plan: StackPlan): Record<(typeof columns)[number], number> {
  const result = { aws: 0, kubernetes: 0, azora: 0, other: 0 };
  for (const resource of plan.resources) {
    const pkg = packageOf(resource.type);
    result[pkg === "aws" || pkg === "kubernetes" || pkg === "azora" ? pkg : "other"]++;
  }
  return result;
}

/** Where a stack is, in full and in short. */
function place(stack: string): { readonly full: string; readonly short: string } {
  const region = allRegions().find((candidate) => candidate.name === stack);
  const words = stack === globalStackName ? "joins the regions" : "";
  if (!region) return { full: words, short: words };
  const { city, role, awsRegion } = region;
  return { full: `${city}, ${role} (${awsRegion})`, short: `${awsRegion}, ${role}` };
}

function table(rows: readonly (readonly string[])[], rightFrom: number): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= rightFrom ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** Type and name of a resource, without its parents. */
function shortName(urn: string): string {
  return `${(urn.split("::")[2] ?? "").split("$").pop() ?? ""} ${urn.split("::")[3] ?? ""}`;
}

/** At most this many changed resources are named a stack, so that the page stays a page. */
const namedChangesMax = 5;

function changeLines(change: StackChange, paint: Paint, width: number): string[] {
  const total = change.added.length + change.removed.length + change.changed.length;
  if (total + change.outputs.length === 0) return [`  ${change.stack}: nothing`];
  const named: (readonly ["green" | "red" | "yellow", string])[] = [
    ...change.added.map((urn) => ["green", `+ ${shortName(urn)}`] as const),
    ...change.removed.map((urn) => ["red", `- ${shortName(urn)}`] as const),
    ...change.changed.map(
      ({ urn, fields }) => ["yellow", `~ ${shortName(urn)} (${fields.join(", ")})`] as const,
    ),
    ...(change.outputs.length > 0 ? [["yellow", `~ outputs (${change.outputs.join(", ")})`] as const] : []),
  ];
  const more = named.length > namedChangesMax ? [`    … and ${named.length - namedChangesMax} more`] : [];
  return [
    `  ${change.stack}: ${change.added.length} added, ${change.removed.length} removed, ${change.changed.length} changed`,
    ...named
      .slice(0, namedChangesMax)
      .flatMap(([colour, text]) => wrap(text, width - 4, "  ").map((line) => `    ${paint(colour, line)}`)),
    ...more,
  ];
}

/** Columns of the page where no terminal says how wide it is. */
const defaultColumns = 100;

/** A text in lines of at most `width` columns; all but the first begin with `indent`. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  // An ARN or a URN may be longer than a line.
  const most = width - indent.length;
  const words = text
    .trim()
    .split(" ")
    .flatMap((word) => word.match(new RegExp(`.{1,${most}}`, "g")) ?? [word]);
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}

/** At most this many findings of one kind are named; the JSON and the reports have all. */
const namedFindingsMax = 20;

const paintOf = { violated: "red", undecided: "red", waived: "yellow" } as const;

/** Findings of one state, worst first. */
function findingLines(
  state: keyof typeof paintOf,
  title: string,
  plan: Plan,
  paint: Paint,
  width: number,
): string[] {
  const all = Object.entries(plan.stacks).flatMap(([stack, { findings }]) =>
    findings.filter((finding) => finding.state === state).map((finding) => ({ stack, finding })),
  );
  if (all.length === 0) return [];
  const lines = all.slice(0, namedFindingsMax).flatMap(({ stack, finding }) => {
    const about = `${finding.level === "mandatory" ? finding.severity : "advisory"}, ${stack}, ${shortName(finding.urn)}`;
    const [first = "", ...rest] = wrap(`${finding.message} (${about})`, width - 2, "  ");
    return [`  ${paint(paintOf[state], first)}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = all.length > namedFindingsMax ? [`  … and ${all.length - namedFindingsMax} more`] : [];
  return ["", paint("bold", `${title} (${all.length})`), ...lines, ...more];
}

/** How many findings of one state each rule has: they stop nothing, and the reports name them. */
function countLines(state: Finding["state"], title: string, plan: Plan, width: number): string[] {
  const counts = new Map<string, number>();
  for (const finding of Object.values(plan.stacks).flatMap(({ findings }) => findings)) {
    if (finding.state === state) counts.set(finding.policy, (counts.get(finding.policy) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const shown = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([policy, count]) => `${policy} ${count}`);
  return ["", ...wrap(`${title}: ${shown.join(", ")}`, width, "  ")];
}

/** At most this many types without a rule are named; the JSON has all. */
const namedTypesMax = 6;

/** Which types no rule looks at, the most frequent first, so that a gap in the gates is seen. */
function unjudgedLines(plan: Plan, width: number): string[] {
  const types = Object.entries(plan.summary.unjudgedTypes).sort(
    ([a, m], [b, n]) => n - m || (a < b ? -1 : 1),
  );
  if (types.length === 0) return [];
  const shown = types
    .slice(0, namedTypesMax)
    .map(([type, count]) => `${type.split(":").at(-1) ?? type} ${count}`);
  const more = types.length > namedTypesMax ? [`${types.length - namedTypesMax} more`] : [];
  const said = `Types that no rule of their own looks at (${types.length}): ${[...shown, ...more].join(", ")}`;
  return ["", ...wrap(said, width, "  ")];
}

/** What the gates say, by how much it matters. Deferred obligations are counted; the reports name them. */
function gateLines(plan: Plan, paint: Paint, width: number): string[] {
  const { decided, findings } = plan.summary;
  return [
    "",
    ...wrap(
      `Gates: ${decided} decisions; ${findings.violated} violated, ${findings.undecided} undecided, ${findings.deferred} deferred until deployment, ${findings.waived} waived.`,
      width,
      "  ",
    ),
    ...findingLines("violated", "Violations", plan, paint, width),
    ...findingLines("undecided", "Undecided", plan, paint, width),
    ...countLines("deferred", "Deferred until deployment, by rule", plan, width),
    ...findingLines("waived", "Waived", plan, paint, width),
    ...countLines("passed-with-note", "Passed with a note, by rule", plan, width),
    ...unjudgedLines(plan, width),
  ];
}

/** One line a stack. Where it is stands in full, in short or not at all, as the width allows. */
function stackTable(plan: Plan, width: number): string[] {
  const numbers = Object.entries(plan.stacks).map(([stack, stackPlan]) => {
    const by = counts(stackPlan);
    const isProtected = stackPlan.resources.filter((resource) => resource.protect).length;
    const cells = [...columns.map((column) => by[column]), stackPlan.resources.length, isProtected];
    return { stack, cells: cells.map(String) };
  });
  const head = ["aws", "k8s", "components", "other", "all", "protected"];
  const places = [(stack: string) => place(stack).full, (stack: string) => place(stack).short];
  for (const where of places) {
    const rows = numbers.map(({ stack, cells }) => [stack, where(stack), ...cells]);
    const lines = table([["stack", "where", ...head], ...rows], 2);
    if (lines.every((line) => line.length <= width)) return lines;
  }
  return table([["stack", ...head], ...numbers.map(({ stack, cells }) => [stack, ...cells])], 1);
}

/**
 * The page that `npm start` prints for a person; the same plan gives the same page at the same width.
 * @param terminalColumns some terminals say 0 when they do not know.
 */
export function page(
  plan: Plan,
  changes: readonly StackChange[] | undefined,
  paint: Paint,
  terminalColumns = 0,
): string {
  const width = terminalColumns || defaultColumns;
  const [head = "", ...body] = stackTable(plan, width);
  const { summary } = plan;
  const clean = !Object.values(plan.stacks).some((stack) => stack.findings.some(stops));
  const lines = [
    paint("bold", `Azora: the plan as of ${plan.asOf}`),
    "",
    paint("dim", head),
    ...body,
    "",
    ...wrap(
      `${summary.resources} resources in ${summary.stacks} ${summary.stacks === 1 ? "stack" : "stacks"}; ${summary.unknownInputs} inputs are known only after deployment, ${summary.secretInputs} are secret.`,
      width,
      "  ",
    ),
  ];
  lines.push(...gateLines(plan, paint, width));
  if (changes)
    lines.push(
      "",
      paint("bold", "Changed"),
      ...changes.flatMap((change) => changeLines(change, paint, width)),
    );
  lines.push(
    "",
    paint("bold", "Trade-offs"),
    ...tradeOffs().flatMap(({ promise, instead }) =>
      wrap(`${promise}: ${instead}`, width - 2, "  ").map((line) => `  ${line}`),
    ),
    "",
    clean ? paint("green", "No fault found.") : paint("red", "The gates refuse this plan."),
    "",
  );
  return lines.join("\n");
}

/** What is printed when a plan cannot be made: the stack's name and the cause, one line each. */
export function faultLines(faults: readonly Fault[], paint: Paint): string {
  return faults.map((fault) => `${paint("red", "error")} ${fault.stack}: ${fault.reason}\n`).join("");
}
