import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { observabilityPorts } from "../facts/observability";
import {
  authoritiesKey,
  helmRelease,
  openToRegions,
  volumeClass,
  type ChartMirror,
  type RegionContext,
} from "../shared";
import { CloudwatchExporter } from "./cloudwatch";
import { AlertRouter, type ReceiverAddresses } from "./alertRouter";
import { NodeCollectors, TraceGateways } from "./collectors";
import { EntryProbes, type ProbeIdentity } from "./entryProbes";
import { dashboardFiles } from "./dashboards";
import { GlobalView } from "./globalView";
import { Grafana, type SignIn } from "./grafana";
import { ClusterCollector, LogStore } from "./logs";
import { MetricsCopies } from "./metricsCopies";
import { MetricsStore } from "./metricsStore";
import { Monitors } from "./monitors";
import { operatorValues } from "./operatorValues";
import {
  authoritiesConfigMap,
  labelsOf,
  namespace,
  watchClass,
  watchVolumes,
  type WatchPartArgs,
} from "./parts";
import type { RuleGroup } from "./rules";
import { Instrumentation, Jaeger, TraceStore, TraceStoreExporter } from "./traces";
import { checkedGroups, RuleSets } from "./ruleSets";

export interface ObservabilityStackArgs {
  readonly context: RegionContext;
  /** The cluster, whose pods get rights in AWS. */
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** The security group that pods have. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** KMS key of class operational, by which volumes are encrypted. */
  readonly keyArn: pulumi.Input<string>;
  /** Certificates of every region's authority, PEM. */
  readonly authorities: string;
  /** The project's repository, whose pages alerts name. @example "https://github.com/azora/platform" */
  readonly repositoryUrl: string;
  /** Where people are told; default: the secret comes from elsewhere. */
  readonly receivers?: ReceiverAddresses | undefined;
  /** By what the other regions' entries are asked; default: they are not. */
  readonly probes?: ProbeIdentity | undefined;
  /** By whom people are known who look at dashboards; default nobody is let in. */
  readonly signIn?: SignIn | undefined;
  /** Rules of service teams, beside the platform's. Default none. */
  readonly groups?: readonly RuleGroup[];
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: the cluster with its guarded namespaces and add-ons. */
  readonly after: readonly pulumi.Resource[];
}

/** What other regions reach, by what it is for. */
const openPorts = {
  queries: observabilityPorts.thanosGrpc,
  copies: observabilityPorts.thanosReceive,
  alerts: observabilityPorts.alertmanagerGossip,
  logs: observabilityPorts.lokiHttp,
} as const;

/**
 * What watches a region: its metrics, the rules that tell people, and one view of all regions. It goes on by itself when others are
 * gone, and the others know what it did last when it is.
 * Costs to run: what `metricsStore` of facts says, twice; a dozen small pods; and some megabytes an hour between regions.
 * @throws InvalidValueError before anything is created, with every rule that could not work and why.
 */
export class ObservabilityStack extends pulumi.ComponentResource {
  /** Where queries over all regions are asked, in the cluster's own network. */
  readonly queryAddress: pulumi.Output<string>;
  /** Names of all alerts. */
  readonly alerts: pulumi.Output<string[]>;

  constructor(name: string, args: ObservabilityStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:ObservabilityStack", name, {}, opts);
    const { context, mirror, repositoryUrl, receivers, probes } = args;
    const groups = checkedGroups(context.region, probes !== undefined, args.groups ?? []);
    const child = { parent: this };
    const inside = { parent: this, dependsOn: [...args.after] };

    this.admitRegions(name, args);
    const trusted = new k8s.core.v1.ConfigMap(
      `${name}-authorities`,
      {
        metadata: { name: authoritiesConfigMap, namespace, labels: labelsOf("authorities") },
        data: { [authoritiesKey]: args.authorities },
      },
      inside,
    );
    const volumes = volumeClass(
      `${name}-volumes`,
      { name: watchVolumes, dataClass: watchClass, keyArn: args.keyArn, reclaimPolicy: "Retain" },
      inside,
    );
    const operator = helmRelease(
      `${name}-operator`,
      { chart: charts.kubePrometheusStack, namespace, mirror, values: operatorValues() },
      inside,
    );
    const part: WatchPartArgs = {
      context,
      issuerName: args.issuerName,
      // These come after what all must come after; a cluster depended on is four hundred resources in each list.
      after: [operator, trusted, volumes],
    };
    new MetricsStore(`${name}-metrics`, part, child);
    new MetricsCopies(`${name}-copies`, part, child);
    new AlertRouter(`${name}-alerts`, { ...part, addresses: receivers }, child);
    new Monitors(`${name}-monitors`, { context, after: part.after }, child);
    const rules = new RuleSets(`${name}-rules`, { context, repositoryUrl, groups, after: part.after }, child);
    const view = new GlobalView(`${name}-view`, { ...part, mirror }, child);
    const { keyArn, clusterName, clusterArn } = args;
    const withRights = { ...part, keyArn, clusterName, clusterArn };
    const lines = new LogStore(`${name}-logs`, withRights, child);
    new ClusterCollector(`${name}-cluster`, withRights, child);
    new CloudwatchExporter(`${name}-cloudwatch`, { ...withRights, mirror }, child);
    const traces = new TraceStore(`${name}-trace-store`, part, child);
    new TraceStoreExporter(`${name}-trace-numbers`, { ...part, after: [...part.after, traces] }, child);
    const jaeger = new Jaeger(`${name}-traces`, { ...part, after: [...part.after, traces] }, child);
    new Grafana(
      `${name}-grafana`,
      {
        ...part,
        sources: { metrics: view.address, logs: lines.address, traces: jaeger.queryAddress },
        dashboards: dashboardFiles(groups, repositoryUrl),
        signIn: args.signIn,
      },
      child,
    );
    new TraceGateways(`${name}-gateways`, part, child);
    const collectors = new NodeCollectors(`${name}-collectors`, part, child);
    new Instrumentation(
      `${name}-programs`,
      { context, collectorAddress: collectors.address, mirror, after: part.after },
      child,
    );
    if (probes !== undefined) new EntryProbes(`${name}-probes`, { ...part, ...probes, mirror }, child);

    this.queryAddress = view.address;
    this.alerts = rules.alerts;
    this.registerOutputs({ queryAddress: this.queryAddress, alerts: this.alerts });
  }

  /** Lets the other regions' pods reach stores and Alertmanagers. */
  private admitRegions(name: string, { context, podSecurityGroupId }: ObservabilityStackArgs): void {
    for (const [what, ports] of Object.entries(openPorts))
      openToRegions(
        `${name}-${what}`,
        {
          context,
          securityGroupId: podSecurityGroupId,
          ports,
          tags: { service: "observability", name: `observability-${what}` },
          says: (region) => `Observability (${what}) from ${region}`,
        },
        { parent: this },
      );
  }
}
