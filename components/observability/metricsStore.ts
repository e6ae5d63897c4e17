import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../facts/observability";
import { metricsCertificate, metricsSpec } from "./metricsSpec";
import { labelsOf, namespace, partHost, publishedPart, storeHost, type WatchPartArgs } from "./parts";

const { prometheus } = observabilityNames;

/** What scraping and finding targets takes ("RBAC", prometheus-operator.dev): it reads, and no secret. */
const rights: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes", "services", "pods"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
  { nonResourceURLs: ["/metrics"], verbs: ["get"] },
];

/**
 * The region's Prometheus: two replicas that see everything in it, thirty days each. Other regions ask it by Thanos, with a certificate.
 * Costs to run: two pods of ten gibibytes with a volume each, and what is sent to the partner.
 */
export class MetricsStore extends pulumi.ComponentResource {
  /** Where other regions ask it, by gRPC. */
  readonly storeAddress: pulumi.Output<string>;

  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:MetricsStore", name, {}, opts);
    const { context, issuerName } = args;
    const { region, domain } = context;
    const labels = labelsOf(prometheus);
    const metadata = { name: prometheus, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = partHost(prometheus, region.name, domain);

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: true },
      inside,
    );
    const parts = publishedPart(
      name,
      {
        context,
        issuerName,
        part: prometheus,
        certificateName: metricsCertificate,
        // Queries across regions know every store by one name; the sidecar asks its own Prometheus.
        alsoKnownAs: [storeHost(domain), "localhost"],
        ports: [
          { name: "web", port: observabilityPorts.prometheus, targetPort: "web" },
          { name: "grpc", port: observabilityPorts.thanosGrpc, targetPort: "grpc" },
        ],
      },
      inside,
    );
    new k8s.apiextensions.CustomResource(
      name,
      { apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus", metadata, spec: metricsSpec(context) },
      { ...inside, dependsOn: [...args.after, this.admit(name, account, inside), ...parts] },
    );

    this.storeAddress = pulumi.output(`${host}:${observabilityPorts.thanosGrpc}`);
    this.registerOutputs({ storeAddress: this.storeAddress });
  }

  /** Lets it find pods and ask them, in every namespace. */
  private admit(
    name: string,
    account: pulumi.Resource,
    opts: pulumi.CustomResourceOptions,
  ): k8s.rbac.v1.ClusterRoleBinding {
    const metadata = { name: prometheus };
    const role = new k8s.rbac.v1.ClusterRole(`${name}-role`, { metadata, rules: [...rights] }, opts);
    return new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: prometheus },
        subjects: [{ kind: "ServiceAccount", name: prometheus, namespace }],
      },
      { ...opts, dependsOn: [role, account] },
    );
  }
}
