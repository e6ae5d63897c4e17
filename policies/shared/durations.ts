const hoursPer: Readonly<Record<string, number>> = {
  h: 1,
  m: 1 / 60,
  s: 1 / 3600,
  ms: 1 / 3.6e6,
  us: 1 / 3.6e9,
  µs: 1 / 3.6e9,
  ns: 1 / 3.6e12,
};

/**
 * Hours of a duration as Go writes it; `undefined` for what is none.
 * @example goHours("1h30m") // 1.5
 */
export function goHours(duration: string | undefined): number | undefined {
  if (duration === undefined || !/^(\d+\.?\d*(h|ms|us|µs|ns|m|s))+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+\.?\d*)(h|ms|us|µs|ns|m|s)/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (hoursPer[unit] ?? 0),
    0,
  );
}
