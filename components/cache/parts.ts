/** What members, Sentinels and local caches all have. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { cacheDataClass, cachePorts, valkeyUserId, valkeyVersion, type CacheUser } from "../facts/cache";
import { cacheHost, sentinelHost, type CacheClusterFact } from "../facts/cacheCluster";
import { namespaces } from "../facts/namespaces";
import type { PodParts, RegionContext } from "../shared";
import { paths } from "./paths";

/** What every part of the cache in a region is built with. */
export interface CachePartArgs {
  readonly context: RegionContext;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  readonly cluster: CacheClusterFact;
  /** What must exist first: guarded namespaces, add-ons, what all parts share. */
  readonly after: readonly pulumi.Resource[];
}

export const namespace = namespaces.valkey.name;

/** Objects that all parts of the cache in a region share. */
export const shared = {
  authoritiesConfigMap: "azora-authorities",
  scriptsConfigMap: "cache-scripts",
  serviceAccount: "valkey",
} as const;

/** Scripts of all parts; each runs the one that its container names. */
const scriptNames = [
  "common.sh",
  "valkey-start.sh",
  "valkey-stop.sh",
  "sentinel-start.sh",
  "local-start.sh",
  "local-invalidate.sh",
  "probe.sh",
] as const;

/** Text of a script beside this file. */
export function script(name: string): string {
  return readFileSync(path.join(__dirname, "scripts", name), "utf8");
}

/** Those that servers run. */
export function scripts(): Record<string, string> {
  return Object.fromEntries(scriptNames.map((name) => [name, script(name)]));
}

/** The image, by its version: the registry never changes what a tag means. */
export function valkeyImage({ accountId, region }: RegionContext): string {
  return `${accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/platform/valkey:${valkeyVersion}`;
}

/** Secret with the region's password of a user. */
export function passwordSecret(user: CacheUser): string {
  return `cache-password-${user}`;
}

/** Name of the password in its secret, and the last part of its path. */
export const passwordKey = "password";

/** Labels of a part's objects: what they are, and what they hold. */
export function labelsOf(part: string): Record<string, string> {
  return { "app.kubernetes.io/name": part, "azora.io/data-class": cacheDataClass };
}

/** Hosts, one a line, as the scripts read them. */
const listed = (hosts: readonly string[]): string => `${hosts.join("\n")}\n`;

/** Who is asked who the primary is, and who may be it. */
export function everyone(cluster: CacheClusterFact, domain: string): Record<"members" | "sentinels", string> {
  return {
    members: listed(cluster.members.map((member) => cacheHost(cluster, member, domain))),
    sentinels: listed(cluster.sentinels.map((place) => sentinelHost(cluster, place, domain))),
  };
}

/** The members of one region, whom its own cache follows. */
export function replicasIn(cluster: CacheClusterFact, region: string, domain: string): string {
  return listed(
    cluster.members.flatMap((member) =>
      member.region === region ? [cacheHost(cluster, member, domain)] : [],
    ),
  );
}

/** By what a pod of the cache calls others: its account, whom it trusts, and the region's password of the user that it is. */
export function accessParts(
  user: CacheUser,
): Pick<PodParts, "serviceAccount" | "authoritiesConfigMap"> & Required<Pick<PodParts, "secrets">> {
  return {
    serviceAccount: shared.serviceAccount,
    authoritiesConfigMap: shared.authoritiesConfigMap,
    secrets: [{ name: "password", secretName: passwordSecret(user), path: paths.access }],
  };
}

/** What a part's pods mount. */
export function partPods(part: string, user: CacheUser): PodParts {
  return {
    ...accessParts(user),
    userId: valkeyUserId,
    certificateSecret: `${part}-server`,
    files: [
      { name: "config", configMap: `${part}-config`, path: paths.config },
      { name: "users", configMap: `${part}-users`, path: paths.acl },
      { name: "scripts", configMap: shared.scriptsConfigMap, path: paths.scripts, mode: 0o555 },
    ],
    scratch: [
      // Passwords stand in what a start makes.
      { name: "run", path: paths.run, sizeLimit: "16Mi", inMemory: true },
      { name: "tmp", path: "/tmp", sizeLimit: "16Mi" },
    ],
  };
}

/** What the scripts are told; the rest they read from files. */
export function environment(name: string): k8s.types.input.core.v1.EnvVar[] {
  return [
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "CACHE_NAME", value: name },
    { name: "VALKEY_PORT", value: String(cachePorts.replicated) },
    { name: "SENTINEL_PORT", value: String(cachePorts.sentinel) },
    { name: "LOCAL_PORT", value: String(cachePorts.local) },
  ];
}

/** Probes by the keeper of the pod, whom nobody else can be. */
export function probes(
  port: number,
): Pick<k8s.types.input.core.v1.Container, "readinessProbe" | "livenessProbe"> {
  const asked = (what: "alive" | "ready", failureThreshold: number) => ({
    exec: { command: [`${paths.scripts}/probe.sh`, what, String(port)] },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold,
  });
  return {
    readinessProbe: asked("ready", 2),
    livenessProbe: { ...asked("alive", 6), initialDelaySeconds: 30 },
  };
}
