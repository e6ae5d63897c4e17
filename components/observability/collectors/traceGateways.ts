import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceGateway, traceGatewaysMax, tracing } from "../../facts/tracing";
import { certificate, guaranteed, oneAtATime, onDemand, podSpec, replicaSet } from "../../shared";
import { inZonesOfTheirOwn, labelsOf, namespace, sharedHost, type WatchPartArgs } from "../parts";
import { collectorContainer, collectorPod, configMap } from "./collectorParts";
import { gatewayConfig } from "./gatewayConfig";

const { traceGateway: gateway } = observabilityNames;
const { otlpGrpc, spanMetrics } = observabilityPorts;
/** The image's own user. */
const userId = 10_001;

/**
 * Where the spans of a trace come together, so that it can be decided what is kept of it. Every node's collector finds the same gateway
 * for the same trace. Costs to run: three pods of two CPUs, up to what the whole load needs.
 */
export class TraceGateways extends pulumi.ComponentResource {
  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:TraceGateways", name, {}, opts);
    const { context, issuerName } = args;
    const labels = labelsOf(gateway);
    const metadata = { name: gateway, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const { cpu, memoryGib, replicasMin, cpuPercentTarget, scaleDownMinutes } = traceGateway;

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: gateway,
        namespace,
        issuerName,
        identity: sharedHost(gateway, context.domain),
        hosts: [sharedHost(gateway, context.domain)],
      },
      inside,
    );
    const { map, digest } = configMap(`${name}-config`, metadata, gatewayConfig(context), inside);
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        // Collectors look its pods up by this name; one that is not ready gets no traces.
        spec: {
          clusterIP: "None",
          selector: labels,
          ports: [{ name: "otlp-grpc", port: otlpGrpc, targetPort: "otlp-grpc" }],
        },
      },
      inside,
    );
    const pod = collectorPod(gateway, userId);
    const workload = replicaSet(
      name,
      {
        metadata,
        replicas: "by an autoscaler",
        configDigest: digest,
        needsOthers: false,
        pod: podSpec(pod, labels, {
          affinity: onDemand,
          topologySpreadConstraints: inZonesOfTheirOwn(labels, "ScheduleAnyway"),
          // Until what waits is decided, and handed on.
          terminationGracePeriodSeconds: 3 * tracing.decisionWaitSeconds,
          containers: [
            collectorContainer({
              context,
              pod,
              ports: { "otlp-grpc": otlpGrpc, "span-metrics": spanMetrics },
              resources: guaranteed(cpu, `${memoryGib}Gi`),
              softMemoryMib: memoryGib * 1024 * 0.8,
            }),
          ],
        }),
      },
      { ...inside, dependsOn: [...args.after, account, proof, map, service] },
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      `${name}-scale`,
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: gateway },
          minReplicas: replicasMin,
          maxReplicas: traceGatewaysMax(),
          metrics: [
            {
              type: "Resource",
              resource: {
                name: "cpu",
                target: { type: "Utilization", averageUtilization: cpuPercentTarget },
              },
            },
          ],
          behavior: {
            // Each change of their number sends some traces elsewhere in the middle: up by several at once, down seldom.
            scaleUp: { policies: [{ type: "Pods", value: 3, periodSeconds: 60 }] },
            scaleDown: {
              stabilizationWindowSeconds: scaleDownMinutes * 60,
              policies: [{ type: "Pods", value: 1, periodSeconds: scaleDownMinutes * 60 }],
            },
          },
        },
      },
      { parent: this, dependsOn: [workload] },
    );

    this.registerOutputs({});
  }
}
