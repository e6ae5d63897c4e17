/** The pods that the erasure drill runs: the cluster of one home's keys, and the coordinator of its people's, which tells of erasures. */
import { groupName, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import type { Plan } from "../../preview/plan";
import { drilledCluster, restorePods, restoreStores, type RestorePods } from "../restore/planned";
import { asDrilled } from "../shared/objectStore";
import type { Authorities, PodSpec } from "../world";

/** The cluster that is restored. */
export const keys = (): DatabaseClusterFact => drilledCluster("keys-africa");

/** The one that tells: its coordinators, by the name of their set. */
export function people(): DatabaseClusterFact {
  const found = drilledCluster("people-africa");
  return { ...found, name: groupName(found, 0) };
}

interface PatroniFile {
  citus?: unknown;
  bootstrap?: { dcs?: Settings };
  postgresql?: Settings["postgresql"];
}

interface Settings {
  postgresql?: { parameters?: Record<string, unknown> };
}

/** Parameters without Citus' own, and without it among libraries. */
function withoutParameters(settings: Settings): void {
  const { postgresql } = settings;
  if (postgresql?.parameters === undefined) return;
  const kept = Object.entries(postgresql.parameters).filter(([name]) => !name.startsWith("citus."));
  postgresql.parameters = Object.fromEntries(
    kept.map(([name, value]) => {
      const words = typeof value === "string" ? value.split(",") : [];
      return [name, words.includes("citus") ? words.filter((word) => word !== "citus").join(",") : value];
    }),
  );
}

/** A file without what Citus needs, which Debian does not have: the ledger of erasures is a table of the coordinator's own. */
export function withoutCitus(name: string, content: string): string {
  const drilled = asDrilled(name, content);
  if (!/(^|\/)(people-[^/]*\.yaml|dynamic\.json)$/.test(name)) return drilled;
  const file = JSON.parse(drilled) as PatroniFile & Settings;
  delete file.citus;
  withoutParameters(file);
  if (file.bootstrap?.dcs !== undefined) withoutParameters(file.bootstrap.dcs);
  return JSON.stringify(file);
}

export function erasurePods(
  plan: Plan,
  authorities: Pick<Authorities, "certificates" | "issue">,
): Promise<RestorePods> {
  return restorePods(plan, authorities, keys(), { beside: [people().name], file: withoutCitus });
}

/** The buckets of both clusters' repositories. */
export function erasureStores(
  plan: Plan,
  authorities: Pick<Authorities, "issue">,
): Promise<readonly PodSpec[]> {
  return restoreStores(plan, authorities, [keys(), people()]);
}
