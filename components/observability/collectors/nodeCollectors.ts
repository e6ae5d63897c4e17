import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { resources } from "../../addons";
import { collectorHome, podLogs } from "../../facts/logging";
import { observabilityNames, observabilityNamespaces, observabilityPorts } from "../../facts/observability";
import { certificate, podSpec } from "../../shared";
import { labelsOf, sharedHost, type WatchPartArgs } from "../parts";
import { agentConfig } from "./agentConfig";
import { collectorContainer, collectorPod, configMap } from "./collectorParts";

const { collector } = observabilityNames;
const { otlpGrpc, otlpHttp } = observabilityPorts;
const namespace = observabilityNamespaces.agents;
const memoryMib = 1024;

/** Finds out whose a line or a span is; it reads, and no secret. */
const rights: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["get", "list", "watch"] },
];

/** Folders of the node: what containers say, and where it keeps how far it is and what waits. */
const folders = [
  { name: "logs", path: podLogs, type: "Directory", readOnly: true },
  { name: "home", path: collectorHome, type: "DirectoryOrCreate", readOnly: false },
] as const;

/**
 * One collector on every node: it takes traces from the node's pods, reads what containers say, takes out secrets and persons, and hands
 * both on. What a store does not take waits on the node's disk. Costs to run: a small pod on every node.
 */
export class NodeCollectors extends pulumi.ComponentResource {
  /** Where programs send traces, by HTTP; each reaches the collector of its own node. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:NodeCollectors", name, {}, opts);
    const { context, issuerName } = args;
    const labels = labelsOf(collector);
    const metadata = { name: collector, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: true },
      inside,
    );
    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-role`,
      { metadata: { name: collector }, rules: [...rights] },
      inside,
    );
    const binding = new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata: { name: collector },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: collector },
        subjects: [{ kind: "ServiceAccount", name: collector, namespace }],
      },
      { parent: this, dependsOn: [role, account] },
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: collector,
        namespace,
        issuerName,
        identity: sharedHost(collector, context.domain),
        hosts: [sharedHost(collector, context.domain)],
      },
      inside,
    );
    const { map, digest } = configMap(`${name}-config`, metadata, agentConfig(context), inside);
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          selector: labels,
          // What a pod says of its requests leaves its node scrubbed, or not at all.
          internalTrafficPolicy: "Local",
          ports: [
            { name: "otlp-grpc", port: otlpGrpc, targetPort: "otlp-grpc" },
            { name: "otlp-http", port: otlpHttp, targetPort: "otlp-http" },
          ],
        },
      },
      inside,
    );
    const pod = { ...collectorPod(collector, 0), folders };
    const spec = podSpec(pod, labels, {
      automountServiceAccountToken: true,
      // Every node, whatever it refuses.
      tolerations: [{ operator: "Exists" }],
      affinity: {},
      // The files of containers are root's; it has no capability, and no way to get one.
      securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: "RuntimeDefault" } },
      terminationGracePeriodSeconds: 60,
      containers: [
        collectorContainer({
          context,
          pod,
          ports: { "otlp-grpc": otlpGrpc, "otlp-http": otlpHttp },
          resources: resources(200, memoryMib / 2, memoryMib),
          softMemoryMib: memoryMib * 0.8,
        }),
      ],
    });
    new k8s.apps.v1.DaemonSet(
      name,
      {
        metadata,
        spec: {
          selector: { matchLabels: labels },
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
          template: {
            metadata: { labels: { ...labels }, annotations: { "azora/config-digest": digest } },
            spec,
          },
        },
      },
      { ...inside, dependsOn: [...args.after, binding, proof, map] },
    );

    this.address = pulumi.output(`http://${collector}.${namespace}.svc:${otlpHttp}`);
    this.registerOutputs({ address: this.address });
  }
}
