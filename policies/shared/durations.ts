const secondsPer: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/**
 * Seconds of a duration as Go writes it; `undefined` for `Never` and for what is no duration.
 * @example seconds("1h30m") // 5400
 */
export function seconds(duration: string | undefined): number | undefined {
  if (duration === undefined || !/^(\d+\.?\d*(h|ms|us|µs|ns|m|s))+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+\.?\d*)(h|ms|us|µs|ns|m|s)/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (secondsPer[unit] ?? 0),
    0,
  );
}

/**
 * Hours of a duration as Go writes it; `undefined` for what is none.
 * @example goHours("1h30m") // 1.5
 */
export function goHours(duration: string | undefined): number | undefined {
  const whole = seconds(duration);
  return whole === undefined ? undefined : whole / secondsPerHour;
}

const secondsPerHour = 3600;
