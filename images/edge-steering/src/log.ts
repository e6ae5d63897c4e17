/** One JSON object a line on standard output, as the region's log collector reads it. */
export type Level = "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A log whose every line carries the region. */
export function logOf(region: string, write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, region, message, ...fields })}\n`);
  };
}
