import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { tlsMin } from "../facts/security";
import { helmRelease } from "../shared";
import { acrossZones, onSystemNodes, replicas, resources, type AddonArgs } from "./addonArgs";

export type CertManagerArgs = AddonArgs;

/** Issues and renews certificates inside the cluster. Costs to run: six small pods. */
export class CertManager extends pulumi.ComponentResource {
  /** Depend on it to use Certificate, Issuer and ClusterIssuer. */
  readonly release: pulumi.Resource;
  /** Where secrets of cluster issuers lie. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: CertManagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:CertManager", name, {}, opts);

    const namespace = namespaces.certManager.name;
    const part = (component: string) => ({
      replicaCount: replicas,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      topologySpreadConstraints: acrossZones({
        "app.kubernetes.io/instance": charts.certManager.chart,
        "app.kubernetes.io/component": component,
      }),
      ...onSystemNodes,
    });
    this.release = helmRelease(
      name,
      {
        chart: charts.certManager,
        namespace,
        mirror: args.mirror,
        values: {
          crds: { enabled: true, keep: true },
          global: {
            priorityClassName: "platform-critical",
            // Leases beside the pods: no right in kube-system is needed.
            leaderElection: { namespace },
          },
          ...part("controller"),
          resources: resources(50, 128, 256),
          webhook: {
            ...part("webhook"),
            resources: resources(20, 64, 128),
            config: { tlsConfig: { minTLSVersion: tlsMin.goName } },
          },
          cainjector: { ...part("cainjector"), resources: resources(50, 256, 512) },
          startupapicheck: { ...onSystemNodes, resources: resources(20, 64, 128) },
        },
      },
      { parent: this, dependsOn: [...args.after] },
    );

    this.namespaceName = pulumi.output<string>(namespace);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}
