import { chainsOf, chainSeconds, isBroken, isStale, largestStep } from "../failover";
import type { Plan } from "../plan";
import { isTooMuch, largestTerm, lossesOf, lossSeconds } from "../recovery";
import { isOldRestore, isTooLong, longestTerm, restoreSeconds, restoreTimesOf } from "../restoreTimes";

/** Name of the file that every plan writes about its failover. */
export const failoverReportName = "failover.json";

/**
 * The chains, what clusters may lack after a restore and how long that takes, as JSON, each with its sum, its longest step or largest term, and whether the
 * promise is broken; `null` where nobody can say.
 */
export function failoverReport(plan: Plan): string {
  const chains = chainsOf(plan).map((chain) => ({
    ...chain,
    measured: chain.measured ?? null,
    seconds: chainSeconds(chain),
    longest: largestStep(chain)?.name ?? null,
    isBroken: isBroken(chain),
    isStale: isStale(chain),
  }));
  const losses = lossesOf(plan).map((loss) => ({
    ...loss,
    seconds: lossSeconds(loss),
    largest: largestTerm(loss)?.name ?? null,
    isBroken: isTooMuch(loss),
  }));
  const restores = restoreTimesOf(plan).map((time) => ({
    ...time,
    measured: time.measured ?? null,
    seconds: restoreSeconds(time),
    longest: longestTerm(time)?.name ?? null,
    isBroken: isTooLong(time),
    isStale: isOldRestore(time),
  }));
  return `${JSON.stringify({ schemaVersion: 1, chains, losses, restores }, null, 1)}\n`;
}
