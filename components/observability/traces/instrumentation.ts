import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { acrossZones, onSystemNodes, resources, servingCertificateValues } from "../../addons";
import { charts } from "../../facts/charts";
import { nobodyId } from "../../facts/images";
import { observabilityNames } from "../../facts/observability";
import { propagators, tracing } from "../../facts/tracing";
import { helmRelease, type ChartMirror, type RegionContext } from "../../shared";
import { labelsOf, namespace } from "../parts";

export interface InstrumentationArgs {
  readonly context: RegionContext;
  /** Where programs send traces, by HTTP. */
  readonly collectorAddress: pulumi.Input<string>;
  readonly mirror?: ChartMirror | undefined;
  readonly after: readonly pulumi.Resource[];
}

const release = charts.opentelemetryOperator.chart;

/** The values of the chart: only what puts libraries into programs; collectors are objects of our own. */
function instrumentationValues(): Readonly<Record<string, unknown>> {
  return {
    replicaCount: 2,
    ...onSystemNodes,
    topologySpreadConstraints: acrossZones({ "app.kubernetes.io/instance": release }),
    pdb: { create: true, minAvailable: 1 },
    priorityClassName: "platform-critical",
    manager: {
      resources: resources(50, 128, 256),
      // Go's needs more of its node than any namespace but one may give; the others load a library into the program.
      autoInstrumentation: { go: { enabled: true } },
      // By plain HTTP to Prometheus, whom the namespace lets in; else it would ask for a token that reads metrics anywhere.
      metrics: { secure: false },
      leaderElection: { enabled: true },
    },
    admissionWebhooks: {
      failurePolicy: "Fail",
      // A program starts without its library rather than not at all.
      pods: { failurePolicy: "Ignore" },
      certManager: { enabled: true, ...servingCertificateValues },
      autoGenerateCert: { enabled: false },
    },
  };
}

/** What a program is told that asks for a library; sampling is the collectors' business. */
function instrumentationSpec(collectorAddress: pulumi.Input<string>): object {
  return {
    exporter: { endpoint: collectorAddress },
    propagators: [...propagators],
    sampler: { type: "parentbased_traceidratio", argument: String(tracing.sentPercent / 100) },
    env: [
      { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" },
      // Prometheus asks for metrics, and the collector reads what is written.
      { name: "OTEL_METRICS_EXPORTER", value: "none" },
      { name: "OTEL_LOGS_EXPORTER", value: "none" },
    ],
    defaults: { useLabelsForResourceAttributes: true },
    initContainerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: nobodyId,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

/**
 * Traces without a line of code: a pod that names this (`instrumentation.opentelemetry.io/inject-nodejs: observability/programs`, or
 * `-java`, `-python`, `-go`) starts with a library that traces it. Costs to run: two small pods.
 */
export class Instrumentation extends pulumi.ComponentResource {
  constructor(name: string, args: InstrumentationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:Instrumentation", name, {}, opts);
    const { mirror, after, collectorAddress } = args;
    const operator = helmRelease(
      `${name}-operator`,
      { chart: charts.opentelemetryOperator, namespace, mirror, values: instrumentationValues() },
      { parent: this, dependsOn: [...after] },
    );
    new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "opentelemetry.io/v1alpha1",
        kind: "Instrumentation",
        metadata: {
          name: observabilityNames.instrumentation,
          namespace,
          labels: labelsOf(observabilityNames.instrumentation),
        },
        spec: instrumentationSpec(collectorAddress),
      },
      { parent: this, dependsOn: [operator] },
    );
    this.registerOutputs({});
  }
}
