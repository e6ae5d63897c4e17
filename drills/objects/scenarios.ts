/** What is lost, and how it is brought back by what the workflow asks Velero for. */
import { parse } from "yaml";
import { clusterBackupTimes } from "../../components/facts/clusterBackup";
import { serviceAccount, type Cluster, type KubeObject } from "./cluster";
import { asked, type PlannedObjects } from "./planned";
import { changed, namespace, shop, shopKinds, space } from "./shop";
import { restoring, veleroNamespace, type Velero } from "./velero";

export const workflow = serviceAccount("automation", "restore-cluster-objects");

/** What one restore came to. */
export interface ObjectsRun {
  readonly scenario: string;
  /** One that must change nothing, or the drill sees nothing. */
  readonly control: boolean;
  readonly phase: string;
  /** From the request until Velero is done. */
  readonly restoreSeconds: number;
  /** Between the begin of the backup that came back, and the loss. */
  readonly lossSeconds: number;
  readonly objects: number;
  /** Those that are missing, or other than they were. */
  readonly wrong: readonly string[];
}

const backupSeconds = 60 * clusterBackupTimes.everyMinutes + 120;
const restoreSeconds = 300;
const over = ["Completed", "Failed", "FailedValidation", "PartiallyFailed"];

interface Restore extends KubeObject {
  readonly status?: { readonly phase?: string };
}

/** A cluster with its Velero, and what stands in the namespace. */
export interface Place {
  readonly cluster: Cluster;
  readonly velero: Velero;
}

/** Fills the namespace. @returns its objects as they stand. */
export async function filled({ cluster }: Place, mark: string): Promise<readonly KubeObject[]> {
  await cluster.apply([space]);
  await cluster.apply(shop(mark));
  return cluster.list(shopKinds, namespace);
}

/** The newest whole backup of some schedule that began after a moment. */
export function backupAfter({ cluster, velero }: Place, moment: number, schedule: string): Promise<string> {
  return cluster.until(`a backup of ${schedule}`, backupSeconds, async () => {
    const found = (await velero.backups()).findLast(
      ({ metadata, status }) =>
        metadata.name.startsWith(`${schedule}-`) && Date.parse(status?.startTimestamp ?? "") >= moment,
    );
    return found?.metadata.name;
  });
}

/** Deletes a namespace as its controller would, which the drill does not have. */
export async function deleteNamespace({ cluster }: Place): Promise<void> {
  await cluster.kubectl(["delete", shopKinds, "--all", `--namespace=${namespace}`, "--wait=false"]);
  await cluster.kubectl(["delete", "namespace", namespace, "--wait=false"]);
  const text = await cluster.kubectl(["get", "namespace", namespace, "--output=json"]);
  const object = JSON.parse(text) as KubeObject;
  await cluster.kubectl(
    ["replace", `--raw=/api/v1/namespaces/${namespace}/finalize`, "--filename=-"],
    JSON.stringify({ ...object, spec: { finalizers: [] } }),
  );
}

/** When a backup began. */
export async function beganAt({ velero }: Place, name: string): Promise<number> {
  const found = (await velero.backups()).find(({ metadata }) => metadata.name === name);
  return Date.parse(found?.status?.startTimestamp ?? "");
}

/** Asks for a restore as the workflow does, and waits until it is over. */
async function restored(
  { cluster }: Place,
  { manifest }: PlannedObjects,
  backup: string,
): Promise<{ readonly phase: string; readonly seconds: number }> {
  const words = { backup, namespace, reason: "a drill", approver: "drill-approver" };
  const request = parse(asked(manifest, words)) as KubeObject;
  const began = Date.now();
  const name = await cluster.kubectl(
    ["create", "--filename=-", "--output=jsonpath={.metadata.name}"],
    JSON.stringify(request),
    workflow,
  );
  const phase = await cluster.until("the restore is over", restoreSeconds, async () => {
    const [found] = (
      (await cluster.list("restores.velero.io", veleroNamespace)) as readonly Restore[]
    ).filter(({ metadata }) => metadata.name === name);
    const now = found?.status?.phase ?? "";
    return over.includes(now) ? now : undefined;
  });
  return { phase, seconds: (Date.now() - began) / 1000 };
}

/** Restores what was lost at some moment, with or without the right that a person gives for that. */
export async function bringBack(
  place: Place,
  planned: PlannedObjects,
  {
    scenario,
    control = false,
    backup,
    before,
    lostAt,
  }: {
    readonly scenario: string;
    readonly control?: boolean;
    readonly backup: string;
    readonly before: readonly KubeObject[];
    readonly lostAt: number;
  },
): Promise<ObjectsRun> {
  const { cluster } = place;
  if (!control) await cluster.apply([restoring]);
  const { phase, seconds } = await restored(place, planned, backup);
  if (!control) await cluster.kubectl(["delete", "clusterrolebinding", restoring.metadata.name]);
  const after = await cluster.list(shopKinds, namespace);
  return {
    scenario,
    control,
    phase,
    restoreSeconds: seconds,
    lossSeconds: (lostAt - (await beganAt(place, backup))) / 1000,
    objects: before.length,
    wrong: changed(before, after),
  };
}
