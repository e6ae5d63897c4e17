/** What a drill of trials leaves behind, and which promises it keeps. */
import type { DrillResult, Verdict } from "../shared/drill";
import type { TrialSummary } from "./judge";

export type TrialResult = DrillResult<TrialSummary>;

/** Words that name what is wrong, by the scenario's name. */
const words: Readonly<Record<string, string>> = {
  "a wrong passphrase": "another passphrase than its own",
  "64 bytes of the largest file are others": "Data corruption detected",
};

/** Which promises a result keeps. */
export function verdicts({ runs }: TrialResult): readonly Verdict[] {
  const wrong = runs.filter(({ control }) => !control);
  const controls = runs.filter(({ control }) => control);
  return [
    {
      promise: `what is wrong with a backup is found by its trial, in each of ${wrong.length} runs`,
      tried: wrong.length > 0,
      held: wrong.length > 0 && wrong.every(({ failed }) => failed),
    },
    {
      promise: "and is named",
      tried: wrong.length > 0,
      held: wrong.length > 0 && wrong.every(({ scenario, said }) => said.includes(words[scenario] ?? "\0")),
    },
    {
      promise: "control: a whole one passes, in either region",
      tried: controls.length > 0,
      held: controls.length > 0 && controls.every(({ failed }) => !failed),
    },
  ];
}

/** One run in one line. */
export function lineOf({ scenario, failed, said }: TrialSummary): string {
  return `${scenario}: ${failed ? `found: ${said}` : "passes"}`;
}
