/** The pods that the failover drill runs, from the plan. */
import { databaseClusters } from "../../components/facts/databaseClusters";
import { allRegions } from "../../components/facts/regions";
import { repositoriesOf } from "../../components/facts/repositories";
import type { Plan } from "../../preview/plan";
import type { Authorities, PodSpec } from "../world";
import { accountOf, asDrilled, objectStorePod, passphraseOf } from "../shared/objectStore";
import { planPods } from "../world/planPods";

/** Where the plan keeps the data plane. */
const dataPlaneNamespaces = ["postgres", "postgres-lock", "postgres-entry"];
const authoritiesConfigMap = "azora-authorities";

/**
 * Room of a member's volume, in memory that is taken as it is used: all WAL of an hour is kept (`wal_keep_size`), and each of
 * some sixty changes of the leader begins a segment of 16 MiB. With 900 MiB standbys were full after 36 of them.
 */
const memberDiskMib = 3072;

/** The pods of the cluster `core` and of its lock. */
export async function corePods(
  plan: Plan,
  authorities: Pick<Authorities, "certificates" | "issue">,
): Promise<readonly PodSpec[]> {
  const [core] = databaseClusters();
  return planPods(
    plan,
    allRegions().map(({ name }) => name),
    {
      namespaces: dataPlaneNamespaces,
      only: (name) => name === core?.name || name === core?.lock.name,
      diskMiB: memberDiskMib,
      account: "postgres",
      authorities,
      authoritiesConfigMap,
      file: asDrilled,
      secret: (_, name) => passphraseOf(name),
    },
  );
}

/** What AWS has for them: the buckets of the regions that core's repositories are in. */
export async function coreStores(
  plan: Plan,
  authorities: Pick<Authorities, "issue">,
): Promise<readonly PodSpec[]> {
  const [core] = databaseClusters();
  const regions = core === undefined ? [] : repositoriesOf(core, core.name).map(({ region }) => region);
  return Promise.all(regions.map((region) => objectStorePod(region, accountOf(plan), authorities)));
}
