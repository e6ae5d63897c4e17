/** The pods that a drill of the cache runs, from the plan, with passwords of the drill's own. */
import { createHash } from "node:crypto";
import { localUsers, memberUsers, sentinelUsers, type CacheVerifier } from "../../components/cache/aclFile";
import { addressesKey, monitorUser, passwordByAddress } from "../../components/cache/exporterParts";
import { passwordKey, passwordSecret, shared } from "../../components/cache/parts";
import { plannedUsers } from "../../components/cache/paths";
import { cacheJobs, cacheUserNames, localCache, type CacheUser } from "../../components/facts/cache";
import { cacheCluster, sentinelName } from "../../components/facts/cacheCluster";
import { namespaces } from "../../components/facts/namespaces";
import { allRegions } from "../../components/facts/regions";
import type { Plan } from "../../preview/plan";
import type { Authorities, PodSpec } from "../world";
import { planPods } from "../world/planPods";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A region's password of a user in drills, the same in each, so that the settings' digest is. */
export function drillPassword(region: string, user: CacheUser): string {
  return sha256(`drill ${region} ${user}`);
}

const regions = (): readonly string[] => allRegions().map(({ name }) => name);

function drillVerifiers(): readonly CacheVerifier[] {
  return regions().flatMap((region) =>
    cacheUserNames.map((user) => ({ region, user, sha256: sha256(drillPassword(region, user)) })),
  );
}

/** Whom Prometheus has a region's exporter ask. */
function askedIn(plan: Plan, region: string): readonly string[] {
  const probe = plan.stacks[region]?.resources.find(
    ({ type, resolved }) =>
      type === "kubernetes:monitoring.coreos.com/v1:Probe" &&
      (resolved as { readonly metadata: { readonly name: string } }).metadata.name === cacheJobs.servers,
  );
  const { spec } = (probe?.resolved ?? {}) as {
    readonly spec?: { readonly targets: { readonly staticConfig: { readonly static: readonly string[] } } };
  };
  if (spec === undefined) throw new Error(`${region}: the plan has no Probe ${cacheJobs.servers}`);
  return spec.targets.staticConfig.static;
}

/** What a secret with a password of the region's holds. */
function secretOf(plan: Plan, region: string, name: string): Readonly<Record<string, string>> | undefined {
  const user = cacheUserNames.find((each) => passwordSecret(each) === name);
  if (user === undefined) return undefined;
  const password = drillPassword(region, user);
  return {
    [passwordKey]: password,
    ...(user === monitorUser ? { [addressesKey]: passwordByAddress(password, askedIn(plan, region)) } : {}),
  };
}

/** Members, Sentinels, local caches and exporters of every region. */
export async function cachePods(
  plan: Plan,
  authorities: Pick<Authorities, "certificates" | "issue">,
): Promise<readonly PodSpec[]> {
  const cluster = cacheCluster();
  const verifiers = drillVerifiers();
  const users: Readonly<Record<string, (region: string) => string>> = {
    [`${cluster.name}-users`]: () => memberUsers(verifiers),
    [`${sentinelName(cluster)}-users`]: () => sentinelUsers(verifiers),
    [`${localCache.name}-users`]: (region) => localUsers(verifiers, region),
  };
  return planPods(plan, regions(), {
    namespaces: [namespaces.valkey.name],
    // The relays of outboxes need databases.
    only: (name) => !name.endsWith("-relay"),
    diskMiB: 256,
    account: "valkey",
    authorities,
    authoritiesConfigMap: shared.authoritiesConfigMap,
    secret: (region, name) => secretOf(plan, region, name),
    configMap: (region, name) => {
      const file = users[name]?.(region);
      return file === undefined ? undefined : { [plannedUsers]: file };
    },
  });
}
