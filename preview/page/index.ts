import { tradeOffs } from "../../components/facts/tradeoffs";
import { allRegions, globalStackName } from "../../components/facts/regions";
import type { StackChange } from "../diff";
import type { Fault } from "../mode";
import type { Plan, StackPlan } from "../plan";
import { isRefused, packageOf } from "../summary";
import { databaseLines } from "./databases";
import { edgeLines } from "./edge";
import { failoverLines } from "./failover";
import { gateLines } from "./gates";
import { shortName, table, wrap, type Paint } from "./text";

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
const defaultColumns = 120;

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

/** Lines of the page with what changed, so that it stays a page; the page without it is as long as it is. */
const changePageLinesMax = 104;

/** However much changed, so many lines are left for trade-offs. */
const tradeOffLinesMin = 4;

/** Trade-offs, the first first, in at most `most` lines; what is left out is counted, with the way to see it. */
function tradeOffLines(width: number, most = Infinity): string[] {
  const each = tradeOffs().map(({ promise, instead }) =>
    wrap(`${promise}: ${instead}`, width - 2, "  ").map((line) => `  ${line}`),
  );
  if (each.flat().length <= most) return each.flat();
  const shown: string[] = [];
  let count = 0;
  // One line is left for what tells of the others.
  for (; shown.length + (each[count]?.length ?? 0) < most; count++) shown.push(...(each[count] ?? []));
  return [...shown, `  … and ${each.length - count} more: npm start, without --diff, prints them all`];
}

/**
 * The page that `npm start` prints for a person; the same plan gives the same page at the same width.
 * @param terminalColumns some terminals say 0 when they do not know.
 * @param release whether the plan is about to be deployed.
 */
export function page(
  plan: Plan,
  changes: readonly StackChange[] | undefined,
  paint: Paint,
  terminalColumns = 0,
  release = false,
): string {
  const width = terminalColumns || defaultColumns;
  const [head = "", ...body] = stackTable(plan, width);
  const { summary } = plan;
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
  lines.push(
    ...edgeLines(plan, paint, width),
    ...databaseLines(plan, paint, width),
    ...failoverLines(plan, paint, width),
    ...gateLines(plan, paint, width),
  );
  if (changes)
    lines.push(
      "",
      paint("bold", "Changed"),
      ...changes.flatMap((change) => changeLines(change, paint, width)),
    );
  const end = [
    "",
    isRefused(plan, release)
      ? paint("red", "The gates refuse this plan.")
      : paint("green", "No fault found."),
    "",
  ];
  const left = changes ? changePageLinesMax - lines.length - end.length - 2 : Infinity;
  lines.push(
    "",
    paint("bold", "Trade-offs"),
    ...tradeOffLines(width, Math.max(left, tradeOffLinesMin)),
    ...end,
  );
  return lines.join("\n");
}

/** What is printed when a plan cannot be made: the stack's name and the cause, one line each. */
export function faultLines(faults: readonly Fault[], paint: Paint): string {
  return faults.map((fault) => `${paint("red", "error")} ${fault.stack}: ${fault.reason}\n`).join("");
}
