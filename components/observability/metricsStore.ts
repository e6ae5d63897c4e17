import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityPorts } from "../facts/observability";
import { certificate, oneAtATime, publishedPods } from "../shared";
import { copiesSpec, metricsSpec, storeCertificate, storeNames, type StoreKind } from "./metricsSpec";
import { labelsOf, namespace, partHost, sharedHost, storeHost, type WatchPartArgs } from "./parts";

export interface MetricsStoreArgs extends WatchPartArgs {
  /** `metrics` asks all of the region's pods; `copies` keeps what other regions' rules recorded. */
  readonly kind: StoreKind;
}

/** What scraping and finding targets takes ("RBAC", prometheus-operator.dev): it reads, and no secret. */
const rights: readonly k8s.types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["nodes", "services", "pods"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
  { nonResourceURLs: ["/metrics"], verbs: ["get"] },
];

/**
 * A Prometheus of the region: the one that sees everything in it, twice, or the one that keeps what other regions' rules recorded, so
 * that a lost region can still be looked at. Other regions ask both by Thanos, with a certificate.
 * Costs to run: two pods of ten gibibytes with a volume each, or one small one; and what is sent to the partner.
 */
export class MetricsStore extends pulumi.ComponentResource {
  /** Where other regions ask it, by gRPC. */
  readonly storeAddress: pulumi.Output<string>;

  constructor(name: string, args: MetricsStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:MetricsStore", name, {}, opts);
    const { context, issuerName, kind } = args;
    const { region, domain } = context;
    const own = storeNames[kind];
    const labels = labelsOf(own);
    const metadata = { name: own, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = partHost(own, region.name, domain);

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: kind === "metrics" },
      inside,
    );
    const admitted = kind === "metrics" ? [this.admit(name, own, account, inside)] : [];
    const proof = certificate(
      `${name}-certificate`,
      {
        name: storeCertificate(kind),
        namespace,
        issuerName,
        identity: sharedHost(own, domain),
        hosts: [
          host,
          sharedHost(own, domain),
          // Queries across regions know every store by one name.
          storeHost(domain),
          `${own}.${namespace}.svc`,
          // The sidecar asks its own Prometheus.
          "localhost",
        ],
      },
      inside,
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: { ...metadata, annotations: publishedPods(host) },
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [
            { name: "web", port: observabilityPorts.prometheus, targetPort: "web" },
            { name: "grpc", port: observabilityPorts.thanosGrpc, targetPort: "grpc" },
          ],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "Prometheus",
        metadata,
        spec: kind === "metrics" ? metricsSpec(context) : copiesSpec(context),
      },
      { ...inside, dependsOn: [...args.after, account, ...admitted, proof] },
    );

    this.storeAddress = pulumi.output(`${host}:${observabilityPorts.thanosGrpc}`);
    this.registerOutputs({ storeAddress: this.storeAddress });
  }

  /** Lets it find pods and ask them, in every namespace. */
  private admit(
    name: string,
    own: string,
    account: pulumi.Resource,
    opts: pulumi.CustomResourceOptions,
  ): k8s.rbac.v1.ClusterRoleBinding {
    const metadata = { name: own, labels: labelsOf(own) };
    const role = new k8s.rbac.v1.ClusterRole(`${name}-role`, { metadata, rules: [...rights] }, opts);
    return new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: own },
        subjects: [{ kind: "ServiceAccount", name: own, namespace }],
      },
      { ...opts, dependsOn: [role, account] },
    );
  }
}
