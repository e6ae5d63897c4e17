import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { acrossZones, resources } from "../addons";
import { charts } from "../facts/charts";
import { edgeHealth } from "../facts/edgeMonitor";
import { entryProbe, observabilityPorts, regionLabel } from "../facts/observability";
import { failover } from "../facts/promises";
import { allRegions } from "../facts/regions";
import { entryAddress, probedHost } from "../facts/steering";
import { helmRelease, type ChartMirror, type RegionContext } from "../shared";
import { labelsOf, namespace, type WatchPartArgs } from "./parts";

/** What a region shows to the other regions' entries, which let in nobody else. */
export interface ProbeIdentity {
  /** Certificate and key in one PEM; kept as a secret. */
  readonly identity: pulumi.Input<string>;
  /** Authorities that sign what entries show, PEM. */
  readonly authorities: string;
}

export interface EntryProbesArgs extends WatchPartArgs, ProbeIdentity {
  readonly mirror?: ChartMirror | undefined;
}

const exporter = "blackbox";
const files = {
  secret: "probe-identity",
  identity: "identity.pem",
  configMap: "entry-authorities",
  authorities: "authorities.pem",
  identityHome: "/etc/azora/identity",
  authoritiesHome: "/etc/azora/entries",
} as const;

/** The values of the chart: one module, which asks an entry as the edge does. */
function probeValues({ domain }: RegionContext): Readonly<Record<string, unknown>> {
  const host = probedHost(domain);
  const identity = `${files.identityHome}/${files.identity}`;
  return {
    fullnameOverride: exporter,
    replicas: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    priorityClassName: "platform-critical",
    pod: { labels: labelsOf(exporter) },
    podSecurityContext: { runAsNonRoot: true, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    resources: resources(50, 64, 128),
    extraArgs: ["--log.format=json"],
    config: {
      modules: {
        [entryProbe.module]: {
          prober: "http",
          timeout: `${entryProbe.timeoutSeconds}s`,
          http: {
            method: "GET",
            headers: { Host: host },
            valid_status_codes: [Number(edgeHealth.expectedCodes)],
            fail_if_not_ssl: true,
            fail_if_body_not_matches_regexp: [edgeHealth.expectedBody],
            follow_redirects: false,
            preferred_ip_protocol: "ip4",
            ip_protocol_fallback: false,
            tls_config: {
              server_name: host,
              ca_file: `${files.authoritiesHome}/${files.authorities}`,
              cert_file: identity,
              key_file: identity,
              min_version: "TLS13",
            },
          },
        },
      },
    },
    extraSecretMounts: [
      {
        name: "identity",
        mountPath: files.identityHome,
        secretName: files.secret,
        readOnly: true,
        defaultMode: 0o440,
      },
    ],
    extraConfigmapMounts: [
      {
        name: "entries",
        mountPath: files.authoritiesHome,
        configMap: files.configMap,
        readOnly: true,
        defaultMode: 0o444,
      },
    ],
    topologySpreadConstraints: acrossZones(labelsOf(exporter)),
  };
}

/** Asks the other regions' entries, each as often as failover looks. */
function entryProbeSpec({ domain }: RegionContext, target: string): object {
  return {
    jobName: entryProbe.job,
    interval: `${failover.healthCheckIntervalSeconds}s`,
    scrapeTimeout: `${entryProbe.scrapeTimeoutMs}ms`,
    module: entryProbe.module,
    prober: {
      url: `${exporter}.${namespace}.svc:${observabilityPorts.blackbox}`,
      scheme: "http",
      path: "/probe",
    },
    targets: {
      staticConfig: {
        static: [`https://${entryAddress(target, domain)}${edgeHealth.path}`],
        // Whom it is about; who asks is the Prometheus' own label.
        labels: { [regionLabel]: target },
      },
    },
  };
}

/**
 * Asks every other region's entry every five seconds, by the way that the regions have among each other and as the edge asks it.
 * Costs to run: two small pods, and some hundred bytes a second.
 */
export class EntryProbes extends pulumi.ComponentResource {
  /** Regions that are asked from here. */
  readonly targets: pulumi.Output<string[]>;

  constructor(name: string, args: EntryProbesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:EntryProbes", name, {}, opts);
    const { context, identity, authorities, mirror } = args;
    const inside = { parent: this, dependsOn: [...args.after] };
    const secret = new k8s.core.v1.Secret(
      `${name}-identity`,
      {
        metadata: { name: files.secret, namespace },
        stringData: { [files.identity]: pulumi.secret(identity) },
      },
      inside,
    );
    const trusted = new k8s.core.v1.ConfigMap(
      `${name}-authorities`,
      { metadata: { name: files.configMap, namespace }, data: { [files.authorities]: authorities } },
      inside,
    );
    const release = helmRelease(
      name,
      { chart: charts.blackboxExporter, namespace, mirror, values: probeValues(context) },
      { ...inside, dependsOn: [...args.after, secret, trusted] },
    );
    const others = allRegions().flatMap((region) =>
      region.name === context.region.name ? [] : [region.name],
    );
    for (const target of others)
      new k8s.apiextensions.CustomResource(
        `${name}-${target}`,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "Probe",
          metadata: { name: `entry-${target}`, namespace, labels: labelsOf(exporter) },
          spec: entryProbeSpec(context, target),
        },
        { ...inside, dependsOn: [...args.after, release] },
      );

    this.targets = pulumi.output(others);
    this.registerOutputs({ targets: this.targets });
  }
}
