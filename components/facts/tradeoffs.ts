import { failover } from "./promises";
import { allRegions } from "./regions";

/** Where a promise meets physics, law or a vendor's limit; the plan prints these instead of hiding them. */
export interface TradeOff {
  readonly promise: string;
  readonly instead: string;
}

/** The trade-offs of the regions in facts (ARCHITECTURE section 2). */
export function tradeOffs(): readonly TradeOff[] {
  const local = allRegions().flatMap((region) =>
    region.localZone
      ? [
          {
            promise: `${region.city} serves its users`,
            instead: `from a Local Zone (${region.localZone.zone}): stateless parts only; control plane, data and quorum stay in ${region.awsRegion}`,
          },
        ]
      : [],
  );
  return [
    ...local,
    {
      promise: `health checks every ${failover.healthCheckIntervalSeconds} s`,
      instead: "the edge vendor's own checks are slower (10 s at best); the regions probe each other",
    },
    {
      promise: `decision within ${failover.decisionSecondsMax} s`,
      instead: `at the edge and in the mesh; a database leader is declared dead after 20 s, all is back within ${failover.fullRecoverySecondsMax} s`,
    },
    {
      promise: "copies in all regions",
      instead: "for data without persons only; personal data moves along lawful edges",
    },
  ];
}
