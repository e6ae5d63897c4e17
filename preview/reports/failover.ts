import { chainsOf, chainSeconds, isBroken, isStale, largestStep } from "../failover";
import type { Plan } from "../plan";
import { isTooMuch, largestTerm, lossesOf, lossSeconds } from "../recovery";

/** Name of the file that every plan writes about its failover. */
export const failoverReportName = "failover.json";

/**
 * The chains, and what clusters may lack after a restore, as JSON, each with its sum, its longest step or largest term, and whether the
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
  return `${JSON.stringify({ schemaVersion: 1, chains, losses }, null, 1)}\n`;
}
