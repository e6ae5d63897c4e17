/** The replicated cache, its Sentinels and each region's own cache: who leads, who follows, how well they serve, and what they say. */
import { alertLimits } from "../../facts/alertLimits";
import { cacheJobs, cacheReplication } from "../../facts/cache";
import { cacheCluster } from "../../facts/cacheCluster";
import { namespaces } from "../../facts/namespaces";
import { cacheService } from "./cacheService";
import type { DashboardData, PanelRow } from "./panel";
import { anyRegion, inRegion, linesInRegion } from "./variables";

const members = `${inRegion},job="${cacheJobs.servers}"`;
const pod = "{{region}} {{pod}}";
const { quorum } = cacheCluster();
const { maxLagSeconds, maxLagSecondsMax, minReplicasToWrite } = cacheReplication;

const servers: PanelRow = {
  title: "Servers and Sentinels",
  panels: [
    {
      kind: "timeline",
      title: "Servers that answer",
      description: "Each that an exporter asks; two that go at once are a node or a zone.",
      queries: [{ kind: "promql", expr: `max by (region, pod) (redis_up{${inRegion}})`, legend: pod }],
      states: { 0: { text: "silent", is: "critical" }, 1: { text: "answers", is: "well" } },
      links: [
        { to: "kubernetes", with: { region: "region" } },
        { runbook: "alerts", alert: "CacheServerSilent" },
      ],
    },
    {
      kind: "timeline",
      title: "Who is the primary",
      description: "What each member takes itself for; one is the primary, wherever it stands.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (redis_instance_info{${members},role="master"} or 0 * redis_instance_info{${members},role="slave"})`,
          legend: pod,
        },
      ],
      states: { 0: { text: "replica", is: "well" }, 1: { text: "primary", is: "neutral" } },
      links: [{ to: "region" }],
    },
    {
      kind: "timeline",
      title: "The primary, as each region's Sentinels see it",
      description:
        "Missed by all of one region it may be that region that is cut off; by all regions, another is chosen.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region) (redis_sentinel_master_status{${members}})`,
          legend: "{{region}}",
        },
      ],
      states: { 0: { text: "missed", is: "critical" }, 1: { text: "seen", is: "well" } },
      links: [{ runbook: "two-regions-lost" }],
    },
    {
      kind: "timeseries",
      title: "Sentinels that are well",
      description: `As each region sees them; ${quorum} of them choose a primary.`,
      queries: [
        {
          kind: "promql",
          expr: `min by (region) (redis_sentinel_master_ok_sentinels{${members}})`,
          legend: "{{region}}",
        },
      ],
      limits: { worse: "below", warning: quorum + 1, critical: quorum },
      links: [{ runbook: "alerts", alert: "CacheQuorumThin" }],
    },
  ],
};

const replication: PanelRow = {
  title: "Replication",
  panels: [
    {
      kind: "timeseries",
      title: "Replicas of the primary",
      description: `With fewer than ${minReplicasToWrite} it takes no writes.`,
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (redis_connected_slaves{${members}}) and on (region, pod) max by (region, pod) (redis_instance_info{${members},role="master"})`,
          legend: pod,
        },
      ],
      limits: { worse: "below", warning: minReplicasToWrite + 1, critical: minReplicasToWrite },
      links: [{ runbook: "two-regions-lost" }],
    },
    {
      kind: "timeseries",
      title: "Seconds since replicas confirmed",
      description: `As the primary counts them; one that has not for ${maxLagSeconds} s does not count.`,
      queries: [
        {
          kind: "promql",
          expr: `max by (region, slave_ip) (redis_connected_slave_lag_seconds{${members}})`,
          legend: "{{slave_ip}}",
        },
      ],
      unit: "seconds",
      limits: { worse: "above", warning: maxLagSeconds, critical: maxLagSecondsMax },
      links: [{ to: "mesh" }],
    },
    {
      kind: "timeline",
      title: "Links to the primary",
      description:
        "Of each replica; one that is cut reads what was, and its region's caches hear of nothing stale.",
      queries: [
        {
          kind: "promql",
          expr: `min by (region, pod) (redis_master_link_up{${members}})`,
          legend: pod,
        },
      ],
      states: { 0: { text: "cut", is: "critical" }, 1: { text: "follows", is: "well" } },
      links: [{ to: "mesh" }, { runbook: "alerts", alert: "CacheReplicaCut" }],
    },
    {
      kind: "timeseries",
      title: "Full copies",
      description:
        "That a server sent in an hour; one after the other means that a link is too slow for what is written.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (increase(redis_replica_resyncs_full{${members}}[1h])) > 0`,
          legend: pod,
        },
      ],
      limits: { worse: "above", warning: alertLimits.cacheFullCopiesPerHour },
      links: [{ runbook: "alerts", alert: "CacheCopiesAnew" }],
    },
  ],
};

export const cache: DashboardData = {
  title: "Cache",
  description:
    "Whether the caches' members and Sentinels are there, who is primary, how well they serve, and how much room is left.",
  variables: [anyRegion],
  runbooks: ["two-regions-lost", "region-lost", "alerts"],
  rows: [
    servers,
    replication,
    cacheService,
    {
      title: "What they say",
      panels: [
        {
          kind: "logs",
          title: "Lines of members and Sentinels",
          description:
            "Who was missed, who was chosen, and what was refused, in the region whose Grafana this is.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `{${linesInRegion},k8s_namespace_name="${namespaces.valkey.name}"} |~ "(?i)[+]sdown|[+]odown|switch-master|failover|error|warning|lost|oom|noreplicas"`,
            },
          ],
          links: [{ to: "logs" }],
        },
      ],
    },
  ],
};
