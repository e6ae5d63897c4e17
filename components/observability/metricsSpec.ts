/** What a region's Prometheus is told, and the one that keeps other regions' copies; pure, so that every value can be tested. */
import { resources } from "../addons";
import {
  metricsBlockBytes,
  metricsStore,
  metricsVolumeGib,
  observabilityNames,
  observabilityPorts,
  partnerCopy,
  regionLabel,
  storeLabels,
} from "../facts/observability";
import { authoritiesKey, onDemand, podPaths, type RegionContext } from "../shared";
import {
  acrossZones,
  authoritiesConfigMap,
  certificateRefs,
  labelsOf,
  namespace,
  partHost,
  sharedHost,
  watchVolumes,
} from "./parts";

const { prometheus, alertmanager, copies } = observabilityNames;
const gigabyte = 1e9;
const gib = 1 << 30;

/** Versions that the chart's operator brings by itself (kube-prometheus-stack 88.5.3). */
const versions = { prometheus: "v3.14.0", thanos: "v0.42.4" } as const;

const authorities = { configMap: { name: authoritiesConfigMap, key: authoritiesKey } } as const;

/** Which of the two a Prometheus is; its objects have its name. */
export type StoreKind = "metrics" | "copies";

export const storeNames: Readonly<Record<StoreKind, string>> = { metrics: prometheus, copies };

/** Secret of the certificate by which one serves and calls. */
export function storeCertificate(kind: StoreKind): string {
  return `${storeNames[kind]}-server`;
}

/** How one calls a part of the stack, which it knows by its certificate. */
const calling = (kind: StoreKind, serverName: string) => ({
  ca: authorities,
  ...certificateRefs(storeCertificate(kind)),
  serverName,
  minVersion: "TLS13",
});

/** What both have the same: a volume, certificates, a sidecar that other regions ask, and nobody's rights. */
function store(kind: StoreKind, { region }: RegionContext, volumeGib: number, memoryGib: number): object {
  const name = storeNames[kind];
  const labels = storeLabels[kind];
  const mounts = [
    { name: "tls", mountPath: podPaths.tls, readOnly: true },
    { name: "authorities", mountPath: podPaths.authoritiesHome, readOnly: true },
  ];
  return {
    version: versions.prometheus,
    portName: "web",
    scrapeInterval: `${metricsStore.scrapeSeconds}s`,
    evaluationInterval: `${metricsStore.scrapeSeconds}s`,
    walCompression: true,
    externalLabels: { [labels.place]: region.name },
    replicaExternalLabelName: labels.replica,
    prometheusExternalLabelName: labels.prometheus,
    web: {
      tlsConfig: {
        ...certificateRefs(storeCertificate(kind)),
        client_ca: authorities,
        // The kubelet's probes show none.
        clientAuthType: "VerifyClientCertIfGiven",
        minVersion: "TLS13",
      },
    },
    thanos: {
      version: versions.thanos,
      logFormat: "json",
      resources: resources(100, 512, 1024),
      grpcServerTlsConfig: {
        caFile: podPaths.authorities,
        certFile: podPaths.certificate,
        keyFile: podPaths.key,
        minVersion: "TLS13",
      },
      volumeMounts: mounts,
    },
    volumes: [
      { name: "tls", secret: { secretName: storeCertificate(kind) } },
      { name: "authorities", configMap: { name: authoritiesConfigMap } },
    ],
    storage: {
      volumeClaimTemplate: {
        spec: {
          storageClassName: watchVolumes,
          accessModes: ["ReadWriteOncePod"],
          resources: { requests: { storage: `${volumeGib}Gi` } },
        },
      },
    },
    resources: {
      requests: { cpu: metricsStore.cpu, memory: `${memoryGib}Gi` },
      limits: { memory: `${memoryGib}Gi` },
    },
    priorityClassName: "platform-critical",
    podMetadata: { labels: labelsOf(name) },
    affinity: onDemand,
    topologySpreadConstraints: acrossZones(labelsOf(name)),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 2000,
      fsGroup: 2000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    logFormat: "json",
  };
}

/**
 * Two that see the same, in two zones, with thirty days each on a volume; all monitors of the cluster, and rules of this namespace only,
 * which were reviewed. Each hands what rules recorded to the partner's region.
 */
export function metricsSpec(context: RegionContext): object {
  const { region, domain } = context;
  const { memoryGib, replicas, shards, retentionDays, samplesPerTargetMax } = metricsStore;
  const everything = {};
  return {
    ...store("metrics", context, metricsVolumeGib(), memoryGib),
    replicas,
    // A seam: each shard scrapes its share of the targets, and queries across regions put them together.
    shards,
    serviceAccountName: prometheus,
    retention: `${retentionDays}d`,
    // What is full before its time loses the oldest, instead of stopping.
    retentionSize: `${Math.floor(metricsBlockBytes() / gigabyte)}GB`,
    enableFeatures: ["exemplar-storage"],
    exemplars: { maxSize: 100_000 },
    // Every series says which region it is about; probes of another region say so themselves.
    scrapeClasses: [
      {
        name: "own-region",
        default: true,
        relabelings: [
          { sourceLabels: [regionLabel], regex: "", targetLabel: regionLabel, replacement: region.name },
        ],
      },
    ],
    enforcedSampleLimit: samplesPerTargetMax,
    // A monitor of some team's must not read files of this pod.
    arbitraryFSAccessThroughSMs: { deny: true },
    serviceDiscoveryRole: "EndpointSlice",
    serviceMonitorSelector: everything,
    serviceMonitorNamespaceSelector: everything,
    podMonitorSelector: everything,
    podMonitorNamespaceSelector: everything,
    probeSelector: everything,
    // Rules of this namespace only: no selector of others.
    ruleSelector: everything,
    alerting: {
      alertmanagers: [
        {
          namespace,
          name: alertmanager,
          port: "web",
          scheme: "https",
          apiVersion: "v2",
          tlsConfig: calling("metrics", sharedHost(alertmanager, domain)),
        },
      ],
    },
    remoteWrite: [
      {
        name: region.partner,
        url: `https://${partHost(copies, region.partner, domain)}:${observabilityPorts.prometheus}/api/v1/write`,
        tlsConfig: calling("metrics", sharedHost(copies, domain)),
        writeRelabelConfigs: [{ sourceLabels: ["__name__"], regex: partnerCopy.metrics, action: "keep" }],
        // After a long outage the newest come first; nobody needs the rest, which is here still.
        queueConfig: { sampleAgeLimit: `${partnerCopy.sampleAgeMinutes}m` },
        metadataConfig: { send: false },
      },
    ],
  };
}

/** One that asks nobody and is written to by other regions. */
export function copiesSpec(context: RegionContext): object {
  const { volumeGib, memoryGib, retentionDays } = partnerCopy;
  return {
    ...store("copies", context, volumeGib, memoryGib),
    replicas: 1,
    serviceAccountName: copies,
    automountServiceAccountToken: false,
    enableRemoteWriteReceiver: true,
    retention: `${retentionDays}d`,
    retentionSize: `${Math.floor((volumeGib * gib * (1 - metricsStore.spareRatio)) / gigabyte)}GB`,
  };
}
