import { chainsOf, chainSeconds, isBroken, isStale, largestStep } from "../failover";
import type { Plan } from "../plan";

/** Name of the file that every plan writes about its failover. */
export const failoverReportName = "failover.json";

/** The chains as JSON, each with its sum, its longest step, and whether the promise is broken; `null` where nobody can say. */
export function failoverReport(plan: Plan): string {
  const chains = chainsOf(plan).map((chain) => ({
    ...chain,
    measured: chain.measured ?? null,
    seconds: chainSeconds(chain),
    longest: largestStep(chain)?.name ?? null,
    isBroken: isBroken(chain),
    isStale: isStale(chain),
  }));
  return `${JSON.stringify({ schemaVersion: 1, chains }, null, 1)}\n`;
}
