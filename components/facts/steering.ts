/** The edge-steering controller (`images/edge-steering`) as it runs in every region. */
import { globalHost } from "./edgeHosts";
import { privateZoneName } from "./network";

export const steeringService = {
  /** Name of its objects in the cluster, and of its address in the region's private zone. */
  name: "edge-steering",
  /** Its repository in the region's registry; one of `platformImages`. */
  image: "platform/edge-steering",
  /** Where it listens for reports and is asked for metrics; unprivileged. */
  port: 8080,
  /** User and group of the image (`images/edge-steering/Dockerfile`). */
  userId: 65_532,
  /** Name of the region's public entry in its private zone. */
  entry: "ingress",
  /** How long others may keep both addresses: a pod that moved must be heard again at once. */
  recordSeconds: 10,
  /** As long as two probes' intervals, so that a new pod has heard the others before the old one goes. */
  minReadySeconds: 10,
  /** A write that is under way ends within the API's timeout, and a last report within its own (`edgeSteering`). */
  terminationSeconds: 10,
  cpuMillis: 50,
  memoryMib: 64,
  memoryLimitMib: 128,
} as const;

/** Cloudflare's API, version 4 (developers.cloudflare.com/api). */
export const edgeApiUrl = "https://api.cloudflare.com/client/v4";

/** Where a region's controller listens for reports; resolved in every region's network. */
export function steeringAddress(region: string, domain: string): string {
  return `${steeringService.name}.${privateZoneName(region, domain)}`;
}

/** A name of a region's load balancer that only the platform's networks resolve. */
export function entryAddress(region: string, domain: string): string {
  return `${steeringService.entry}.${privateZoneName(region, domain)}`;
}

/** The host that probes ask for, by which the gateway's certificate is checked; as the edge's monitors do. */
export const probedHost = globalHost;
