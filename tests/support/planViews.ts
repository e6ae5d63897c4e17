import { execFileSync } from "node:child_process";
import path from "node:path";
import { evaluateResource, evaluateStack, type Verdict } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import type { ResourceView, Rule } from "../../policies/framework/rule";
import type { Plan, PlannedResource } from "../../preview/plan";
import { testDay } from "./cli";
import { testSettings, unknown } from "./rules";

/** A value of the plan as the engine has it: marks become the engine's texts. */
function wire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$unknown" in value) return unknown;
  if ("$secret" in value) return "(secret)";
  if (Array.isArray(value)) return value.map(wire);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wire(item)]));
}

/** The resources of one stack of a plan, as rules see them. */
export function planViews(
  resources: readonly PlannedResource[],
  mode: "inputs" | "resolved",
): ResourceView[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources.map((resource) => {
    const provider = byUrn.get(resource.provider);
    return {
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      props: new Reader(wire(resource[mode])),
      protect: resource.protect,
      provider: provider && {
        name: provider.name,
        type: provider.type,
        props: new Reader(wire(provider[mode])),
      },
    };
  });
}

/** The project's own plan. */
export function ownPlan(): Plan {
  const root = path.resolve(__dirname, "..", "..");
  const text = execFileSync(process.execPath, ["scripts/start.mjs", "--json", "--as-of", testDay], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text) as Plan;
}

/** What rules say of a plan, in one mode. */
export function judgePlan(rules: readonly Rule[], plan: Plan, mode: "inputs" | "resolved"): Verdict[] {
  return Object.entries(plan.stacks).flatMap(([stack, { resources }]) => {
    const views = planViews(resources, mode);
    return rules.flatMap((rule) => {
      const settings = testSettings(plan.asOf);
      const root = `urn:pulumi:${stack}::${plan.project}::pulumi:pulumi:Stack::${plan.project}-${stack}`;
      return rule.scope === "resource"
        ? views.flatMap((view) => evaluateResource([rule], view, settings).verdicts)
        : evaluateStack([rule], stack, root, views, settings).verdicts;
    });
  });
}
