import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { nobodyId } from "../../facts/images";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import {
  copiedImage,
  digestOf,
  guaranteed,
  mountsOf,
  podPaths,
  podSpec,
  replicaSet,
  securityContext,
  type PodParts,
} from "../../shared";
import { authorityFiles } from "../collectors/collectorParts";
import { authorityFile } from "../collectors/configParts";
import { labelsOf, namespace, sharedHost, type WatchPartArgs } from "../parts";
import { storeProof } from "./traceStoreSetup";

const { traceStore: store, traceStoreExporter: part } = observabilityNames;
const { openSearch, openSearchMetrics } = observabilityPorts;

/** What it is told: all nodes at once, and of indices only what they were set to, since each has a hundred numbers. */
const storeExporterArguments: readonly string[] = [
  `--web.listen-address=:${openSearchMetrics}`,
  `--es.uri=https://${store}:${openSearch}`,
  `--es.ca=${authorityFile}`,
  // Read anew for each connection.
  `--es.client-cert=${podPaths.certificate}`,
  `--es.client-private-key=${podPaths.key}`,
  // Before Prometheus gives up.
  "--es.timeout=8s",
  "--es.all",
  "--es.indices_settings",
  "--no-es.aliases",
  "--log.format=json",
];

/**
 * Tells how the store of traces is: by one pod, since a second would ask all its nodes for the same again, and what is missed while it moves
 * is a minute. It shows a certificate of its own, which may look at numbers and at nothing that is stored. Costs to run: one small pod.
 */
export class TraceStoreExporter extends pulumi.ComponentResource {
  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:TraceStoreExporter", name, {}, opts);
    const { context } = args;
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const proof = storeProof(`${name}-certificate`, part, [sharedHost(part, context.domain)], args, inside);
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          clusterIP: "None",
          selector: labels,
          ports: [{ name: "metrics", port: openSearchMetrics, targetPort: "metrics" }],
        },
      },
      inside,
    );
    const pod: PodParts = {
      serviceAccount: part,
      userId: nobodyId,
      certificateSecret: part,
      files: [authorityFiles],
      scratch: [],
    };
    const healthy = (periodSeconds: number, failureThreshold: number) => ({
      httpGet: { path: "/healthz", port: "metrics" },
      periodSeconds,
      failureThreshold,
    });
    replicaSet(
      name,
      {
        metadata,
        replicas: 1,
        configDigest: digestOf(storeExporterArguments.join("\n")),
        needsOthers: false,
        pod: podSpec(pod, labels, {
          containers: [
            {
              name: "exporter",
              image: copiedImage(context, "openSearchExporter"),
              args: [...storeExporterArguments],
              ports: [{ name: "metrics", containerPort: openSearchMetrics }],
              readinessProbe: healthy(10, 3),
              livenessProbe: healthy(30, 4),
              resources: guaranteed("100m", "128Mi"),
              securityContext,
              volumeMounts: mountsOf(pod),
            },
          ],
        }),
      },
      { ...inside, dependsOn: [...args.after, account, proof, service] },
    );
    this.registerOutputs({});
  }
}
