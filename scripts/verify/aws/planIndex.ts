/** The plan's resources by stack, type and made-up id. Pure. */
import { madeUp } from "../../../preview/engine/madeUp";
import type { PlanValue } from "../../../preview/engine/values";
import type { Plan, PlannedResource } from "../../../preview/plan";

export type Stacks = Pick<Plan, "stacks">;

/** A resource and its stack. */
export interface Located {
  readonly stack: string;
  readonly resource: PlannedResource;
}

export const vpcType = "aws:ec2/vpc:Vpc";
export const subnetType = "aws:ec2/subnet:Subnet";

export function located(plan: Stacks): Located[] {
  return Object.entries(plan.stacks).flatMap(([stack, { resources }]) =>
    resources.map((resource) => ({ stack, resource })),
  );
}

export function ofType(plan: Stacks, type: string): Located[] {
  return located(plan).filter(({ resource }) => resource.type === type);
}

/** The id under which others name it in resolved inputs; for EC2's resources, whose ids hold no region or account. */
export function idOf({ urn, type, name, resolved }: PlannedResource): string {
  return madeUp({ urn, type, name, inputs: resolved, providerRegion: "", providerAccount: "" }).id;
}

/** A text input; `undefined` where there is none. */
export function text(resource: PlannedResource, field: string): string | undefined {
  const value = resource.resolved[field];
  return typeof value === "string" ? value : undefined;
}

/** Calls `visit` for every text below a value, with its field: `routes[0].cidrBlock`. */
export function walkTexts(
  value: PlanValue,
  field: string,
  visit: (text: string, field: string) => void,
): void {
  if (typeof value === "string") visit(value, field);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walkTexts(item, `${field}[${index}]`, visit);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value))
      walkTexts(item, field === "" ? key : `${field}.${key}`, visit);
  }
}
