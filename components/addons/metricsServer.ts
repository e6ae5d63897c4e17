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

/** `after` must hold cert-manager, which issues the serving certificate. */
export type MetricsServerArgs = AddonArgs;

/** Answers how much CPU and memory pods use, for autoscalers and `kubectl top`. Costs to run: two small pods. */
export class MetricsServer extends pulumi.ComponentResource {
  readonly release: pulumi.Resource;

  constructor(name: string, args: MetricsServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:MetricsServer", name, {}, opts);

    this.release = helmRelease(
      name,
      {
        chart: charts.metricsServer,
        namespace: namespaces.metricsServer.name,
        mirror: args.mirror,
        values: {
          replicas,
          podDisruptionBudget: { enabled: true, minAvailable: 1 },
          topologySpreadConstraints: acrossZones({ "app.kubernetes.io/name": charts.metricsServer.chart }),
          ...onSystemNodes,
          // The chart's default lets the API server skip the check of the certificate.
          tls: { type: "cert-manager", certManager: servingCertificateValues },
          args: [`--tls-min-version=${tlsMin.goName}`],
          apiService: { insecureSkipTLSVerify: false },
          // The chart's own figures for up to 100 nodes; a limit besides.
          resources: resources(100, 200, 400),
        },
      },
      { parent: this, dependsOn: [...args.after] },
    );

    this.registerOutputs({});
  }
}
