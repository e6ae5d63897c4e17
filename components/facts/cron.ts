const minutesPerDay = 24 * 60;

/** The values that a field of cron stands for: `*`, `5`, `2-59/5`, and several of these; `undefined` for anything else. */
function valuesOf(field: string, count: number): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first, last, step = "1"] = match;
    const isRange = first === undefined || last !== undefined || part.includes("/");
    const from = Number(first ?? 0);
    const to = isRange ? Number(last ?? count - 1) : from;
    const by = Number(step);
    if (!(by > 0) || from > to || to >= count) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/**
 * The longest time between two runs of a schedule that holds every day, in minutes; `undefined` for one that leaves days out, and for
 * what cannot be read.
 * @example longestWaitMinutes("2-59/5 * * * *") // 5
 */
export function longestWaitMinutes(cron: string | undefined): number | undefined {
  const [minute, hour, ...days] = (cron ?? "").trim().split(/\s+/);
  if (minute === undefined || hour === undefined || days.join(" ") !== "* * *") return undefined;
  const minutes = valuesOf(minute, 60);
  const hours = valuesOf(hour, 24);
  if (!minutes || !hours) return undefined;
  const runs = hours.flatMap((h) => minutes.map((m) => h * 60 + m));
  return Math.max(...runs.map((run, index) => (runs[index + 1] ?? (runs[0] ?? 0) + minutesPerDay) - run));
}
