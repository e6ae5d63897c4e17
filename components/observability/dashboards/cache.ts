/** The replicated cache, its Sentinels and each region's own cache. Nobody asks Valkey for its numbers yet: pods and lines say what they can. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits } from "../../facts/dashboards";
import { namespaces } from "../../facts/namespaces";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion, linesInRegion } from "./variables";

const { name } = namespaces.valkey;
const pods = `${inRegion},namespace="${name}"`;
const containers = `${pods},container!=""`;
const lines = `{${linesInRegion},k8s_namespace_name="${name}"}`;
const pod = "{{region}} {{pod}}";

export const cache: DashboardData = {
  title: "Cache",
  description:
    "Whether the caches' members and Sentinels are there, who became primary, and how much room is left.",
  variables: [anyRegion],
  runbooks: ["two-regions-lost", "region-lost", "alerts"],
  rows: [
    {
      title: "Members and Sentinels",
      panels: [
        {
          kind: "stat",
          title: "Members missing",
          description:
            "Pods of a set that are not ready; with two of the replicated cache's gone a primary stops taking writes.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, statefulset) (kube_statefulset_replicas{${pods}}) - max by (region, statefulset) (kube_statefulset_status_replicas_ready{${pods}})`,
              legend: "{{region}} {{statefulset}}",
            },
          ],
          limits: { worse: "above", warning: 1, critical: 2 },
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "StatefulSetShort" },
          ],
        },
        {
          kind: "timeline",
          title: "Pods that are ready",
          description: "Each pod over time; two that go at once are a node or a zone.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, pod) (kube_pod_status_ready{${pods},condition="true"})`,
              legend: pod,
            },
          ],
          states: { 0: { text: "not ready", is: "critical" }, 1: { text: "ready", is: "well" } },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Restarts",
          description:
            "Of containers in an hour; a primary that starts again is replaced, and what was not copied is gone.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, pod) (increase(kube_pod_container_status_restarts_total{${pods}}[1h])) > 0`,
              legend: pod,
            },
          ],
          limits: { worse: "above", warning: alertLimits.restartsPerHour },
          links: [{ runbook: "alerts", alert: "PodsRestart" }],
        },
      ],
    },
    {
      title: "Replication, as its lines tell it",
      panels: [
        {
          kind: "timeseries",
          title: "Primaries that were replaced",
          description:
            "Times that Sentinels name a new primary; each is seconds without writes, and nobody should see many.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `sum by (azora_region) (count_over_time(${lines} |= "+switch-master" [$__auto]))`,
              legend: "{{azora_region}}",
            },
          ],
          links: [{ to: "logs" }, { runbook: "two-regions-lost" }],
        },
        {
          kind: "timeseries",
          title: "Primaries that Sentinels miss",
          description:
            "Times that one, or a majority, takes a server for lost; without a new primary after it the majority is missing.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `sum by (azora_region) (count_over_time(${lines} |~ "[+](s|o)down" [$__auto]))`,
              legend: "{{azora_region}}",
            },
          ],
          links: [{ to: "logs" }, { to: "region" }],
        },
        {
          kind: "timeseries",
          title: "Copies that began anew",
          description:
            "Full copies between members; one after the other means that a link is too slow for what is written.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `sum by (azora_region) (count_over_time(${lines} |~ "(?i)full resync" [$__auto]))`,
              legend: "{{azora_region}}",
            },
          ],
          links: [{ to: "mesh" }],
        },
      ],
    },
    {
      title: "Room and load",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Memory of the limit",
          description:
            "Share of its limit that each container uses; a cache throws out what is old before it is killed, so a plateau is well.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, pod, container) (container_memory_working_set_bytes{${containers}}) / max by (region, pod, container) (kube_pod_container_resource_limits{${containers},resource="memory"})`,
              legend: `${pod} {{container}}`,
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.memoryRatio },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "CPU",
          description:
            "Cores that each pod uses; Valkey answers from one thread, so that one whole core is all it has.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, pod) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))`,
              legend: pod,
            },
          ],
          limits: { worse: "above", ...colourLimits.shareOfLimit },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Bytes sent and received",
          description:
            "By pod; a member that receives nothing is no copy, and one that sends most is the primary.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, pod) (rate(container_network_transmit_bytes_total{${pods}}[$__rate_interval]))`,
              legend: `${pod}, sent`,
            },
            {
              kind: "promql",
              expr: `sum by (region, pod) (rate(container_network_receive_bytes_total{${pods}}[$__rate_interval]))`,
              legend: `${pod}, received`,
            },
          ],
          unit: "bytesPerSecond",
          links: [{ to: "mesh", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Killed for want of memory",
          description:
            "In an hour, by container; the limit is too small, or a client keeps too much waiting.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, pod, container) (increase(container_oom_events_total{${containers}}[1h])) > 0`,
              legend: `${pod} {{container}}`,
            },
          ],
          limits: { worse: "above", critical: 1 },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Free room on volumes",
          description: "What members keep to start from again; a full volume stops writes.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region, persistentvolumeclaim) (volume:free:ratio{${pods}})`,
              legend: "{{region}} {{persistentvolumeclaim}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...alertLimits.volumeFreeRatio },
          links: [{ runbook: "alerts", alert: "VolumeFills" }],
        },
        {
          kind: "timeseries",
          title: "Time until certificates end",
          description:
            "Of members, Sentinels and local caches; when one has ended nobody speaks to who shows it.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region, name) (certmanager_certificate_expiration_timestamp_seconds{${inRegion},exported_namespace="${name}"} - time())`,
              legend: "{{region}} {{name}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "below", ...alertLimits.certificateSeconds },
          links: [{ runbook: "alerts", alert: "CertificateEnds" }],
        },
      ],
    },
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
              expr: `${lines} |~ "(?i)[+]sdown|[+]odown|switch-master|failover|error|warning|lost|oom|noreplicas"`,
            },
          ],
          links: [{ to: "logs" }],
        },
      ],
    },
  ],
};
