import { readFileSync } from "node:fs";
import type { RecordedResource } from "../../preview/engine/monitor";
import { unknownSentinel, wireSecret, type WireObject, type WireValue } from "../../preview/engine/values";

/** A resource as `pulumi stack export` writes it, as far as rules look at it. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly delete?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** URN and id of the provider, joined by `::`. */
  readonly provider?: string;
  readonly protect?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly inputs?: WireObject;
  readonly outputs?: WireObject;
}

/** The file is no state. */
export class StateError extends Error {
  override readonly name = "StateError";
}

const signatureKey = "4dabf18193072939515e22adb298388d";

/**
 * A value of the state as the plan has it. A secret in plain text (`--show-secrets`) stays marked; an encrypted one cannot
 * be judged and counts as unknown.
 */
function wireValue(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== "object" || value === null) return value;
  if (signatureKey in value && typeof value.plaintext === "string")
    return wireSecret(wireValue(JSON.parse(value.plaintext) as WireValue));
  if (signatureKey in value && "ciphertext" in value) return unknownSentinel;
  return wireObject(value);
}

function wireObject(value: WireObject): WireObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wireValue(item)]));
}

function recorded(resource: StateResource): RecordedResource {
  const dependencies = Object.entries(resource.propertyDependencies ?? {});
  return {
    urn: resource.urn,
    type: resource.type,
    name: nameOf(resource.urn),
    parent: resource.parent ?? "",
    provider: (resource.provider ?? "").split("::").slice(0, 4).join("::"),
    custom: resource.custom ?? false,
    id: resource.id ?? "",
    protect: resource.protect ?? false,
    dependencies: resource.dependencies ?? [],
    propertyDependencies: Object.fromEntries(dependencies.map(([key, urns]) => [key, urns ?? []])),
    ignoreChanges: [],
    inputs: wireObject(resource.inputs ?? {}),
    outputs: wireObject(resource.outputs ?? {}),
  };
}

/** An operation that was begun and of which no end is known: its resource may be there or not. */
export interface PendingOperation {
  /** What was begun, as "creating". */
  readonly operation: string;
  readonly name: string;
}

interface StateOperation {
  readonly type?: string;
  readonly resource?: { readonly urn?: string };
}

interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly StateOperation[] | null;
}

function deploymentOf(value: unknown): Deployment | undefined {
  const deployment: unknown =
    typeof value === "object" && value !== null && "deployment" in value ? value.deployment : undefined;
  if (typeof deployment !== "object" || deployment === null) return undefined;
  const { resources = [], pending_operations: pending } = deployment as Deployment;
  const fits =
    Array.isArray(resources) &&
    Array.isArray(pending ?? []) &&
    resources.every(
      (resource: unknown) =>
        typeof resource === "object" && resource !== null && "urn" in resource && "type" in resource,
    );
  return fits ? deployment : undefined;
}

function nameOf(urn: string | undefined): string {
  return urn?.split("::").at(-1) ?? "";
}

/**
 * An exported stack: its resources without those that wait for their deletion, and its operations that did not end.
 * @param options what `pulumi stack export` is to be called with, for the message.
 * @throws StateError naming the file and what is allowed.
 */
export function readDeployment(
  file: string,
  options: string,
): { readonly resources: RecordedResource[]; readonly pending: PendingOperation[] } {
  const allowed = `allowed: what \`pulumi stack export ${options}\` wrote`;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "is no JSON";
    throw new StateError(`state is "${file}", which ${why}; ${allowed}`);
  }
  const deployment = deploymentOf(value);
  if (!deployment) throw new StateError(`state is "${file}", which is no exported stack; ${allowed}`);
  const { resources = [], pending_operations: pending } = deployment;
  if (resources.length === 0) throw new StateError(`state is "${file}", which holds no resource; ${allowed}`);
  return {
    resources: resources.filter((resource) => resource.delete !== true).map(recorded),
    pending: (pending ?? []).map(({ type = "changing", resource }) => ({
      operation: type,
      name: nameOf(resource?.urn),
    })),
  };
}

/** The resources of a stack exported with its secrets in plain text. @throws StateError as `readDeployment` does. */
export function readState(file: string): RecordedResource[] {
  return readDeployment(file, "--show-secrets --file FILE").resources;
}
