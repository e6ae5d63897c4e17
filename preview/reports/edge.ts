import { globalStackName } from "../../components/facts/regions";
import { routesOf, steeringOf, type RouteMatrix, type SteeringTable } from "../edge";
import type { Plan } from "../plan";

const names = ["steering.json", "routes.json", "edge.mmd"] as const;

/** Names of the files that a plan of these stacks writes about the edge and the mesh. */
export function edgeReportNames(stacks: readonly string[]): readonly string[] {
  return stacks.includes(globalStackName) ? names : [];
}

/** Users, by the region that answers them first, and the regions with the peerings between them, as a Mermaid flowchart. */
function picture(steering: SteeringTable, matrix: RouteMatrix): string {
  const regions = Object.keys(matrix);
  const lines = ["flowchart LR", ...regions.map((region) => `  ${region}(["${region}"])`)];
  for (const region of regions) {
    const codes = Object.entries(steering.codes)
      .filter(([, order]) => order[0] === region)
      .map(([code]) => code);
    if (codes.length > 0)
      lines.push(`  users_${region}["${codes.join(", ")}"]`, `  users_${region} --> ${region}`);
  }
  const routed = (from: string, to: string): boolean => (matrix[from]?.[to] ?? []).length > 0;
  regions.forEach((a, index) => {
    for (const b of regions.slice(index + 1)) {
      if (routed(a, b) && routed(b, a)) lines.push(`  ${a} <-.-> ${b}`);
      else if (routed(a, b)) lines.push(`  ${a} -.-> ${b}`);
      else if (routed(b, a)) lines.push(`  ${b} -.-> ${a}`);
    }
  });
  return [...lines, ""].join("\n");
}

/** The steering table and the route matrix as JSON, and both as a picture; none where the global stack is not planned. */
export function edgeReports(plan: Plan): Record<string, string> {
  const steering = steeringOf(plan);
  const matrix = routesOf(plan);
  if (!steering || !matrix) return {};
  const [steeringName, routesName, pictureName] = names;
  return {
    [steeringName]: `${JSON.stringify({ schemaVersion: 1, ...steering }, null, 1)}\n`,
    [routesName]: `${JSON.stringify({ schemaVersion: 1, routes: matrix }, null, 1)}\n`,
    [pictureName]: picture(steering, matrix),
  };
}
