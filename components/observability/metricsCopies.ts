import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { copyLabels, observabilityNames, observabilityPorts, partnerCopy } from "../facts/observability";
import {
  copiedImage,
  guaranteed,
  memberSet,
  mountsOf,
  podPaths,
  podSpec,
  securityContext,
  type PodParts,
  type RegionContext,
} from "../shared";
import {
  authoritiesConfigMap,
  labelsOf,
  namespace,
  partHost,
  publishedPart,
  storeHost,
  watchVolumes,
  type WatchPartArgs,
} from "./parts";

const { copies } = observabilityNames;
const certificateName = `${copies}-server`;
const data = "/var/thanos/receive";
const { thanosGrpc, thanosHttp, thanosReceive } = observabilityPorts;
/** Nobody in particular; the image makes no user that it needs. */
const userId = 65_532;

/** Thanos' receiver, alone: no ring of receivers, no bucket. Whoever writes or asks shows a certificate of a region's. */
function receiverArgs({ region }: RegionContext): readonly string[] {
  const { retentionDays, volumeGib } = partnerCopy;
  const { certificate: cert, key, authorities } = podPaths;
  return [
    "receive",
    "--log.format=json",
    `--tsdb.path=${data}`,
    `--tsdb.retention=${retentionDays}d`,
    // What is full before its time loses the oldest, instead of stopping.
    `--tsdb.max-retention-bytes=${Math.floor(volumeGib * 0.7)}GB`,
    `--label=${copyLabels.place}="${region.name}"`,
    `--receive.tenant-label-name=${copyLabels.tenant}`,
    `--grpc-address=0.0.0.0:${thanosGrpc}`,
    `--http-address=0.0.0.0:${thanosHttp}`,
    `--remote-write.address=0.0.0.0:${thanosReceive}`,
    ...["grpc-server-tls", "remote-write.server-tls"].flatMap((server) => [
      `--${server}-cert=${cert}`,
      `--${server}-key=${key}`,
      `--${server}-client-ca=${authorities}`,
      `--${server}-min-version=1.3`,
    ]),
  ];
}

const pod: PodParts = {
  serviceAccount: copies,
  userId,
  certificateSecret: certificateName,
  authoritiesConfigMap,
  files: [],
  scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "64Mi" }],
};

/**
 * What other regions' rules recorded, so that a lost region can still be looked at up to its last minute.
 * Costs to run: one pod of two gibibytes and its volume.
 */
export class MetricsCopies extends pulumi.ComponentResource {
  /** Where other regions ask it, by gRPC. */
  readonly storeAddress: pulumi.Output<string>;

  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:MetricsCopies", name, {}, opts);
    const { context, issuerName } = args;
    const { region, domain } = context;
    const labels = labelsOf(copies);
    const metadata = { name: copies, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = partHost(copies, region.name, domain);

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const parts = publishedPart(
      name,
      {
        context,
        issuerName,
        part: copies,
        certificateName,
        alsoKnownAs: [storeHost(domain)],
        ports: [
          { name: "grpc", port: thanosGrpc, targetPort: "grpc" },
          { name: "write", port: thanosReceive, targetPort: "write" },
        ],
      },
      inside,
    );
    const probe = (what: string, periodSeconds: number) => ({
      httpGet: { path: `/-/${what}`, port: "http" },
      periodSeconds,
      failureThreshold: 3,
    });
    memberSet(
      name,
      {
        metadata,
        replicas: 1,
        volumeGib: partnerCopy.volumeGib,
        storageClassName: watchVolumes,
        pod: podSpec(pod, labels, {
          containers: [
            {
              name: "thanos",
              image: copiedImage(context, "thanos"),
              args: [...receiverArgs(context)],
              ports: [
                { name: "grpc", containerPort: thanosGrpc },
                { name: "http", containerPort: thanosHttp },
                { name: "write", containerPort: thanosReceive },
              ],
              readinessProbe: probe("ready", 5),
              livenessProbe: probe("healthy", 30),
              resources: guaranteed(partnerCopy.cpu, `${partnerCopy.memoryGib}Gi`),
              securityContext,
              volumeMounts: [...mountsOf(pod), { name: "data", mountPath: data }],
            },
          ],
        }),
      },
      { ...inside, dependsOn: [...args.after, account, ...parts] },
    );

    this.storeAddress = pulumi.output(`${host}:${thanosGrpc}`);
    this.registerOutputs({ storeAddress: this.storeAddress });
  }
}
