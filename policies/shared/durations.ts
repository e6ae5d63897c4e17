const secondsOf: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * Seconds of a duration as Go writes it; `undefined` for `Never` and for what is no duration.
 * @example seconds("1h30m") // 5400
 */
export function seconds(duration: string | undefined): number | undefined {
  if (!/^(\d+(\.\d+)?[hms])+$/.test(duration ?? "")) return undefined;
  const parts = (duration ?? "").matchAll(/(\d+(?:\.\d+)?)([hms])/g);
  return [...parts].reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (secondsOf[unit] ?? 0), 0);
}
