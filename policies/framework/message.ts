import type { Verdict } from "./evaluate";

/** What a person reads of one verdict: where, what is there, what should be, how to mend it. */
export function messageOf(verdict: Verdict): string {
  const where = verdict.path === "" ? "the resource" : verdict.path;
  const said = {
    violated: `${where} is ${verdict.found}; wanted: ${verdict.wanted}. Fix: ${verdict.fix}.`,
    undecided: `cannot decide: ${where} is unknown. Fix: ${verdict.fix}.`,
    deferred: `to be shown after deployment: ${where} is unknown before it.`,
  }[verdict.state];
  return `[${verdict.policy}] ${said}`;
}
