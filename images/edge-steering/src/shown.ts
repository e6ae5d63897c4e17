/** Longest part of a value that a message repeats. */
const shownMax = 80;

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, shownMax);
}
