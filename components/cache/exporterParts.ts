/** The program that asks servers for their numbers: alone for those that have hosts of their own, and beside each local cache. */
import type * as k8s from "@pulumi/kubernetes";
import { cacheExporter, cachePorts, localCache, type CacheUser } from "../facts/cache";
import { valkeyAddress } from "../facts/cacheCluster";
import {
  copiedImage,
  guaranteed,
  mountsOf,
  type PodParts,
  type RegionContext,
  securityContext,
} from "../shared";
import { namespace, passwordSecret } from "./parts";
import { paths } from "./paths";

/** Who it logs in as. */
export const monitorUser = "monitor" satisfies CacheUser;

/** Key, in the user's secret, of the password by each address that it may be shown to, as the program reads it. */
export const addressesKey = "addresses.json";

/** Where a local cache's pods are reached, and what their certificates say. */
export const localAddress = `${localCache.name}.${namespace}.svc.cluster.local`;

const ownAddress = valkeyAddress(localAddress, cachePorts.local);

/**
 * A password by the addresses of the region's servers, which are the only ones that it is shown to: whoever has the exporter ask
 * another learns nothing.
 * @param members addresses of the region's members and Sentinels (`memberAddresses`).
 */
export function passwordByAddress(password: string, members: readonly string[]): string {
  const known = [...members, ownAddress].map((address) => [
    address.replace("://", `://${monitorUser}@`),
    password,
  ]);
  return JSON.stringify(Object.fromEntries(known));
}

/** What a pod with it mounts for it: its password, and no other file of the pod's. */
export const monitorFiles: NonNullable<PodParts["secrets"]>[number] = {
  name: "monitor",
  secretName: passwordSecret(monitorUser),
  path: paths.monitor,
};

/**
 * The container.
 * @param parts the pod's, of which it gets the certificate, the authorities and its password.
 * @param asks whom it asks: its own pod's server, or who it is told to with each question.
 */
export function exporterContainer(
  context: RegionContext,
  parts: PodParts,
  asks: "own server" | "as told",
): k8s.types.input.core.v1.Container {
  const health = { httpGet: { path: "/health", port: "metrics" } };
  return {
    name: "exporter",
    image: copiedImage(context, "redisExporter"),
    command: [
      "/redis_exporter",
      `--redis.addr=${asks === "own server" ? ownAddress : ""}`,
      `--redis.user=${monitorUser}`,
      `--redis.password-file=${paths.monitor}/${addressesKey}`,
      `--tls-ca-cert-file=${paths.authorities}`,
      `--tls-client-cert-file=${paths.certificate}`,
      `--tls-client-key-file=${paths.key}`,
      `--connection-timeout=${cacheExporter.connectSeconds}s`,
      // Settings have passwords in them; and a histogram of each command is more series than all else.
      "--config-command=-",
      "--exclude-latency-histogram-metrics",
      "--set-client-name=false",
      "--log-format=json",
    ],
    ports: [{ name: "metrics", containerPort: cacheExporter.port }],
    readinessProbe: { ...health, periodSeconds: 10, failureThreshold: 3 },
    livenessProbe: { ...health, periodSeconds: 20, failureThreshold: 3 },
    resources: guaranteed(`${cacheExporter.cpuMillis}m`, `${cacheExporter.memoryMib}Mi`),
    securityContext,
    volumeMounts: mountsOf({ ...parts, files: [], scratch: [], secrets: [monitorFiles] }),
  };
}
