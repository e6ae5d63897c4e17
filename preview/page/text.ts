/** Colours a text, or leaves it as it is. */
export type Paint = (style: "bold" | "dim" | "red" | "green" | "yellow", text: string) => string;

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Colours on a terminal only, and never with NO_COLOR (no-color.org). */
export function painter(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  const on = isTerminal && (env.NO_COLOR ?? "") === "";
  return (style, text) => (on ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** Cells in columns; those from `rightFrom` on to the right. */
export function table(rows: readonly (readonly string[])[], rightFrom: number): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= rightFrom ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** Type and name of a resource, without its parents. */
export function shortName(urn: string): string {
  return `${(urn.split("::")[2] ?? "").split("$").pop() ?? ""} ${urn.split("::")[3] ?? ""}`;
}

/** A text in lines of at most `width` columns; all but the first begin with `indent`. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  // An ARN or a URN may be longer than a line.
  const most = width - indent.length;
  const words = text
    .trim()
    .split(" ")
    .flatMap((word) => word.match(new RegExp(`.{1,${most}}`, "g")) ?? [word]);
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}

/** The first of some tables that fits; the last where none does. */
export function fitting(width: number, ...tables: readonly (readonly string[])[]): string[] {
  const lines = tables.map((rows) => rows.map((line) => `  ${line}`));
  return lines.find((rows) => rows.every((line) => line.length <= width)) ?? lines.at(-1) ?? [];
}
