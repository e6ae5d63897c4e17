import { readFileSync } from "node:fs";
import { UsageError } from "./options";
import { planSchemaVersion, type Plan, type PlannedResource } from "./plan";

export interface StackChange {
  readonly stack: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Resources whose inputs, provider, dependencies or protection differ, with the inputs that do. */
  readonly changed: readonly { readonly urn: string; readonly fields: readonly string[] }[];
}

type PlanLike = Pick<Plan, "schemaVersion" | "stacks">;

function isPlan(value: unknown): value is PlanLike {
  if (typeof value !== "object" || value === null || !("schemaVersion" in value) || !("stacks" in value))
    return false;
  const { schemaVersion, stacks } = value;
  return (
    schemaVersion === planSchemaVersion &&
    typeof stacks === "object" &&
    stacks !== null &&
    Object.values(stacks).every((stack: unknown) =>
      Array.isArray((stack as { resources?: unknown } | null)?.resources),
    )
  );
}

/**
 * Reads an earlier plan.
 * @throws UsageError when the file is not there, or is no plan of this schema version.
 */
export function readPlan(file: string): PlanLike {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "is no JSON";
    throw new UsageError(`--diff is "${file}", which ${why}; allowed: a plan that --json or --out wrote`);
  }
  if (!isPlan(value))
    throw new UsageError(
      `--diff is "${file}", which is no plan of schema version ${planSchemaVersion}; allowed: a plan that --json or --out wrote`,
    );
  return value;
}

function changedFields(before: PlannedResource, after: PlannedResource): string[] {
  const fields = new Set<string>();
  for (const part of ["inputs", "resolved"] as const) {
    for (const key of new Set([...Object.keys(before[part]), ...Object.keys(after[part])])) {
      if (JSON.stringify(before[part][key]) !== JSON.stringify(after[part][key])) fields.add(key);
    }
  }
  for (const key of ["provider", "parent", "protect", "dependencies"] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) fields.add(key);
  }
  return [...fields].sort();
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
    };
  });
}
