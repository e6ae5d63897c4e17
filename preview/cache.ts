/** The replicated cache of a plan, read from what its servers are told. */
import { cacheName } from "../components/facts/cache";
import { sentinelName, type CacheShape } from "../components/facts/cacheCluster";
import { regionOfHost } from "../components/facts/network";
import type { PlanValue } from "./engine/values";
import type { Plan } from "./plan";

/** The cache as planned. */
export interface CachePlan extends CacheShape {
  readonly name: string;
  /** Replicas without which a primary takes no writes. */
  readonly minReplicasToWrite: number;
}

interface ConfigMap {
  readonly metadata?: { readonly name?: string };
  readonly data?: Readonly<Record<string, PlanValue>>;
}

/** Texts of servers' configurations in one region's config map. */
function serverTexts(plan: Plan, region: string, name: string): readonly string[] {
  return (plan.stacks[region]?.resources ?? [])
    .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
    .map(({ resolved }) => resolved as ConfigMap)
    .filter(({ metadata }) => metadata?.name === name)
    .flatMap(({ data = {} }) => Object.entries(data))
    .flatMap(([key, text]) => (key.endsWith(".conf") && typeof text === "string" ? [text] : []));
}

/** What a directive says in a configuration. */
function directive(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

/** The replicated cache of a plan; `undefined` where it has none. */
export function cacheOf(plan: Plan): CachePlan | undefined {
  const textsOf = (name: string) =>
    Object.keys(plan.stacks).flatMap((region) =>
      serverTexts(plan, region, name).map((text) => ({ region, text })),
    );
  const members = textsOf(`${cacheName}-config`);
  const sentinels = textsOf(`${sentinelName({ name: cacheName })}-config`);
  const monitor = /^sentinel monitor \S+ (\S+ \d+ \d+)$/m;
  const [primary = "", , quorum = ""] = directive(sentinels[0]?.text ?? "", monitor)?.split(" ") ?? [];
  if (members.length === 0) return undefined;
  return {
    name: cacheName,
    home: regionOfHost(primary) ?? "",
    members: members.map(({ region, text }) => ({
      region,
      priority: Number(directive(text, /^replica-priority (\d+)$/m)),
    })),
    sentinels: sentinels.map(({ region }) => ({ region })),
    quorum: Number(quorum),
    minReplicasToWrite: Number(directive(members[0]?.text ?? "", /^min-replicas-to-write (\d+)$/m)),
  };
}
