/** What the pods of all collectors have alike. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { regionAuthority } from "../../facts/addons";
import { observabilityPorts } from "../../facts/observability";
import {
  copiedImage,
  digestOf,
  mountsOf,
  securityContext,
  type PartMetadata,
  type PodParts,
  type RegionContext,
} from "../../shared";
import { authorityHome, type CollectorConfig } from "./configParts";

type Container = k8s.types.input.core.v1.Container;

const configHome = "/etc/azora/collector";
const configFile = "config.yaml";

/** A configuration as a file; what is JSON is YAML too. */
export function configMap(
  urnName: string,
  metadata: PartMetadata,
  config: CollectorConfig,
  opts: pulumi.CustomResourceOptions,
): { readonly map: k8s.core.v1.ConfigMap; readonly digest: string } {
  const text = JSON.stringify(config, null, 1);
  return {
    map: new k8s.core.v1.ConfigMap(urnName, { metadata, data: { [configFile]: text } }, opts),
    digest: digestOf(text),
  };
}

/** The authority that signs for the region, as a folder. */
export const authorityFiles = {
  name: "authority",
  configMap: regionAuthority.name,
  path: authorityHome,
} as const;

/** What its pod mounts: its configuration, its certificate, and whom it trusts. */
export function collectorPod(name: string, userId: number): PodParts {
  return {
    serviceAccount: name,
    userId,
    certificateSecret: name,
    files: [{ name: "config", configMap: name, path: configHome }, authorityFiles],
    scratch: [],
  };
}

const health = (periodSeconds: number, failureThreshold: number) => ({
  httpGet: { path: "/", port: "health" },
  periodSeconds,
  failureThreshold,
});

const fromField = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

export interface CollectorContainerArgs {
  readonly context: RegionContext;
  /** Whose image it is; default the collector's. Jaeger is a collector too, and reads the same kind of configuration. */
  readonly image?: "collector" | "jaeger";
  readonly pod: PodParts;
  readonly ports: Readonly<Record<string, number>>;
  readonly resources: NonNullable<Container["resources"]>;
  /** Memory at which Go's runtime begins to tidy up, in MiB: below the limit by which a container is killed. */
  readonly softMemoryMib: number;
  /** Where its volume `data` is mounted; default it has none. */
  readonly home?: string;
}

/** Its one container. */
export function collectorContainer({
  context,
  image = "collector",
  pod,
  ports,
  resources,
  softMemoryMib,
  home,
}: CollectorContainerArgs): Container {
  const all = {
    ...ports,
    health: observabilityPorts.collectorHealth,
    metrics: observabilityPorts.collectorMetrics,
  };
  return {
    name: image,
    image: copiedImage(context, image),
    args: [`--config=${configHome}/${configFile}`],
    env: [
      fromField("POD_IP", "status.podIP"),
      fromField("NODE_NAME", "spec.nodeName"),
      { name: "GOMEMLIMIT", value: `${Math.floor(softMemoryMib)}MiB` },
    ],
    ports: Object.entries(all).map(([name, containerPort]) => ({ name, containerPort })),
    startupProbe: health(2, 30),
    readinessProbe: health(5, 2),
    livenessProbe: health(15, 4),
    resources,
    securityContext,
    volumeMounts: [...mountsOf(pod), ...(home === undefined ? [] : [{ name: "data", mountPath: home }])],
  };
}
