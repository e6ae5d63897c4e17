/** What the drill takes from the plan: where objects are backed up to and when, and who may read, write and ask. */
import { createHash } from "node:crypto";
import { namespaces } from "../../components/facts/namespaces";
import { clusterBackupReader } from "../../components/facts/clusterBackup";
import type { Plan, PlannedResource } from "../../preview/plan";
import { at, textAt } from "../../preview/reading";
import type { KubeObject } from "./cluster";

const velero = namespaces.velero.name;

/** Objects of a region that the drill makes as they stand. */
export interface PlannedObjects {
  readonly locations: readonly KubeObject[];
  readonly schedules: readonly KubeObject[];
  /** Roles and bindings: Velero's over the cluster, and of the workflow that restores. */
  readonly rights: readonly KubeObject[];
  /** What the workflow asks Velero for, with words of Argo's in place of what it is told. */
  readonly manifest: string;
}

const kinds = {
  location: "kubernetes:velero.io/v1:BackupStorageLocation",
  schedule: "kubernetes:velero.io/v1:Schedule",
  template: "kubernetes:argoproj.io/v1alpha1:WorkflowTemplate",
} as const;

const rbac = "kubernetes:rbac.authorization.k8s.io/v1:";
const template = "restore-cluster-objects";

/** A planned object as kubectl takes it. */
function objectOf({ type, resolved }: PlannedResource): KubeObject {
  const [, apiVersion = "", kind = ""] = type.split(":");
  return { ...resolved, apiVersion, kind } as unknown as KubeObject;
}

/** What a region's stack plans. @throws Error where something is missing. */
export function plannedObjects(plan: Plan, region: string): PlannedObjects {
  const resources = plan.stacks[region]?.resources ?? [];
  const of = (type: string): readonly KubeObject[] =>
    resources.filter((resource) => resource.type === type).map(objectOf);
  const names = [clusterBackupReader.name, `automation-${template}`];
  const rights = resources
    .filter(
      ({ type, resolved }) => type.startsWith(rbac) && names.includes(textAt(resolved, "metadata", "name")),
    )
    .map(objectOf)
    // Its right to report is the engine's affair.
    .filter(({ metadata }) => metadata.namespace === undefined || metadata.namespace === velero);
  const workflow = resources.find(
    ({ type, resolved }) => type === kinds.template && textAt(resolved, "metadata", "name") === template,
  );
  const manifest = textAt(at(workflow?.resolved, "spec", "templates", 0), "resource", "manifest");
  const planned = { locations: of(kinds.location), schedules: of(kinds.schedule), rights, manifest };
  if (planned.locations.length < 2 || planned.schedules.length < 2 || rights.length !== 4 || manifest === "")
    throw new Error(`${region} plans no backups of objects as the drill knows them`);
  return planned;
}

/** What the drill was told, in one word. */
export function objectsDigest(planned: readonly PlannedObjects[]): string {
  return createHash("sha256").update(JSON.stringify(planned)).digest("hex");
}

/** The restore that the workflow asks for, when it is told these words. */
export function asked(manifest: string, words: Readonly<Record<string, string>>): string {
  return manifest.replaceAll(/\{\{=toJson\(inputs\.parameters\.(\w+)\)\}\}/g, (_, name: string) =>
    JSON.stringify(words[name] ?? ""),
  );
}
