/** What a run showed, worked out from what was written down while it ran and from nothing else. */
import { summaryOf as restoreSummaryOf, type RestoreSummary } from "../restore/judge";
import { eventOf } from "../shared/rows";
import type { WorldEvent } from "../world";

export interface ErasureSummary extends RestoreSummary {
  /** A run that must bring the key back, or the drill sees nothing. */
  readonly control: boolean;
  /** Keys of who was erased, after the restore. */
  readonly erasedKeys: number;
  /** Of somebody else, who had one at the same moment. */
  readonly otherKeys: number;
}

/** @throws Error where a run's record has no beginning, no fault, no restore or no count of keys. */
export function summaryOf(events: readonly WorldEvent[]): ErasureSummary {
  const { control } = eventOf(events, "run") as WorldEvent & { control: boolean };
  const { erased, other } = eventOf(events, "keys") as WorldEvent & { erased: number; other: number };
  return { ...restoreSummaryOf(events), control, erasedKeys: erased, otherKeys: other };
}
