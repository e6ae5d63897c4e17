/** What an erasure drill leaves behind, and which promises it keeps. */
import type { DrillResult, Verdict } from "../shared/drill";
import { spanOf } from "../shared/results";
import type { ErasureSummary } from "./judge";

export type ErasureResult = DrillResult<ErasureSummary>;

/** Which promises a result keeps. */
export function verdicts({ runs }: ErasureResult): readonly Verdict[] {
  const told = runs.filter(({ control }) => !control);
  const controls = runs.filter(({ control }) => control);
  return [
    {
      promise: `who was erased stays erased after a restore from before, in each of ${told.length} runs`,
      tried: told.length > 0,
      held: told.length > 0 && told.every(({ erasedKeys }) => erasedKeys === 0),
    },
    {
      promise: "and is erased once more before anybody is let in",
      tried: told.length > 0,
      held: told.length > 0 && told.every(({ erasedKeysServed }) => erasedKeysServed === 0),
    },
    {
      promise: "who was not has their key again",
      tried: runs.length > 0,
      held: runs.length > 0 && runs.every(({ otherKeys }) => otherKeys === 1),
    },
    {
      promise: "control: where nobody tells of the erasure the key is back",
      tried: controls.length > 0,
      held: controls.length > 0 && controls.every(({ erasedKeys }) => erasedKeys === 1),
    },
  ];
}

/** One run in one line. */
export function lineOf({ scenario, erasedKeys, otherKeys, rtoSeconds }: ErasureSummary): string {
  return `${scenario}: ${erasedKeys} keys of who was erased, ${otherKeys} of somebody else; RTO ${spanOf(rtoSeconds)}`;
}
