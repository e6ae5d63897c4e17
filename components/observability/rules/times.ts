/** Spans of time as Prometheus writes them. */

/** @example minutes(90) // "90m"; minutes(360) // "6h"; minutes(4320) // "3d" */
export function minutes(count: number): string {
  if (count % 1440 === 0 && count > 0) return `${count / 1440}d`;
  return count % 60 === 0 && count > 0 ? `${count / 60}h` : `${count}m`;
}
