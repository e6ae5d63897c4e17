/** The replicated cache, its Sentinels, the region's own caches, and the outboxes that tell them what is stale. */
import { alertLimits } from "../../facts/alertLimits";
import { cacheJobs, cacheReplication } from "../../facts/cache";
import { cacheCluster } from "../../facts/cacheCluster";
import type { Alert, Recording, RuleGroup } from "./rule";

const members = `job="${cacheJobs.servers}"`;
const locals = `job="${cacheJobs.locals}"`;

/** Of what there is one a pod, whichever of the exporters said so. */
const each = (metric: string, selector = ""): string => `max by (region, pod) (${metric}{${selector}})`;

const recordings: readonly Recording[] = [
  {
    record: "region:cache_hits:ratio_rate5m",
    labels: ["region"],
    expr: `sum by (region) (rate(redis_keyspace_hits_total{${locals}}[5m])) / (sum by (region) (rate(redis_keyspace_hits_total{${locals}}[5m])) + sum by (region) (rate(redis_keyspace_misses_total{${locals}}[5m])))`,
    help: "of what services ask the region's own caches for, how much is there",
  },
  {
    record: "member:cache_memory:ratio",
    labels: ["region", "pod"],
    expr: `${each("redis_memory_used_bytes", members)} / (${each("redis_memory_max_bytes", members)} > 0)`,
    help: "of what a member of the replicated cache may hold, how much it does",
  },
];

const serverAlerts: readonly Alert[] = [
  {
    alert: "CacheServerSilent",
    severity: "warning",
    service: "cache",
    expr: `${each("redis_up")} == 0`,
    forMinutes: 3,
    summary: "{{ $labels.region }}: {{ $labels.pod }} of the cache does not answer its exporter",
    description:
      "It is away, its certificate has ended, or it does not know the password: what the others tell says which.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "CacheWithoutPrimary",
    severity: "critical",
    service: "cache",
    expr: "max by (region, master_name) (redis_sentinel_master_status) == 0",
    forMinutes: 1,
    summary: "{{ $labels.master_name }} has no primary, as {{ $labels.region }} sees it",
    description:
      "No Sentinel of the region finds one that is well, for twice as long as another takes to be chosen: nothing can be written.",
    runbook: "two-regions-lost",
    dashboard: "cache",
  },
  {
    alert: "CacheQuorumThin",
    severity: "warning",
    service: "cache",
    expr: "min by (region, master_name) (redis_sentinel_master_ok_sentinels)",
    threshold: { is: "<=", value: cacheCluster().quorum, unit: "count" },
    forMinutes: 5,
    summary:
      "{{ $labels.region }} sees {{ $value }} Sentinels of {{ $labels.master_name }}: one less and no primary is replaced",
    description: "The others are away or cut off. Nothing is lost as long as the primary stays.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "CacheRefusesWrites",
    severity: "critical",
    service: "cache",
    expr: `(${each("redis_connected_slaves", members)} and on (region, pod) max by (region, pod) (redis_instance_info{role="master",${members}}))`,
    threshold: { is: "<", value: cacheReplication.minReplicasToWrite, unit: "count" },
    forMinutes: 2,
    summary:
      "{{ $labels.region }}: the primary {{ $labels.pod }} has {{ $value }} replicas and takes no writes",
    description: `Below ${cacheReplication.minReplicasToWrite} it refuses, since what it took would be lost with it.`,
    runbook: "two-regions-lost",
    dashboard: "cache",
  },
  {
    alert: "CacheReplicaCut",
    severity: "warning",
    service: "cache",
    expr: `min by (region, pod) (redis_master_link_up{${members}}) == 0`,
    forMinutes: 3,
    summary: "{{ $labels.region }}: {{ $labels.pod }} hears nothing of its primary",
    description:
      "Services of the region read what was, and the region's own caches learn of nothing that became stale until it is back.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "CacheCopiesAnew",
    severity: "warning",
    service: "cache",
    expr: `max by (region, pod) (increase(redis_replica_resyncs_full{${members}}[1h]))`,
    threshold: { is: ">", value: alertLimits.cacheFullCopiesPerHour, unit: "count" },
    forMinutes: 0,
    summary: "{{ $labels.region }}: {{ $labels.pod }} sent {{ $value | humanize }} full copies in an hour",
    description: "Replicas fall so far behind that they begin anew: a way is too slow for what is written.",
    runbook: "alerts",
    dashboard: "cache",
  },
];

const roomAlerts: readonly Alert[] = [
  {
    alert: "CacheFills",
    severity: "warning",
    service: "cache",
    expr: "member:cache_memory:ratio",
    threshold: { is: ">", value: alertLimits.storeRatio, unit: "ratio" },
    forMinutes: 10,
    summary: "{{ $labels.region }}: {{ $labels.pod }} has used {{ $value | humanizePercentage }} of its room",
    description: "What is replicated is never thrown out: when it is full it refuses writes.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "CacheTurnsAway",
    severity: "warning",
    service: "cache",
    expr: `max by (region, pod) (increase(redis_rejected_connections_total[5m])) > 0`,
    forMinutes: 5,
    summary: "{{ $labels.region }}: {{ $labels.pod }} has no room for more clients",
    description:
      "{{ $value | humanize }} were turned away in five minutes: somebody does not close connections.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "CacheNotOnDisk",
    severity: "warning",
    service: "cache",
    expr: `min by (region, pod) (redis_aof_last_write_status{${members}}) == 0`,
    forMinutes: 2,
    summary: "{{ $labels.region }}: {{ $labels.pod }} cannot write to its volume",
    description: "It refuses writes until it can, and starts from what others have if it ends.",
    runbook: "alerts",
    dashboard: "cache",
  },
];

const outboxAlerts: readonly Alert[] = [
  {
    alert: "OutboxWaits",
    severity: "warning",
    service: "cache",
    expr: "min by (region, cluster) (azora_outbox_age_seconds)",
    threshold: { is: ">", value: alertLimits.outboxSeconds, unit: "seconds" },
    forMinutes: 2,
    summary:
      "{{ $labels.region }}: what became stale in {{ $labels.cluster }} has waited {{ $value | humanizeDuration }}",
    description: "Caches hand out what is no longer so, until it is carried to them or its time ends.",
    runbook: "alerts",
    dashboard: "cache",
  },
  {
    alert: "OutboxSilent",
    severity: "warning",
    service: "cache",
    expr: "time() - max by (region, cluster) (azora_outbox_looked_timestamp_seconds)",
    threshold: { is: ">", value: alertLimits.outboxSeconds, unit: "seconds" },
    forMinutes: 2,
    summary:
      "{{ $labels.region }}: nobody has looked into the outbox of {{ $labels.cluster }} for {{ $value | humanizeDuration }}",
    description: "Its relays do not reach the database, or do not run.",
    runbook: "alerts",
    dashboard: "cache",
  },
];

export const cacheRules: RuleGroup = {
  name: "caches",
  recordings,
  alerts: [...serverAlerts, ...roomAlerts, ...outboxAlerts],
};
