import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { cacheClasses, neverKept } from "../facts/edgeShield";
import { hostIn, pathIn } from "./expressions";

export interface EdgeCacheArgs {
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  /** The only host of which anything is kept. */
  readonly globalHost: string;
}

/**
 * What the edge keeps copies of: public paths of the global host, by class and tag, never personal data or what an authorised
 * request gets. A copy that is too old is served while the next one is fetched. Costs nothing beside the plan.
 */
export class EdgeCache extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeCacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeCache", name, {}, opts);
    const { zoneId, globalHost } = args;
    const child = { parent: this };
    const of = (path: string): string => `${hostIn([globalHost])} and ${pathIn([path])}`;
    new cloudflare.Ruleset(
      `${name}-settings`,
      {
        zoneId,
        kind: "zone",
        name: "azora-cache",
        phase: "http_request_cache_settings",
        // Later rules count more: first nothing is kept, then the classes are, last what must never be is not.
        rules: [
          {
            ref: "nothing",
            description: "What no class names is not kept",
            action: "set_cache_settings",
            expression: "true",
            enabled: true,
            actionParameters: { cache: false },
          },
          ...cacheClasses.map((cacheClass) => ({
            ref: `class-${cacheClass.name}`,
            description: `Kept for ${cacheClass.edgeSeconds} s: ${cacheClass.name}`,
            action: "set_cache_settings",
            expression: of(cacheClass.path),
            enabled: true,
            actionParameters: {
              cache: true,
              edgeTtl: { mode: "override_origin", default: cacheClass.edgeSeconds },
              browserTtl: { mode: "respect_origin" },
              serveStale: { disableStaleWhileUpdating: false },
              // A path that ends like a file but is none is not kept as one.
              cacheKey: { cacheDeceptionArmor: true },
            },
          })),
          {
            ref: "personal",
            description: "Personal data and what is for one sender is never kept",
            action: "set_cache_settings",
            expression: neverKept(globalHost),
            enabled: true,
            actionParameters: { cache: false },
          },
        ],
      },
      child,
    );
    new cloudflare.Ruleset(
      `${name}-tags`,
      {
        zoneId,
        kind: "zone",
        name: "azora-cache-tags",
        phase: "http_response_cache_settings",
        rules: cacheClasses.map((cacheClass) => ({
          ref: `tag-${cacheClass.name}`,
          description: `One call empties the caches of it: ${cacheClass.tag}`,
          action: "set_cache_tags",
          expression: of(cacheClass.path),
          enabled: true,
          actionParameters: { operation: "set", values: [cacheClass.tag] },
        })),
      },
      child,
    );
    // Far data centres ask near ones of the origin before the origin itself.
    new cloudflare.ArgoTieredCaching(`${name}-tiered`, { zoneId, value: "on" }, child);
    new cloudflare.TieredCache(`${name}-topology`, { zoneId, value: "on" }, child);
    this.registerOutputs({});
  }
}
