/** What a run showed, worked out from what was written down while it ran and from nothing else. */
import {
  acknowledgedIn,
  eventOf,
  longestGapSeconds,
  lostOf,
  twoServersByTurns,
  type Acknowledged,
} from "../shared/rows";
import type { WorldEvent } from "../world";

export interface RunSummary {
  readonly scenario: string;
  readonly control: boolean;
  readonly recovery: boolean;
  /** Whether two regions were lost and a person chose to go on with what a third has. */
  readonly lossDecided: boolean;
  /** From the fault until durable rows are acknowledged again, as the last client saw it; `null` when never. */
  readonly recoverySeconds: number | null;
  /** The longest time without an acknowledged row of the class `fast`, from the fault on. */
  readonly fastGapSeconds: number | null;
  /** From the fault until a member takes the lead; `null` when none did. */
  readonly decisionSeconds: number | null;
  readonly acknowledged: { readonly durable: number; readonly fast: number };
  readonly lostRows: { readonly durable: number; readonly fast: number };
  /** Whether one server acknowledged durable rows after another had begun to. */
  readonly twoLeaders: boolean;
}

/**
 * What one run showed.
 * @throws Error where its record has no beginning, no fault or no end.
 */
export function summaryOf(events: readonly WorldEvent[]): RunSummary {
  const { scenario, control, recovery, lossDecided } = eventOf(events, "run") as WorldEvent & {
    scenario: string;
    control: boolean;
    recovery: boolean;
    lossDecided: boolean;
  };
  const fault = eventOf(events, "fault").ms;
  const end = eventOf(events, "watched").ms;
  const rows = acknowledgedIn(events);
  const of = (commitClass: string): readonly Acknowledged[] =>
    rows.filter((row) => row.commitClass === commitClass);
  const promoted = events.find(({ event, ms }) => event === "promoted" && ms >= fault && ms <= end);
  const counts = (count: (of: readonly Acknowledged[]) => number) => ({
    durable: count(of("durable")),
    fast: count(of("fast")),
  });
  return {
    scenario,
    control,
    recovery,
    lossDecided,
    recoverySeconds: longestGapSeconds(of("durable"), fault, end),
    fastGapSeconds: longestGapSeconds(of("fast"), fault, end),
    decisionSeconds: promoted ? (promoted.ms - fault) / 1000 : null,
    acknowledged: counts((of) => of.length),
    lostRows: counts((of) => lostOf(of, events).length),
    twoLeaders: twoServersByTurns(of("durable"), events),
  };
}
