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
  /** The most keys of who was erased that were there once services wrote again. */
  readonly erasedKeysServed: number;
  /** The most that were there before: what was brought back, and then erased once more. */
  readonly erasedKeysBefore: number;
}

/** @throws Error where a run's record has no beginning, no fault, no restore or no count of keys. */
export function summaryOf(events: readonly WorldEvent[]): ErasureSummary {
  const { control } = eventOf(events, "run") as WorldEvent & { control: boolean };
  const { erased, other } = eventOf(events, "keys") as WorldEvent & { erased: number; other: number };
  const restore = restoreSummaryOf(events);
  const fault = eventOf(events, "fault").ms;
  const served = restore.rtoSeconds === null ? Infinity : fault + 1000 * restore.rtoSeconds;
  const most = (isMeant: (ms: number) => boolean): number =>
    Math.max(
      0,
      ...events
        .filter(({ event, ms }) => event === "seen" && ms > fault && isMeant(ms))
        .map(({ keys }) => Number(keys)),
    );
  return {
    ...restore,
    control,
    erasedKeys: erased,
    otherKeys: other,
    erasedKeysServed: most((ms) => ms >= served),
    erasedKeysBefore: most((ms) => ms < served),
  };
}
