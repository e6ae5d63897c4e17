/** The pods that the failover drill runs, from the plan as it is printed. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { allRegions } from "../../components/facts/regions";
import type { Plan } from "../../preview/plan";
import type { Authorities, PodSpec } from "../world";
import { planPods } from "../world/planPods";

const root = path.resolve(__dirname, "..", "..");

/** Where the plan keeps the data plane. */
const dataPlaneNamespaces = ["postgres", "postgres-lock", "postgres-entry"];
const authoritiesConfigMap = "azora-authorities";

/** The plan as `npm start -- --json` prints it. */
export function printedPlan(asOf: string): Plan {
  const text = execFileSync("npm", ["start", "--silent", "--", "--json", "--as-of", asOf], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text) as Plan;
}

/** What pods are told, in one word; certificates are made anew each time and are left out. */
export function settingsDigest(pods: readonly PodSpec[]): string {
  const told = pods.map(({ files, ...rest }) => ({
    ...rest,
    files: files.filter(({ path: name }) => !/\/(tls|authorities)\//.test(name)),
  }));
  return createHash("sha256").update(JSON.stringify(told)).digest("hex");
}

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
      diskMiB: 900,
      account: "postgres",
      authorities,
      authoritiesConfigMap,
    },
  );
}
