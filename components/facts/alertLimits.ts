/** Where parts of the platform stop to be well; what services promise is in `serviceLevels.ts`. */
import { servingCertificate } from "./addons";
import { cacheCluster } from "./cacheCluster";
import { leaderElection } from "./database";
import { recovery } from "./promises";
import { ageHoursMax } from "./rehearsals";

export const alertLimits = {
  /**
   * How far behind a copy may be. A copy knows when what it replayed was written, and something is written each minute
   * (`heartbeats`): two minutes are late, and five are more than may be lost.
   */
  replicaLagSeconds: { warning: 120, critical: recovery.rpoMinutesMax * 60 },
  /** A certificate is renewed with ten days left; half of that is late, and two days are the last in which a person can help. */
  certificateSeconds: {
    warning: (servingCertificate.renewBeforeHours * 3600) / 2,
    critical: 2 * 86_400,
  },
  /** Of a volume, that is free. */
  volumeFreeRatio: { warning: 0.15, critical: 0.05 },
  /** Days ahead that are looked into for what will be full, and the days behind by which. */
  forecast: { volumeDays: 4, volumeFromHours: 6, volumeFreeRatioBelow: 0.4, nodesDays: 7, nodesFromDays: 1 },
  /** Of what Karpenter may run. */
  nodePoolRatio: 0.9,
  /** Of the API server's answers. */
  apiErrorRatio: 0.03,
  /** Of a store's limit. */
  storeRatio: 0.8,
  /** A pod that starts again as often within an hour does not come up by itself. */
  restartsPerHour: 5,
  /** Work that waits as long is not being done. */
  queueMinutes: 15,
  /** How long a write-ahead log of etcd may take to reach the disk, at the 99th percentile ("Metrics", etcd.io: 10 ms is well). */
  etcdSyncSeconds: 0.1,
  /** A member that hears nothing of its lock for as long gives the lead away. */
  lockSilentSeconds: leaderElection.ttlSeconds,
  /** Leader changes of a lock in an hour that are more than bad luck. */
  leaderChangesPerHour: 3,
  /** Full copies that a server sends in an hour: after a failover each of the others may need one, and no more. */
  cacheFullCopiesPerHour: cacheCluster().members.length,
  /** Rows are carried twice a second; a minute is late. Nothing is stale for longer than caches keep it (`localCache.ttlSecondsMax`). */
  outboxSeconds: 60,
  /** Cluster objects are kept every five minutes; the alarm of CloudWatch counts the same. */
  objectsBackupSeconds: ageHoursMax.objects * 3600,
  /** Of a node's queue of lines: half of it is a quarter of an hour. */
  logQueueRatio: { warning: 0.5, critical: 0.9 },
  /** Compaction lets lines go every ten minutes; a day without is no bad luck. */
  retentionSeconds: 86_400,
  /** Errors that a namespace writes, against its own last day, and below which it is nobody's concern. */
  logErrors: { timesOfDay: 10, perSecondMin: 1 },
  /** Controllers ask for what they may not now and then; one a second is somebody. */
  refusedPerSecond: 1,
  /** Warnings of one reason, a second. */
  warningsPerSecond: 0.5,
  /** A deployment or a moved pod is back sooner. */
  sourceMissingMinutes: 20,
  /** A spot instance is gone two minutes after its warning: of one that waits for one, Karpenter has half of it left. */
  warningWaitSeconds: 60,
  /** Packets in five minutes between regions that no route takes: a dozen connections that are tried again make as many. */
  packetsWithoutRoute: 100,
  /**
   * Of Java's heap, for a quarter of an hour: its collector works well up to three quarters, and a node that finds no room for a request
   * refuses it at 0.95 ("Circuit breaker settings", opensearch.org).
   */
  heapRatio: 0.9,
  /** Days that an index may be there after its last: it goes by its age, which is looked at now and then, and is a day long. */
  indexGraceDays: 2,
  /** How far what is sent to the partner may be behind. */
  partnerCopySeconds: 300,
} as const;
