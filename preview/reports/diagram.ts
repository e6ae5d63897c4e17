import type { PlannedResource, StackPlan } from "../plan";
import { packageOf } from "../summary";

const stackType = "pulumi:pulumi:Stack";

/** How many of each type stand directly below a component. */
function contents(children: readonly PlannedResource[]): string[] {
  const counts = new Map<string, number>();
  for (const child of children) {
    const kind = child.type.split(":").pop() ?? child.type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => (count > 1 ? `${count} × ${kind}` : kind));
}

/**
 * A stack as a Mermaid flowchart: its components as a tree, each with what it holds, and dashed arrows where one
 * component's resources depend on another's.
 */
export function mermaid(stack: string, plan: StackPlan): string {
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const nodes = plan.resources.filter(
    (resource) => packageOf(resource.type) === "azora" || resource.type === stackType,
  );
  const ids = new Map(nodes.map((node, index) => [node.urn, `n${index}`]));
  const lines = ["flowchart LR"];
  const owner = (urn: string): string | undefined => {
    let current = byUrn.get(urn);
    while (current && !ids.has(current.urn)) current = byUrn.get(current.parent);
    return current?.urn;
  };
  for (const node of nodes) {
    const held = contents(
      plan.resources.filter((resource) => resource.parent === node.urn && !ids.has(resource.urn)),
    );
    const title = node.type === stackType ? stack : `${node.type.split(":").pop() ?? ""} ${node.name}`;
    lines.push(
      `  ${ids.get(node.urn) ?? ""}["<b>${title}</b>${held.map((line) => `<br/>${line}`).join("")}"]`,
    );
  }
  for (const node of nodes) {
    const parent = ids.get(node.parent);
    if (parent) lines.push(`  ${parent} --> ${ids.get(node.urn) ?? ""}`);
  }
  const arrows = new Set<string>();
  for (const resource of plan.resources) {
    const from = owner(resource.urn);
    for (const dependency of resource.dependencies) {
      const to = owner(dependency);
      if (!from || !to || from === to || byUrn.get(from)?.parent === to || byUrn.get(to)?.parent === from)
        continue;
      arrows.add(`  ${ids.get(from) ?? ""} -.-> ${ids.get(to) ?? ""}`);
    }
  }
  return [...lines, ...[...arrows].sort(), ""].join("\n");
}
