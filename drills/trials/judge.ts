/** What a trial said, from what was written down while it ran and from nothing else. */
import { eventOf } from "../shared/rows";
import type { WorldEvent } from "../world";

export interface TrialSummary {
  readonly scenario: string;
  /** A backup that is whole, which a trial must not find fault with. */
  readonly control: boolean;
  readonly failed: boolean;
  /** The line that names the fault; empty where there is none. */
  readonly said: string;
}

/** The line that a person reads first: what pgBackRest calls an error, else what the script says of itself. */
function faultIn(said: string): string {
  const [fault = ""] =
    /ERROR: \[.*/.exec(said) ?? /\b(try-backup|alone|restore): .*/.exec(said) ?? said.split("\n");
  return fault.trim();
}

/** @throws Error where a run's record has no beginning, or no trial. */
export function summaryOf(events: readonly WorldEvent[]): TrialSummary {
  const { scenario, control } = eventOf(events, "run") as WorldEvent & { scenario: string; control: boolean };
  const { failed, said } = eventOf(events, "tried") as WorldEvent & { failed: boolean; said: string };
  return { scenario, control, failed, said: faultIn(said) };
}
