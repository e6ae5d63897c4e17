import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { resources } from "../addons";
import { charts } from "../facts/charts";
import { copyLabels, observabilityNames, observabilityPorts, storeLabels } from "../facts/observability";
import { allRegions } from "../facts/regions";
import { certificate, helmRelease, podPaths, type ChartMirror, type RegionContext } from "../shared";
import {
  authoritiesConfigMap,
  labelsOf,
  namespace,
  partHost,
  sharedHost,
  storeHost,
  type WatchPartArgs,
} from "./parts";

export interface GlobalViewArgs extends WatchPartArgs {
  readonly mirror?: ChartMirror | undefined;
}

const { thanos, prometheus, copies } = observabilityNames;
const certificateName = `${thanos}-query`;
const webConfig = { name: `${thanos}-web`, key: "web.yaml", path: "/etc/azora/web" } as const;

/** Every region's stores, by names that lead to their pods. */
function storeEndpoints(domain: string): readonly string[] {
  return allRegions().flatMap(({ name }) =>
    [prometheus, copies].map(
      (store) => `dns+${partHost(store, name, domain)}:${observabilityPorts.thanosGrpc}`,
    ),
  );
}

/**
 * Labels by which series that say the same differ: two replicas, and what the partner keeps of a region. Without them a copy is its
 * original, so that one stands in for the other and nothing is counted twice.
 */
const replicaLabels = [storeLabels.replica, ...Object.values(copyLabels)];

/** The values of the chart: queries over all regions, of which each answers as long as it can. */
function globalViewValues({ domain }: RegionContext): Readonly<Record<string, unknown>> {
  const probe = (failureThreshold: number, periodSeconds: number) => ({
    httpGet: { scheme: "HTTPS" },
    failureThreshold,
    periodSeconds,
  });
  return {
    fullnameOverride: thanos,
    logFormat: "json",
    autoGomemlimit: { enabled: true },
    objstoreConfig: { create: false },
    // Each Prometheus holds its thirty days; nothing lies in a bucket, so that nothing has to be read from one.
    storeGateway: { enabled: false },
    additionalReplicaLabels: replicaLabels,
    additionalEndpoints: storeEndpoints(domain),
    query: {
      enabled: true,
      // Names are looked up, since stores of other regions stand in no cluster-local service.
      enableDnsDiscovery: false,
      replicas: 2,
      podDisruptionBudget: { enabled: true, maxUnavailable: "1" },
      priorityClassName: "platform-critical",
      podLabels: labelsOf(certificateName),
      extraArgs: [
        // What a region that is gone would have said is missing, and said to be; the rest is shown.
        "--query.partial-response",
        "--store.response-timeout=5s",
        "--store.unhealthy-timeout=1m",
        "--query.timeout=1m",
        "--query.max-concurrent=20",
        "--grpc-client-tls-secure",
        `--grpc-client-tls-cert=${podPaths.certificate}`,
        `--grpc-client-tls-key=${podPaths.key}`,
        `--grpc-client-tls-ca=${podPaths.authorities}`,
        `--grpc-client-server-name=${storeHost(domain)}`,
        `--grpc-server-tls-cert=${podPaths.certificate}`,
        `--grpc-server-tls-key=${podPaths.key}`,
        `--grpc-server-tls-client-ca=${podPaths.authorities}`,
        "--grpc-server-tls-min-version=1.3",
        `--http.config=${webConfig.path}/${webConfig.key}`,
      ],
      livenessProbe: probe(4, 30),
      readinessProbe: probe(20, 5),
      resources: resources(250, 512, 2048),
      extraVolumes: [
        { name: "tls", secret: { secretName: certificateName } },
        { name: "authorities", configMap: { name: authoritiesConfigMap } },
        { name: "web", configMap: { name: webConfig.name } },
      ],
      extraVolumeMounts: [
        { name: "tls", mountPath: podPaths.tls, readOnly: true },
        { name: "authorities", mountPath: podPaths.authoritiesHome, readOnly: true },
        { name: "web", mountPath: webConfig.path, readOnly: true },
      ],
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    },
  };
}

/**
 * One view of all regions' metrics, in every region: it asks each region's Prometheus where it is, and shows what is left where one is
 * gone; what that region did last it has from the partner's copies. Costs to run: two small pods, and the answers to what people ask.
 */
export class GlobalView extends pulumi.ComponentResource {
  /** Where dashboards ask, in the cluster's own network. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: GlobalViewArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:GlobalView", name, {}, opts);
    const { context, issuerName, mirror } = args;
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = `${thanos}-query.${namespace}.svc`;
    const proof = certificate(
      `${name}-certificate`,
      {
        name: certificateName,
        namespace,
        issuerName,
        identity: sharedHost(certificateName, context.domain),
        hosts: [host, `${thanos}-query.${namespace}`, sharedHost(certificateName, context.domain)],
      },
      inside,
    );
    const web = new k8s.core.v1.ConfigMap(
      `${name}-web`,
      {
        metadata: { name: webConfig.name, namespace, labels: labelsOf(thanos) },
        data: {
          [webConfig.key]: JSON.stringify({
            tls_server_config: {
              cert_file: podPaths.certificate,
              key_file: podPaths.key,
              client_ca_file: podPaths.authorities,
              client_auth_type: "VerifyClientCertIfGiven",
              min_version: "TLS13",
            },
          }),
        },
      },
      inside,
    );
    helmRelease(
      name,
      { chart: charts.thanos, namespace, mirror, values: globalViewValues(context) },
      { ...inside, dependsOn: [...args.after, proof, web] },
    );

    this.address = pulumi.output(`https://${host}:${observabilityPorts.thanosHttp}`);
    this.registerOutputs({ address: this.address });
  }
}
