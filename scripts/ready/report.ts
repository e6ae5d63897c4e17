/** How the answers are shown. */
import { table, type Paint } from "../../preview/page/text";
import type { Row } from "./ask";

/** What `--json` prints; fields are added, never renamed, while the version stays. */
export interface ReadyReport {
  readonly schemaVersion: 1;
  readonly ready: boolean;
  readonly checks: readonly Row[];
}

/** Whether everything is up. */
export function isReady(rows: readonly Row[]): boolean {
  return rows.length > 0 && rows.every(({ ok }) => ok);
}

export function jsonOf(rows: readonly Row[]): string {
  const checks = rows.map(({ what, where, found, wanted, ok }) => ({ what, where, found, wanted, ok }));
  const report: ReadyReport = { schemaVersion: 1, ready: isReady(rows), checks };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const cellLengthMax = 72;

function clipped(text: string): string {
  return text.length > cellLengthMax ? `${text.slice(0, cellLengthMax - 1)}…` : text;
}

/** A line for each row, then those that are not up once more, whole, with what was wanted. */
export function pageOf(rows: readonly Row[], paint: Paint): string {
  const head = ["", "what", "where", "found"];
  const cells = rows.map(({ what, where, found, ok }) => [ok ? "ok" : "NOT", what, where, clipped(found)]);
  const lines = table([head, ...cells], head.length).map((line, index) => {
    const row = rows[index - 1];
    if (row === undefined) return paint("bold", line);
    return row.ok ? line : paint("red", line);
  });
  const down = rows.filter(({ ok }) => !ok);
  const told = down.map(
    ({ what, where, found, wanted }) => `  ${what} (${where}): ${found}; wanted: ${wanted}`,
  );
  const sum =
    down.length === 0
      ? paint("green", `Ready: ${rows.length} of ${rows.length} are up.`)
      : paint("red", `Not ready: ${down.length} of ${rows.length} are not up.`);
  return [...lines, "", sum, ...told, ""].join("\n");
}
