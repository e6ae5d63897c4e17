import { stops as verdictStops } from "../policies/framework/diagnostics";
import { messageOf, waivedMessage } from "../policies/framework/message";
import { applyWaivers, type Waiver } from "../policies/framework/waivers";
import type { PackVerdict } from "./gates";

/** One thing that a gate says of one resource. */
export interface Finding {
  readonly pack: string;
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: "critical" | "high" | "medium" | "low";
  readonly urn: string;
  /** Where in the resource's inputs; empty for the resource as a whole. */
  readonly path: string;
  readonly found: string;
  readonly wanted: string;
  readonly fix: string;
  readonly state: "violated" | "undecided" | "deferred" | "waived" | "passed-with-note";
  readonly message: string;
}

export interface StackFindings {
  readonly findings: readonly Finding[];
  /** Waivers that matched something in this stack. */
  readonly used: readonly Waiver[];
}

const severities = ["critical", "high", "medium", "low"];
const states = ["violated", "undecided", "deferred", "waived", "passed-with-note"];

/** Whether a finding stops the merge. */
export function stops(finding: Finding): boolean {
  return finding.state !== "waived" && verdictStops({ level: finding.level, state: finding.state });
}

/** The same order everywhere; what a locale makes of it depends on how Node was built. */
function byCodeUnit(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compare(a: Finding, b: Finding): number {
  return (
    states.indexOf(a.state) - states.indexOf(b.state) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    byCodeUnit(`${a.policy} ${a.urn} ${a.path}`, `${b.policy} ${b.urn} ${b.path}`)
  );
}

/** Which of two open verdicts on one field says more. */
const openStates = ["undecided", "deferred", "passed-with-note"];

function pairOf({ policy, urn }: PackVerdict): string {
  return `${policy} ${urn}`;
}

function fieldOf(verdict: PackVerdict): string {
  return `${pairOf(verdict)} ${verdict.path}`;
}

/** The first verdict on each field, the strongest before the others. */
function oneAField(verdicts: readonly PackVerdict[]): PackVerdict[] {
  const byField = new Map<string, PackVerdict>();
  for (const state of ["violated", ...openStates])
    for (const verdict of verdicts)
      if (verdict.state === state && !byField.has(fieldOf(verdict))) byField.set(fieldOf(verdict), verdict);
  return [...byField.values()];
}

/**
 * What both modes say of a stack, as one list: a violation in either mode is a violation; what a preview cannot decide
 * stays undecided or deferred, unless the resolved mode shows that it is violated. A waiver accepts the violation that it
 * names, and nothing that is still open beside it.
 */
export function mergeVerdicts(
  preview: readonly PackVerdict[],
  resolved: readonly PackVerdict[],
  waivers: readonly Waiver[],
  asOf: string,
): StackFindings {
  const all = [...preview, ...resolved];
  const violated = oneAField(all.filter(({ state }) => state === "violated"));
  const { verdicts: unwaived, waived } = applyWaivers(violated, waivers, asOf);
  const violatedPairs = new Set(unwaived.map(pairOf));
  const open = oneAField(
    all.filter((verdict) => verdict.state !== "violated" && !violatedPairs.has(pairOf(verdict))),
  );
  const findings: Finding[] = [...unwaived, ...open].map((verdict) => ({
    ...verdict,
    message: messageOf(verdict),
  }));
  for (const item of waived)
    findings.push({ ...item.verdict, state: "waived", message: waivedMessage(item) });
  return {
    findings: findings.map(ordered).sort(compare),
    used: [...new Set(waived.map(({ waiver }) => waiver))],
  };
}

/** The fields in the order of the schema, and no others. */
function ordered(finding: Finding): Finding {
  const { pack, policy, level, severity, urn, path, found, wanted, fix, state, message } = finding;
  return { pack, policy, level, severity, urn, path, found, wanted, fix, state, message };
}
