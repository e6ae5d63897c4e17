import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { tlsMin } from "../facts/security";
import { helmRelease } from "../shared";
import {
  acrossZones,
  onSystemNodes,
  replicas,
  resources,
  servingCertificateValues,
  type AddonArgs,
} from "./addonArgs";

/** `after` must hold cert-manager, which issues the webhook's certificate. */
export type TrustManagerArgs = AddonArgs;

/** Hands certificates that are to be trusted to every namespace. Costs to run: two small pods. */
export class TrustManager extends pulumi.ComponentResource {
  /** Depend on it to use Bundle. */
  readonly release: pulumi.Resource;

  constructor(name: string, args: TrustManagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:TrustManager", name, {}, opts);

    const namespace = namespaces.certManager.name;
    this.release = helmRelease(
      name,
      {
        chart: charts.trustManager,
        namespace,
        mirror: args.mirror,
        values: {
          crds: { enabled: true, keep: true },
          replicaCount: replicas,
          podDisruptionBudget: { enabled: true, minAvailable: 1 },
          topologySpreadConstraints: acrossZones({ app: charts.trustManager.chart }),
          ...onSystemNodes,
          priorityClassName: "platform-critical",
          resources: resources(20, 64, 256),
          // Public authorities come with each image; only our own are handed out.
          defaultPackage: { enabled: false },
          filterExpiredCertificates: { enabled: true },
          app: {
            trust: { namespace },
            minTLSVersion: tlsMin.goName,
            webhook: { tls: { certificate: { duration: servingCertificateValues.duration } } },
          },
        },
      },
      { parent: this, dependsOn: [...args.after] },
    );

    this.registerOutputs({});
  }
}
