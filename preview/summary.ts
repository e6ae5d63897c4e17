import { chainsOf, isBroken, isStale } from "./failover";
import { stops, type Finding } from "./findings";
import type { Plan, PlannedResource, StackPlan } from "./plan";
import { isTooMuch, lossesOf } from "./recovery";
import { isOldRestore, isTooLong, restoreTimesOf } from "./restoreTimes";

export interface PlanSummary {
  readonly stacks: number;
  readonly resources: number;
  /** By package: `aws`, `kubernetes`, … and `azora` for the project's components. */
  readonly byPackage: Readonly<Record<string, number>>;
  readonly unknownInputs: number;
  readonly secretInputs: number;
  /** Pairs of rule and resource (or stack) that a preview decides. */
  readonly decided: number;
  /** Types that no rule looks at but those that ask the same of everything, with how many resources each has. */
  readonly unjudgedTypes: Readonly<Record<string, number>>;
  /** Findings by their state. */
  readonly findings: Readonly<Record<Finding["state"], number>>;
  /** Waivers that count for nothing, with the reason: expired, malformed, too broad or matching nothing. */
  readonly waiverMistakes: readonly string[];
}

/** The package of a resource: what stands before the first colon of its type. */
export function packageOf(type: string): string {
  return type.startsWith("pulumi:providers:") || type === "pulumi:pulumi:Stack"
    ? "pulumi"
    : (type.split(":")[0] ?? "");
}

function countMarks(value: unknown, mark: string): number {
  if (typeof value !== "object" || value === null) return 0;
  if (mark in value) return 1;
  return Object.values(value).reduce((sum: number, item) => sum + countMarks(item, mark), 0);
}

/** Types of resources that no rule is about, sorted, with how many resources each has. */
function unjudgedTypes(
  all: readonly PlannedResource[],
  judgedTypes: readonly string[],
): Record<string, number> {
  const judged = new Set(judgedTypes);
  const counts: Record<string, number> = {};
  // Components, providers and the stack itself have no provider: nothing is deployed for them.
  const types = all.filter(({ provider }) => provider !== "").map(({ type }) => type);
  for (const type of types.sort()) if (!judged.has(type)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Types without a rule of their own and their counts, the most frequent first. */
export function unjudgedByCount({ unjudgedTypes: types }: PlanSummary): [string, number][] {
  return Object.entries(types).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** Counts what a plan holds. */
export function summarise(
  stacks: Readonly<Record<string, StackPlan>>,
  said: Pick<PlanSummary, "decided" | "waiverMistakes"> & { readonly judgedTypes: readonly string[] },
): PlanSummary {
  const all = Object.values(stacks).flatMap((stack) => stack.resources);
  const byPackage: Record<string, number> = {};
  for (const name of [...new Set(all.map((resource) => packageOf(resource.type)))].sort()) {
    byPackage[name] = all.filter((resource) => packageOf(resource.type) === name).length;
  }
  const findings = { violated: 0, undecided: 0, deferred: 0, waived: 0, "passed-with-note": 0 };
  for (const finding of Object.values(stacks).flatMap((stack) => stack.findings)) findings[finding.state]++;
  return {
    unjudgedTypes: unjudgedTypes(all, said.judgedTypes),
    stacks: Object.keys(stacks).length,
    resources: all.length,
    byPackage,
    unknownInputs: countMarks(
      all.map((resource) => resource.inputs),
      "$unknown",
    ),
    secretInputs: countMarks(
      all.map((resource) => resource.inputs),
      "$secret",
    ),
    decided: said.decided,
    findings,
    waiverMistakes: said.waiverMistakes,
  };
}

/**
 * Whether a plan may not be merged: a finding stops it, a waiver counts for nothing, a failover takes longer than promised, or
 * a restore may lack more or take longer.
 * @param release whether it is about to be deployed, so that a drill which is too old stops it as well. Default false.
 */
export function isRefused(plan: Plan, release = false): boolean {
  const { stacks, summary } = plan;
  return (
    summary.waiverMistakes.length > 0 ||
    Object.values(stacks).some(({ findings }) => findings.some(stops)) ||
    chainsOf(plan).some((chain) => isBroken(chain) || (release && isStale(chain))) ||
    lossesOf(plan).some(isTooMuch) ||
    restoreTimesOf(plan).some((time) => isTooLong(time) || (release && isOldRestore(time)))
  );
}
