import type { Verdict } from "./evaluate";
import type { Waived } from "./waivers";

/** What a person reads of one verdict: where, what is there, what should be, how to mend it. */
export function messageOf(verdict: Verdict): string {
  const where = verdict.path === "" ? "the resource" : verdict.path;
  const said = {
    violated: `${where} is ${verdict.found}; wanted: ${verdict.wanted}. Fix: ${verdict.fix}.`,
    undecided: `cannot decide: ${where} is unknown. Fix: ${verdict.fix}.`,
    deferred: `to be shown after deployment: ${where} is unknown before it.`,
    "passed-with-note": `${where} is ${verdict.found}, not ${verdict.wanted}; accepted: ${verdict.note ?? ""}.`,
  }[verdict.state];
  return `[${verdict.policy}] ${said}`;
}

/** What a person reads of a violation that is waived. */
export function waivedMessage({ verdict, waiver, daysLeft }: Waived<Verdict>): string {
  return `waived for ${daysShown(daysLeft)} by ${waiver.approver} (${waiver.ticket}): ${messageOf(verdict)}`;
}

function daysShown(daysLeft: number): string {
  return daysLeft === 1 ? "its last day" : `${daysLeft} more days`;
}
