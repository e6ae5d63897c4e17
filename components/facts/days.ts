/** Days of the calendar as `YYYY-MM-DD`, counted in UTC. */

/** Whether a text is a day that the calendar has: February has no 30th. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Hours of a day, for what is counted in them. */
export const hoursPerDay = 24;

/** Seconds of a day, likewise. */
export const secondsPerDay = 86_400;

const dayMs = 86_400_000;

/** Days from one day to another; below zero where `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** Today's day. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
