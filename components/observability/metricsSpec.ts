/** What a region's Prometheus is told; pure, so that every value can be tested. */
import { resources } from "../addons";
import {
  metricsBlockBytes,
  metricsStore,
  metricsVolumeGib,
  observabilityNames,
  observabilityNamespaces,
  observabilityPorts,
  partnerCopy,
  regionLabel,
  storeLabels,
} from "../facts/observability";
import { namespaces } from "../facts/namespaces";
import { authoritiesKey, podPaths, type RegionContext } from "../shared";
import {
  authoritiesConfigMap,
  certificateRefs,
  labelsOf,
  namespace,
  operatedPods,
  partHost,
  sharedHost,
} from "./parts";

const { prometheus, alertmanager, copies } = observabilityNames;
const gigabyte = 1e9;

/** Versions that the chart's operator brings by itself (kube-prometheus-stack 88.5.3). */
const versions = { prometheus: "v3.14.0", thanos: "v0.42.4" } as const;

const authorities = { configMap: { name: authoritiesConfigMap, key: authoritiesKey } } as const;

/** Secret of the certificate by which it serves and calls. */
export const metricsCertificate = `${prometheus}-server`;

/** How it calls a part of the stack, which it knows by its certificate. */
const calling = (serverName: string) => ({
  ca: authorities,
  ...certificateRefs(metricsCertificate),
  serverName,
  minVersion: "TLS13",
});

/** By what other regions ask it: they show a certificate, or are refused. */
const sidecar = {
  version: versions.thanos,
  logFormat: "json",
  resources: resources(100, 512, 1024),
  grpcServerTlsConfig: {
    caFile: podPaths.authorities,
    certFile: podPaths.certificate,
    keyFile: podPaths.key,
    minVersion: "TLS13",
  },
  volumeMounts: [
    { name: "tls", mountPath: podPaths.tls, readOnly: true },
    { name: "authorities", mountPath: podPaths.authoritiesHome, readOnly: true },
  ],
} as const;

/** Whom it asks: all monitors of pods, and those of services that this program or its charts make. */
const everything = {};
const asks = {
  podMonitorSelector: everything,
  podMonitorNamespaceSelector: everything,
  // A monitor of services may send this pod's token along, so that none of a team's own is taken; pods' monitors cannot.
  serviceMonitorSelector: everything,
  serviceMonitorNamespaceSelector: {
    matchExpressions: [
      {
        key: "kubernetes.io/metadata.name",
        operator: "In",
        values: Object.values(observabilityNamespaces),
      },
    ],
  },
  probeSelector: everything,
  // Rules of this namespace only, which were reviewed: no selector of others.
  ruleSelector: everything,
} as const;

/** Objects of a kind that may say which namespace a series is about: those of namespaces that are the platform's. */
const exempt = (resource: string, names: readonly string[]): readonly object[] =>
  names.map((name) => ({ group: "monitoring.coreos.com", resource, namespace: name }));

/** Where alerts go, and what rules recorded. */
function tells({ region, domain }: RegionContext): object {
  return {
    alerting: {
      alertmanagers: [
        {
          namespace,
          name: alertmanager,
          port: "web",
          scheme: "https",
          apiVersion: "v2",
          tlsConfig: calling(sharedHost(alertmanager, domain)),
        },
      ],
    },
    remoteWrite: [
      {
        name: region.partner,
        url: `https://${partHost(copies, region.partner, domain)}:${observabilityPorts.thanosReceive}/api/v1/receive`,
        tlsConfig: calling(sharedHost(copies, domain)),
        writeRelabelConfigs: [{ sourceLabels: ["__name__"], regex: partnerCopy.metrics, action: "keep" }],
        // After a long outage the newest come first; nobody needs the rest, which is here still.
        queueConfig: { sampleAgeLimit: `${partnerCopy.sampleAgeMinutes}m` },
        metadataConfig: { send: false },
      },
    ],
  };
}

/**
 * Two that see the same, in two zones, with thirty days each on a volume. Each hands what rules recorded to the partner's region.
 */
export function metricsSpec(context: RegionContext): object {
  const { region } = context;
  const { cpu, memoryGib, replicas, shards, retentionDays, scrapeSeconds } = metricsStore;
  return {
    version: versions.prometheus,
    replicas,
    shards,
    serviceAccountName: prometheus,
    portName: "web",
    scrapeInterval: `${scrapeSeconds}s`,
    evaluationInterval: `${scrapeSeconds}s`,
    retention: `${retentionDays}d`,
    // What is full before its time loses the oldest, instead of stopping.
    retentionSize: `${Math.floor(metricsBlockBytes() / gigabyte)}GB`,
    walCompression: true,
    enableFeatures: ["exemplar-storage"],
    exemplars: { maxSize: 100_000 },
    // What rules over logs record is written here; while their keepers change, two may do so, and one of them late.
    enableRemoteWriteReceiver: true,
    tsdb: { outOfOrderTimeWindow: "10m" },
    externalLabels: { [storeLabels.place]: region.name },
    replicaExternalLabelName: storeLabels.replica,
    // Every series says which region it is about; probes of another region say so themselves.
    scrapeClasses: [
      {
        name: "own-region",
        default: true,
        relabelings: [
          // An expression that is empty would be left out on the way, and stand for any.
          { sourceLabels: [regionLabel], regex: "^$", targetLabel: regionLabel, replacement: region.name },
        ],
      },
    ],
    sampleLimit: metricsStore.samplesPerTargetMax,
    enforcedSampleLimit: metricsStore.samplesOfObjectsMax,
    // What a team's monitor tells carries the team's namespace, whatever it says itself: nobody else's series can be forged.
    enforcedNamespaceLabel: "namespace",
    excludedFromEnforcement: [
      ...exempt(
        "podmonitors",
        Object.values(namespaces).map(({ name }) => name),
      ),
      ...["servicemonitors", "probes", "prometheusrules"].flatMap((resource) =>
        exempt(resource, Object.values(observabilityNamespaces)),
      ),
    ],
    serviceDiscoveryRole: "EndpointSlice",
    ...asks,
    ...tells(context),
    web: {
      tlsConfig: {
        ...certificateRefs(metricsCertificate),
        client_ca: authorities,
        // The kubelet's probes show none; the namespace lets nobody else to the port.
        clientAuthType: "VerifyClientCertIfGiven",
        minVersion: "TLS13",
      },
    },
    thanos: sidecar,
    volumes: [
      { name: "tls", secret: { secretName: metricsCertificate } },
      { name: "authorities", configMap: { name: authoritiesConfigMap } },
    ],
    resources: { requests: { cpu, memory: `${memoryGib}Gi` }, limits: { memory: `${memoryGib}Gi` } },
    ...operatedPods(labelsOf(prometheus), metricsVolumeGib()),
  };
}
