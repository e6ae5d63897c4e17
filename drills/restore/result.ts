/** What a restore drill leaves behind, and which promises it keeps. */
import { recovery } from "../../components/facts/promises";
import type { DrillResult, Verdict } from "../shared/drill";
import { spanOf } from "../shared/results";
import type { RestoreSummary } from "./judge";

export type RestoreResult = DrillResult<RestoreSummary>;

/** Of a database of a gibibyte. */
export const goals = { rtoSecondsMax: recovery.rtoMinutesMax * 60, rpoSecondsMax: 60 } as const;
const gibibyte = 2 ** 30;

/** Which promises a result keeps. */
export function verdicts({ runs }: RestoreResult): readonly Verdict[] {
  const tried = runs.length > 0;
  const moments = runs.filter(({ pointInTime }) => pointInTime);
  return [
    {
      promise: `durable writes are back in less than ${recovery.rtoMinutesMax} min from the decision, in each of ${runs.length} runs`,
      tried,
      held: tried && runs.every(({ rtoSeconds }) => rtoSeconds !== null && rtoSeconds < goals.rtoSecondsMax),
    },
    {
      promise: `what came back lacks less than ${goals.rpoSecondsMax} s`,
      tried,
      held: tried && runs.every(({ rpoSeconds }) => rpoSeconds < goals.rpoSecondsMax),
    },
    {
      promise: "each database restored holds a gibibyte or more",
      tried,
      held: tried && runs.every(({ databaseBytes }) => databaseBytes >= gibibyte),
    },
    {
      promise: "of rows from after a moment that was asked for none is there",
      tried: moments.length > 0,
      held: moments.length > 0 && moments.every(({ rowsBeyond }) => rowsBeyond === 0),
    },
  ];
}

/** One run in one line. */
export function lineOf({
  scenario,
  rtoSeconds,
  rpoSeconds,
  databaseBytes,
  rowsBeyond,
}: RestoreSummary): string {
  const gib = (databaseBytes / gibibyte).toFixed(2);
  return `${scenario}: ${gib} GiB, RTO ${spanOf(rtoSeconds)}, RPO ${spanOf(rpoSeconds)}${rowsBeyond > 0 ? `; ${rowsBeyond} ROWS FROM AFTER THE MOMENT` : ""}`;
}
