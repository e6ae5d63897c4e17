import { auditLog, erasure } from "./compliance";
import { objectReplicationMinutesMax, pairLost, quorum } from "./consistency";
import { leaderElection } from "./database";
import {
  edgeLogStores,
  edgeProcessingJurisdictions,
  edgeSteering,
  planLimits,
  passiveFailoverSecondsMin,
} from "./edge";
import { jurisdictions } from "./jurisdictions";
import { failover, recovery, slo } from "./promises";
import { allRegions } from "./regions";
import { roundTripMs } from "./roundTrips";
import { errorSpansPerSecond, tornAcrossRegions, tracing } from "./tracing";

/** Where a promise meets physics, law or a vendor's limit; the plan prints these instead of hiding them. */
export interface TradeOff {
  readonly promise: string;
  readonly instead: string;
}

/** Where a city is served from a Local Zone, and what that means for its traffic. */
function localZones(): readonly TradeOff[] {
  return allRegions().flatMap(({ city, awsRegion, localZone, jurisdiction }) => {
    if (!localZone) return [];
    const here = jurisdictions[localZone.jurisdiction].place;
    const processed = (edgeProcessingJurisdictions as readonly string[]).includes(localZone.jurisdiction);
    return [
      {
        promise: `${city} serves its users`,
        instead: `from a Local Zone (${localZone.zone}): stateless parts only; control plane, data and quorum stay in ${awsRegion}`,
      },
      ...(processed
        ? []
        : [
            {
              promise: `traffic from ${here} stays there`,
              instead: `the edge cannot process there: it goes to ${jurisdictions[jurisdiction].place} on a recorded basis; the edge keeps its own logs in the ${edgeLogStores.join(" or the ")}`,
            },
          ]),
    ];
  });
}

/** What a write that outlives its region waits for: the shortest and the longest way from a region to its partner. */
function durableWrites(): readonly TradeOff[] {
  const waits = allRegions()
    .map(({ name, partner }) => roundTripMs(name, partner))
    .filter((ms) => ms > slo.p95LatencyMsMax);
  if (waits.length === 0) return [];
  return [
    {
      promise: `p95 below ${slo.p95LatencyMsMax} ms`,
      instead: `not for a write that must outlive its region: it waits for about a round trip to the partner, ${Math.min(...waits)} to ${Math.max(...waits)} ms; commits are durable (RPO 0) or fast (RPO seconds), by role`,
    },
  ];
}

/** The trade-offs of the platform, each in one line, from the numbers in facts (ARCHITECTURE section 2). */
export function tradeOffs(): readonly TradeOff[] {
  const { enterprise, business, pro } = planLimits("monitorIntervalSecondsMin");
  return [
    ...localZones(),
    ...durableWrites(),
    {
      promise: "copies in all regions",
      instead:
        "for data without persons only; personal data moves along edges with a recorded legal basis, encrypted or not",
    },
    {
      promise: `erasure, and logs that nobody changes for ${auditLog.years} years`,
      instead: `a subject's key is destroyed and what it encrypted becomes unreadable; backups of keys end after ${erasure.keyBackupDaysMax} days, within the legal month`,
    },
    {
      promise: `health checks every ${failover.healthCheckIntervalSeconds} s`,
      instead: `the edge vendor's monitors run every ${enterprise}, ${business} or ${pro} s by plan, passive failover takes ${passiveFailoverSecondsMin} s or more; the regions probe each other and act on ${edgeSteering.failedProbes} failures in a row`,
    },
    {
      promise: `decision within ${failover.decisionSecondsMax} s`,
      instead: `at the edge and in the mesh; a database leader is declared dead after ${leaderElection.ttlSeconds} s, all is back within ${failover.fullRecoverySecondsMax} s`,
    },
    {
      promise: `RPO below ${recovery.rpoMinutesMax} min`,
      instead: `S3 promises ${objectReplicationMinutesMax} min for replication: what needs less is written to both buckets by its writer`,
    },
    {
      promise: "every error's trace is kept",
      instead: `in the region where it failed; another keeps its part as of all else (${tornAcrossRegions.whole} of ${tornAcrossRegions.of}, ${tornAcrossRegions.triedOn}); in an outage ${errorSpansPerSecond()} spans a second and gateway, of the rest ${tracing.keptPercent} %`,
    },
    {
      promise: "automatic failover",
      instead: `of one region; with ${quorum.majority} of ${quorum.regions} voting regions lost, or a region and its partner, nothing durable is written until a person decides by a runbook; what the pair alone held is gone (${pairLost.durableRows} of ${pairLost.ofRows} durable rows, drill of ${pairLost.drilledOn})`,
    },
  ];
}
