import { readFileSync } from "node:fs";
import type { PlanObject } from "./engine/values";
import { UsageError } from "./options";
import { fromCaller } from "./out";
import { planSchemaVersion, type PlannedResource, type StackPlan } from "./plan";

export interface StackChange {
  readonly stack: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Resources whose inputs, provider, dependencies or protection differ, with the inputs that do. */
  readonly changed: readonly { readonly urn: string; readonly fields: readonly string[] }[];
  /** Names of the stack's outputs that differ. */
  readonly outputs: readonly string[];
}

/** What of a plan is compared. */
interface PlanLike {
  readonly schemaVersion: number;
  readonly stacks: Readonly<
    Record<
      string,
      Pick<StackPlan, "outputs" | "resolvedOutputs"> & { readonly resources: readonly Compared[] }
    >
  >;
}
type Compared = Pick<PlannedResource, "urn" | "inputs" | "resolved" | (typeof ownFields)[number]>;

const ownFields = ["provider", "parent", "protect", "dependencies"] as const;

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Why a value is no plan, as far as plans are compared; `undefined` when it is one. */
function flawOf(value: unknown): string | undefined {
  if (!isMap(value)) return "it is no map";
  if (value.schemaVersion !== planSchemaVersion)
    return "schemaVersion" in value
      ? `schemaVersion is ${JSON.stringify(value.schemaVersion)}`
      : "schemaVersion is missing";
  if (!isMap(value.stacks)) return "stacks is no map";
  for (const [stack, plan] of Object.entries(value.stacks)) {
    if (!isMap(plan) || !Array.isArray(plan.resources)) return `stacks.${stack} has no list of resources`;
    for (const key of ["outputs", "resolvedOutputs"])
      if (!isMap(plan[key])) return `stacks.${stack}.${key} is no map`;
    const index = plan.resources.findIndex(
      (resource) =>
        !isMap(resource) ||
        typeof resource.urn !== "string" ||
        !isMap(resource.inputs) ||
        !isMap(resource.resolved),
    );
    if (index >= 0) return `stacks.${stack}.resources[${index}] is no resource with urn, inputs and resolved`;
  }
  return undefined;
}

/** Why a file cannot be read. */
function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "does not exist";
  return code === "EISDIR" ? "is a folder" : `cannot be read (${message.split(",")[0] ?? ""})`;
}

/**
 * Reads an earlier plan.
 * @param given as on the command line.
 * @throws UsageError when the file is not there, or is no plan of this schema version.
 */
export function readPlan(given: string): PlanLike {
  const refusal = (why: string, allowed = "a plan that --json or --out wrote"): UsageError =>
    new UsageError(`--diff is "${given}", which ${why}; allowed: ${allowed}`);
  let text: string;
  try {
    text = readFileSync(fromCaller(given), "utf8");
  } catch (error) {
    throw refusal(unreadable(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // npm prints what it runs before it runs it.
    throw /^\s*> \S+@/.test(text)
      ? refusal("begins with lines of npm's own", "what npm start --silent -- --json writes")
      : refusal("is no JSON");
  }
  const flaw = flawOf(value);
  if (flaw !== undefined) throw refusal(`is no plan of schema version ${planSchemaVersion} (${flaw})`);
  return value as PlanLike;
}

/** Keys whose values differ, in either of two pairs. */
function changedKeys(...pairs: readonly (readonly [PlanObject, PlanObject])[]): string[] {
  const keys = pairs.flatMap(([before, after]) =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    ),
  );
  return [...new Set(keys)].sort();
}

function changedFields(before: Compared, after: Compared): string[] {
  const own = ownFields.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const given = changedKeys([before.inputs, after.inputs], [before.resolved, after.resolved]);
  return [...new Set([...given, ...own])].sort();
}

/**
 * What changed from one plan to another.
 * @param stacks the stacks to compare; default each that either plan has.
 */
export function comparePlans(
  before: PlanLike,
  after: PlanLike,
  stacks: readonly string[] = [...new Set([...Object.keys(before.stacks), ...Object.keys(after.stacks)])],
): StackChange[] {
  return stacks.map((stack) => {
    const old = new Map((before.stacks[stack]?.resources ?? []).map((resource) => [resource.urn, resource]));
    const now = new Map((after.stacks[stack]?.resources ?? []).map((resource) => [resource.urn, resource]));
    const changed = [...now.values()].flatMap((resource) => {
      const previous = old.get(resource.urn);
      const fields = previous ? changedFields(previous, resource) : [];
      return fields.length > 0 ? [{ urn: resource.urn, fields }] : [];
    });
    return {
      stack,
      added: [...now.keys()].filter((urn) => !old.has(urn)),
      removed: [...old.keys()].filter((urn) => !now.has(urn)),
      changed,
      outputs: changedKeys(
        [before.stacks[stack]?.outputs ?? {}, after.stacks[stack]?.outputs ?? {}],
        [before.stacks[stack]?.resolvedOutputs ?? {}, after.stacks[stack]?.resolvedOutputs ?? {}],
      ),
    };
  });
}
