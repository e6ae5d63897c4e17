import * as pulumi from "@pulumi/pulumi";
import { resources } from "../../addons";
import { charts } from "../../facts/charts";
import { cloudwatchEverySeconds } from "../../facts/cloudwatch";
import { nobodyId } from "../../facts/images";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import {
  helmRelease,
  onDemand,
  PodRole,
  securityContext,
  type ChartMirror,
  type PolicyStatement,
  type RegionContext,
} from "../../shared";
import { labelsOf, namespace, type WatchPartArgs } from "../parts";
import { cloudwatchConfig } from "./cloudwatchConfig";

export interface CloudwatchExporterArgs extends WatchPartArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly mirror?: ChartMirror | undefined;
}

const part = observabilityNames.cloudwatch;

/** It lists numbers and reads them; CloudWatch binds neither to a resource or a namespace. */
const rights: readonly PolicyStatement[] = [
  {
    Sid: "ReadNumbers",
    Effect: "Allow",
    Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
    Resource: "*",
  },
];

/** The values of the chart. */
export function cloudwatchValues({ region }: RegionContext): Readonly<Record<string, unknown>> {
  const port = observabilityPorts.cloudwatch;
  return {
    fullnameOverride: part,
    // A second one would ask and pay for the same again; what one misses while it moves is asked five minutes later.
    replicaCount: 1,
    // What EKS hands it is a token of its own, and not the account's.
    serviceAccount: { create: true, name: part, automountServiceAccountToken: false },
    podLabels: labelsOf(part),
    containerPort: port,
    priorityClassName: "platform-critical",
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: nobodyId,
      runAsGroup: nobodyId,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext,
    resources: resources(20, 96, 192),
    affinity: onDemand,
    testConnection: false,
    extraArgs: {
      "listen-address": `:${port}`,
      "scraping-interval": cloudwatchEverySeconds,
      "labels-snake-case": true,
      // Each time it asks what the account is also called, has no right to, and warns.
      "log.level": "error",
    },
    config: JSON.stringify(cloudwatchConfig(region.awsRegion), null, 1),
  };
}

/**
 * Tells Prometheus what only AWS knows: NAT gateways, load balancers, the way between regions, queues, copies of objects, backups. Costs to
 * run: one small pod, and some dollars a month for what is asked (`cloudwatchUsdPerMonth` of facts).
 * @throws InvalidValueError before anything is created, if a job names what CloudWatch does not have.
 */
export class CloudwatchExporter extends pulumi.ComponentResource {
  constructor(name: string, args: CloudwatchExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:CloudwatchExporter", name, {}, opts);
    const { context, clusterName, clusterArn, mirror } = args;
    const values = cloudwatchValues(context);
    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn,
        purpose: part,
        service: "observability",
        policies: { numbers: rights },
        association: { clusterName, namespace, serviceAccount: part },
      },
      { parent: this },
    );
    helmRelease(
      name,
      { chart: charts.cloudwatchExporter, namespace, mirror, values },
      { parent: this, dependsOn: [...args.after, role] },
    );
    this.registerOutputs({});
  }
}
