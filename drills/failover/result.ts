/** What a failover drill leaves behind, and which promises it keeps. */
import { failover } from "../../components/facts/promises";
import type { DrillResult, Verdict } from "../shared/drill";
import { spanOf } from "../shared/results";
import type { RunSummary } from "./judge";

export type FailoverResult = DrillResult<RunSummary>;

/** Which promises a result keeps; nothing is promised of a control but that it fails. */
export function verdicts({ runs }: FailoverResult): readonly Verdict[] {
  const cut = runs.filter(({ recovery }) => recovery);
  const real = runs.filter(({ control }) => !control);
  const controls = runs.filter(({ control }) => control);
  return [
    {
      promise: `after the home region is cut durable writes are back in less than ${failover.fullRecoverySecondsMax} s, in each of ${cut.length} runs`,
      tried: cut.length > 0,
      held:
        cut.length > 0 &&
        cut.every(
          ({ recoverySeconds }) =>
            recoverySeconds !== null && recoverySeconds < failover.fullRecoverySecondsMax,
        ),
    },
    {
      promise: "no acknowledged durable row is lost while one region at most is lost",
      tried: real.length > 0,
      held:
        real.length > 0 && real.every(({ lostRows, lossDecided }) => lossDecided || lostRows.durable === 0),
    },
    {
      promise: "never do two leaders acknowledge durable rows by turns",
      tried: real.length > 0,
      held: real.every(({ twoLeaders }) => !twoLeaders),
    },
    {
      promise: "the control, without synchronous commits, loses rows",
      tried: controls.length > 0,
      held: controls.length > 0 && controls.every(({ lostRows }) => lostRows.durable > 0),
    },
  ];
}

/** One run in one line. */
export function lineOf({
  scenario,
  recoverySeconds,
  fastGapSeconds,
  decisionSeconds,
  ...rest
}: RunSummary): string {
  const { lostRows, acknowledged, twoLeaders } = rest;
  return `${scenario}: decision ${spanOf(decisionSeconds)}, durable back ${spanOf(recoverySeconds)}, fast ${spanOf(fastGapSeconds)}; lost ${lostRows.durable} of ${acknowledged.durable} durable and ${lostRows.fast} of ${acknowledged.fast} fast rows${twoLeaders ? "; TWO LEADERS" : ""}`;
}
