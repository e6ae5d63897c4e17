import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { regionAuthority } from "../facts/addons";
import { exporterProbes, monitors, type ExporterProbeFact, type MonitorFact } from "../facts/monitors";
import { privateZoneName } from "../facts/network";
import { metricsStore } from "../facts/observability";
import type { RegionContext } from "../shared";
import { metricsCertificate } from "./metricsSpec";
import { certificateRefs, labelsOf, namespace, sharedHost } from "./parts";

export interface MonitorsArgs {
  readonly context: RegionContext;
  /** What must exist first: the operator, and the namespaces that are looked into. */
  readonly after: readonly pulumi.Resource[];
}

/** How a pod that serves by a certificate is asked: by the region's authority, which every namespace has. */
function checked({ checkedBy, shows }: MonitorFact, { domain }: RegionContext): object {
  const { name, certificateKey: key } = regionAuthority;
  return {
    ca: { configMap: { name, key } },
    ...(shows ? certificateRefs(metricsCertificate) : {}),
    minVersion: "TLS13",
    ...(typeof checkedBy === "object" ? { serverName: sharedHost(checkedBy.part, domain) } : {}),
  };
}

/** Calls a member of a StatefulSet by the host that external-dns publishes. @example "core-0" // "core-0.core.africa.internal.azora.example:8008" */
function byOwnHost({ port }: MonitorFact, { region, domain }: RegionContext): object {
  return {
    sourceLabels: ["__meta_kubernetes_pod_name"],
    regex: "(.+)-([0-9]+)",
    targetLabel: "__address__",
    replacement: `$1-$2.$1.${privateZoneName(region.name, domain)}:${port}`,
  };
}

/** What Prometheus asks of a workload's pods; pure. */
function monitorSpec(job: string, fact: MonitorFact, context: RegionContext): object {
  const { labels, port, scheme = "http", path = "/metrics", honored = false, checkedBy } = fact;
  return {
    selector: { matchLabels: { ...labels } },
    podMetricsEndpoints: [
      {
        portNumber: port,
        path,
        scheme,
        interval: `${metricsStore.scrapeSeconds}s`,
        honorLabels: honored,
        // Finished pods answer nothing.
        filterRunning: true,
        ...(scheme === "https" ? { tlsConfig: checked(fact, context) } : {}),
        relabelings: [
          { targetLabel: "job", replacement: job },
          ...(checkedBy === "own host" ? [byOwnHost(fact, context)] : []),
        ],
      },
    ],
  };
}

/** What Prometheus asks an exporter about each of its servers, as which the series are known; pure. */
function probeSpec(
  job: string,
  { service, namespace: home, port, path, targets }: ExporterProbeFact,
  { region, domain }: RegionContext,
): object {
  return {
    jobName: job,
    interval: `${metricsStore.scrapeSeconds}s`,
    prober: { url: `${service}.${home}.svc:${port}`, scheme: "http", path },
    targets: {
      staticConfig: {
        static: [...targets(region.name, domain)],
        labels: { namespace: home },
        relabelingConfigs: [
          {
            sourceLabels: ["__param_target"],
            regex: "(?:[a-z]+://)?([^.]+)[.].+",
            targetLabel: "pod",
            replacement: "$1",
          },
        ],
      },
    },
  };
}

/** Asks every workload of the platform for its metrics, once a minute. Costs to run: nothing of its own. */
export class Monitors extends pulumi.ComponentResource {
  /** Jobs by which the series are known. */
  readonly jobs: pulumi.Output<string[]>;

  constructor(name: string, { context, after }: MonitorsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:Monitors", name, {}, opts);
    for (const [job, fact] of Object.entries(monitors))
      new k8s.apiextensions.CustomResource(
        `${name}-${job}`,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PodMonitor",
          metadata: { name: job, namespace: fact.namespace, labels: labelsOf("monitors") },
          spec: monitorSpec(job, fact, context),
        },
        { parent: this, dependsOn: [...after] },
      );
    for (const [job, fact] of Object.entries(exporterProbes))
      new k8s.apiextensions.CustomResource(
        `${name}-${job}`,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "Probe",
          metadata: { name: job, namespace, labels: labelsOf("monitors") },
          spec: probeSpec(job, fact, context),
        },
        { parent: this, dependsOn: [...after] },
      );

    this.jobs = pulumi.output([...Object.keys(monitors), ...Object.keys(exporterProbes)]);
    this.registerOutputs({ jobs: this.jobs });
  }
}
