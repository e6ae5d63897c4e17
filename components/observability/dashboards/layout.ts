/** Where panels stand: lines of a row, each as wide as the page. */
import type { Panel, PanelKind, PanelRow } from "./panel";

/** Columns of Grafana's grid. */
const columns = 24;

const heights: Readonly<Record<PanelKind, number>> = {
  stat: 5,
  gauge: 5,
  timeseries: 8,
  timeline: 8,
  table: 8,
  map: 11,
  logs: 10,
  traces: 9,
  calls: 11,
};

export interface GridPlace {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Panels beside each other; a row's last line may have fewer. */
function linesOf({ panels, across = 3 }: PanelRow): readonly (readonly Panel[])[] {
  const count = Math.ceil(panels.length / across);
  return Array.from({ length: count }, (_, index) => panels.slice(index * across, (index + 1) * across));
}

const heightOfLine = (line: readonly Panel[]): number => Math.max(...line.map(({ kind }) => heights[kind]));

export function heightOf(row: PanelRow): number {
  return linesOf(row).reduce((sum, line) => sum + heightOfLine(line), 0);
}

/** Each panel of a row with its place; the last of a line takes what does not divide. */
export function placedIn(
  row: PanelRow,
  top: number,
): readonly { readonly panel: Panel; readonly at: GridPlace }[] {
  let y = top;
  return linesOf(row).flatMap((line) => {
    const h = heightOfLine(line);
    const w = Math.floor(columns / line.length);
    const placed = line.map((panel, index) => ({
      panel,
      at: { x: index * w, y, w: index === line.length - 1 ? columns - index * w : w, h },
    }));
    y += h;
    return placed;
  });
}
