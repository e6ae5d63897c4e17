import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clusterNameOf } from "../../facts/kubernetes";
import { collectorHome } from "../../facts/logging";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import {
  certificate,
  guaranteed,
  memberSet,
  PodRole,
  podSpec,
  type PolicyStatement,
  type RegionContext,
} from "../../shared";
import { collectorContainer, collectorPod, configMap } from "../collectors/collectorParts";
import {
  healthCheck,
  lineExporter,
  memoryLimiter,
  ownTelemetry,
  scrubber,
  type CollectorConfig,
} from "../collectors/configParts";
import { labelsOf, namespace, sharedHost, watchVolumes } from "../parts";
import { clusterServices } from "./logRules";
import type { LogStoreArgs } from "./logStore";

const { clusterCollector: part, logsReady } = observabilityNames;
/** The image's own user. */
const userId = 10_001;
const storage = "file_storage/state";
const tenant = "audit";

/** The log group in which EKS keeps what the API server was asked. */
function auditLogGroup(region: string): string {
  return `/aws/eks/${clusterNameOf(region)}/cluster`;
}

/** What it is told: what the API server was asked, and what it says happened to objects, goes to the store; pure. */
export function clusterCollectorConfig(context: RegionContext): CollectorConfig {
  const { region, environment } = context;
  const said = (service: string) => ({
    attributes: [
      { key: "service.name", value: service, action: "upsert" },
      { key: "azora.region", value: region.name, action: "upsert" },
      { key: "deployment.environment.name", value: environment, action: "upsert" },
    ],
  });
  const pipeline = (receiver: string, service: keyof typeof clusterServices) => ({
    receivers: [receiver],
    processors: ["memory_limiter", `resource/${service}`, "redaction"],
    exporters: ["otlp_http"],
  });
  return {
    extensions: {
      health_check: healthCheck,
      [storage]: { directory: `${collectorHome}/state`, create_directory: true, fsync: true },
    },
    receivers: {
      // One pod alone watches, or each event would be told twice.
      k8s_objects: {
        auth_type: "serviceAccount",
        objects: [{ name: "events", group: "events.k8s.io", mode: "watch", exclude_watch_type: ["DELETED"] }],
      },
      awscloudwatch: {
        region: region.awsRegion,
        storage,
        logs: {
          poll_interval: "30s",
          max_events_per_request: 5000,
          groups: { named: { [auditLogGroup(region.name)]: { prefixes: ["kube-apiserver-audit"] } } },
        },
      },
    },
    processors: {
      memory_limiter: memoryLimiter,
      "resource/audit": said(clusterServices.audit),
      "resource/events": said(clusterServices.events),
      redaction: scrubber,
    },
    exporters: {
      otlp_http: lineExporter(context, {
        host: `${logsReady}.${namespace}.svc`,
        tenant,
        waits: true,
        storage,
        consumers: 2,
      }),
    },
    service: {
      extensions: ["health_check", storage],
      pipelines: {
        "logs/audit": pipeline("awscloudwatch", "audit"),
        "logs/events": pipeline("k8s_objects", "events"),
      },
      telemetry: ownTelemetry,
    },
  };
}

/** It reads one log group, and finds its streams. */
function rights(context: RegionContext): readonly PolicyStatement[] {
  const group = context.arn("logs", `log-group:${auditLogGroup(context.region.name)}`);
  return [
    {
      Sid: "ReadAudit",
      Effect: "Allow",
      Action: ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
      Resource: [`${group}:*`],
    },
  ];
}

/**
 * Passes on what a cluster says of itself, for searching: who asked its API server what, and what happened to its objects. What counts as
 * evidence lies elsewhere. Costs to run: one small pod.
 */
export class ClusterCollector extends pulumi.ComponentResource {
  constructor(name: string, args: LogStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:ClusterCollector", name, {}, opts);
    const { context, issuerName, clusterName, clusterArn } = args;
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };

    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn,
        purpose: part,
        service: "observability",
        policies: { audit: rights(context) },
        association: { clusterName, namespace, serviceAccount: part },
      },
      { parent: this },
    );
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: true },
      inside,
    );
    const cluster = new k8s.rbac.v1.ClusterRole(
      `${name}-cluster-role`,
      {
        metadata: { name: part },
        rules: [{ apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["get", "list", "watch"] }],
      },
      inside,
    );
    const binding = new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata: { name: part },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: part },
        subjects: [{ kind: "ServiceAccount", name: part, namespace }],
      },
      { parent: this, dependsOn: [cluster, account] },
    );
    const host = sharedHost(part, context.domain);
    const proof = certificate(
      `${name}-certificate`,
      { name: part, namespace, issuerName, identity: host, hosts: [host] },
      inside,
    );
    const { map, digest } = configMap(`${name}-config`, metadata, clusterCollectorConfig(context), inside);
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          clusterIP: "None",
          selector: labels,
          ports: [{ name: "metrics", port: observabilityPorts.collectorMetrics, targetPort: "metrics" }],
        },
      },
      inside,
    );
    const pod = collectorPod(part, userId);
    memberSet(
      name,
      {
        metadata,
        replicas: 1,
        volumeGib: 5,
        storageClassName: watchVolumes,
        annotations: { "azora/config-digest": digest },
        pod: podSpec(pod, labels, {
          automountServiceAccountToken: true,
          containers: [
            collectorContainer({
              context,
              pod,
              ports: {},
              resources: guaranteed("250m", "512Mi"),
              softMemoryMib: 410,
              home: collectorHome,
            }),
          ],
        }),
      },
      { ...inside, dependsOn: [...args.after, role, binding, proof, map, service] },
    );
    this.registerOutputs({});
  }
}
