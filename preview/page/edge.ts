import { routesOf, steeringOf, type RouteMatrix } from "../edge";
import type { Plan } from "../plan";
import { fitting, table, type Paint } from "./text";

const arrow = " > ";

/** Rows in two columns, the second half beside the first. */
function sideBySide(rows: readonly (readonly string[])[]): string[] {
  const half = Math.ceil(rows.length / 2);
  const pairs = rows.slice(0, half).map((row, index) => [...row, ...(rows[half + index] ?? ["", ""])]);
  return table(pairs, rows.length);
}

/** Who answers whom: a line a code, and one a host. */
function steeringLines(plan: Plan, paint: Paint, width: number): string[] {
  const steering = steeringOf(plan);
  if (!steering) return [];
  const rowsOf = (orders: Readonly<Record<string, readonly string[]>>): string[][] =>
    Object.entries(orders).map(([key, order]) => [key, order.join(arrow)]);
  const codes = rowsOf(steering.codes);
  const hosts = rowsOf(steering.hosts);
  return [
    "",
    paint("bold", "Steering of the global host, by area"),
    ...fitting(width, sideBySide(codes), table(codes, codes.length)),
    "",
    paint("bold", "Hosts, and who takes over"),
    ...fitting(width, sideBySide(hosts), table(hosts, hosts.length)),
  ];
}

/** Which blocks each region reaches in each other one; only whether it does where the blocks do not fit. */
function routeLines(matrix: RouteMatrix, paint: Paint, width: number): string[] {
  const regions = Object.keys(matrix);
  const rows = (cell: (blocks: readonly string[]) => string): string[] =>
    table(
      [
        ["", ...regions],
        ...regions.map((from) => [
          from,
          ...regions.map((to) => (from === to ? "·" : cell(matrix[from]?.[to] ?? []))),
        ]),
      ],
      regions.length + 1,
    );
  return [
    "",
    paint("bold", "Routes between regions, from line to column"),
    ...fitting(
      width,
      rows((blocks) => blocks.join(" ") || "none"),
      rows((blocks) => (blocks.length > 0 ? "yes" : "none")),
    ),
  ];
}

/** How users reach the regions and the regions each other; nothing where the global stack is not planned. */
export function edgeLines(plan: Plan, paint: Paint, width: number): string[] {
  const matrix = routesOf(plan);
  return [...steeringLines(plan, paint, width), ...(matrix ? routeLines(matrix, paint, width) : [])];
}
