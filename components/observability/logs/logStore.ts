import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { logStore } from "../../facts/logStore";
import {
  copiedImage,
  digestOf,
  guaranteed,
  listening,
  memberSet,
  mountsOf,
  podSpec,
  PodRole,
  securityContext,
  type PodParts,
  type PolicyStatement,
} from "../../shared";
import { bucketArn, PrivateBucket } from "../../storage";
import { authoritiesConfigMap, labelsOf, namespace, publishedPart, watchClass, watchVolumes } from "../parts";
import type { WatchPartArgs } from "../parts";
import { ruleFiles } from "./logRules";
import { lokiConfig, lokiPaths, tenantLimits } from "./lokiConfig";

const { logs, logsReady } = observabilityNames;
const { lokiHttp, lokiGrpc, lokiGossip } = observabilityPorts;
const certificateName = `${logs}-server`;
const configName = `${logs}-config`;
const rulesName = (tenant: string): string => `log-rules-${tenant}`;
/** The image's own user. */
const userId = 10_001;

export interface LogStoreArgs extends WatchPartArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** KMS key of class operational, by which the bucket is encrypted. */
  readonly keyArn: pulumi.Input<string>;
}

/** What its members may do in AWS: read, write and let go of objects in their bucket. */
function rights(arn: string, keyArn: pulumi.Input<string>): readonly PolicyStatement[] {
  return [
    { Sid: "FindLines", Effect: "Allow", Action: ["s3:ListBucket"], Resource: arn },
    {
      Sid: "KeepLines",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: `${arn}/*`,
    },
    {
      Sid: "EncryptLines",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
    },
  ];
}

/**
 * The region's logs: three members that hold each line thrice until it is in the bucket, thirty days there, searched in full text. With
 * one member gone it goes on; with two it takes nothing, and nodes wait. Costs to run: three pods of six gibibytes, and what the bucket
 * holds.
 */
export class LogStore extends pulumi.ComponentResource {
  /** Where it is asked, in the cluster's own network, with a certificate and a tenant's name. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: LogStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:LogStore", name, {}, opts);
    const { context, issuerName, clusterName, clusterArn, keyArn } = args;
    const labels = labelsOf(logs);
    const metadata = { name: logs, namespace, labels };
    const child = { parent: this };
    const inside = { parent: this, dependsOn: [...args.after] };
    const readyHost = `${logsReady}.${namespace}.svc`;

    const bucket = new PrivateBucket(
      `${name}-bucket`,
      {
        context,
        purpose: logStore.bucket,
        service: "observability",
        dataClass: watchClass,
        keyArn,
        expireAfterDays: logStore.bucketDays,
        // What compaction has let go is of no use to anybody, and is to be gone.
        noncurrentDays: 1,
      },
      child,
    );
    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn,
        purpose: "workload-logs",
        service: "observability",
        policies: { bucket: rights(bucketArn(context, logStore.bucket), keyArn) },
        association: { clusterName, namespace, serviceAccount: logs },
      },
      child,
    );
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
        part: logs,
        certificateName,
        alsoKnownAs: [readyHost],
        ports: [
          { name: "http", port: lokiHttp, targetPort: "http" },
          { name: "grpc", port: lokiGrpc, targetPort: "grpc" },
          { name: "gossip", port: lokiGossip, targetPort: "gossip" },
        ],
      },
      inside,
    );
    const ready = new k8s.core.v1.Service(
      `${name}-ready`,
      {
        metadata: { ...metadata, name: logsReady },
        spec: { selector: labels, ports: [{ name: "http", port: lokiHttp, targetPort: "http" }] },
      },
      inside,
    );
    const files = {
      "loki.yaml": JSON.stringify(lokiConfig(context), null, 1),
      "tenants.yaml": JSON.stringify(tenantLimits(), null, 1),
    };
    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata, name: configName }, data: files },
      inside,
    );
    const rules = Object.entries(ruleFiles()).map(([tenant, text]) => ({
      tenant,
      map: new k8s.core.v1.ConfigMap(
        `${name}-rules-${tenant}`,
        { metadata: { ...metadata, name: rulesName(tenant) }, data: { "rules.yaml": text } },
        inside,
      ),
    }));
    const pod: PodParts = {
      serviceAccount: logs,
      userId,
      certificateSecret: certificateName,
      authoritiesConfigMap,
      files: [
        { name: "config", configMap: configName, path: lokiPaths.config },
        // A folder a tenant: in one for all, what Kubernetes keeps beside the files would be taken for one.
        ...rules.map(({ tenant }) => ({
          name: `rules-${tenant}`,
          configMap: rulesName(tenant),
          path: `${lokiPaths.rules}/${tenant}`,
        })),
      ],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "64Mi" }],
    };
    memberSet(
      name,
      {
        metadata,
        replicas: logStore.replicas,
        minReadySeconds: logStore.minReadySeconds,
        volumeGib: logStore.volumeGib,
        storageClassName: watchVolumes,
        annotations: { "azora/config-digest": digestOf(files["loki.yaml"]) },
        pod: podSpec(pod, labels, {
          terminationGracePeriodSeconds: logStore.graceSeconds,
          containers: [
            {
              name: "loki",
              image: copiedImage(context, "loki"),
              args: [`-config.file=${lokiPaths.config}/loki.yaml`, "-config.expand-env=true"],
              env: [
                { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
                { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                { name: "GOMEMLIMIT", value: `${Math.floor(logStore.memoryGib * 1024 * 0.85)}MiB` },
              ],
              ports: [
                { name: "http", containerPort: lokiHttp },
                { name: "grpc", containerPort: lokiGrpc },
                { name: "gossip", containerPort: lokiGossip },
              ],
              readinessProbe: listening("http", 5, 3),
              // While it reads again what it had not written, it does not listen yet.
              startupProbe: listening("http", 10, 60),
              livenessProbe: listening("http", 30, 3),
              resources: guaranteed(logStore.cpu, `${logStore.memoryGib}Gi`),
              securityContext,
              volumeMounts: [...mountsOf(pod), { name: "data", mountPath: lokiPaths.data }],
            },
          ],
        }),
      },
      {
        ...inside,
        dependsOn: [
          ...args.after,
          bucket,
          role,
          account,
          ...parts,
          ready,
          config,
          ...rules.map(({ map }) => map),
        ],
      },
    );

    this.address = pulumi.output(`https://${readyHost}:${lokiHttp}`);
    this.registerOutputs({ address: this.address });
  }
}
