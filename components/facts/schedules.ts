/**
 * Schedules as AWS writes them: `cron(minute hour day-of-month month day-of-week year)` ("Cron expressions", EventBridge Scheduler
 * user guide, read 2026-11).
 */
import { hoursPerDay } from "./days";
import type { Region } from "./regions";

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
const daysAWeek = 7;
/** The longest month. */
const daysAMonth = 31;
/** Every month has it. */
const lastDayOfAll = 28;

/** The longest time between two of the days of a cycle, in days. */
function longestGap(days: readonly number[], cycleDays: number): number {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 0] = sorted;
  return Math.max(...sorted.map((day, index) => (sorted[index + 1] ?? first + cycleDays) - day));
}

/** The days of a list, each as a number; none where one of them is no day. */
function daysOf(list: string, numberOf: (day: string) => number): readonly number[] {
  const days = list.split(",").map(numberOf);
  return days.every((day) => day >= 0) ? days : [];
}

function dayOfMonth(day: string): number {
  const number = /^\d{1,2}$/.test(day) ? Number(day) : -1;
  return number >= 1 && number <= lastDayOfAll ? number : -1;
}

/**
 * The longest time between two runs of a schedule, in days.
 * @returns `undefined` for what is no cron expression, and for one that names months, years or days that not every month has.
 * @example longestGapDays("cron(0 3 * * ? *)") // 1
 * @example longestGapDays("cron(0 3 ? * SUN,WED *)") // 4
 */
export function longestGapDays(expression: string): number | undefined {
  const [, ofMonth = "", ofWeek = ""] = /^cron\(\d{1,2} \d{1,2} (\S+) \* (\S+) \*\)$/.exec(expression) ?? [];
  if (ofMonth === "*" && ofWeek === "?") return 1;
  const [list, cycleDays, numberOf] =
    ofMonth === "?"
      ? ([ofWeek, daysAWeek, (day: string) => (weekdays as readonly string[]).indexOf(day)] as const)
      : ([ofWeek === "?" ? ofMonth : "", daysAMonth, dayOfMonth] as const);
  const days = daysOf(list, numberOf);
  return days.length === 0 ? undefined : longestGap(days, cycleDays);
}

const degreesPerHour = 15;

/** An hour by a region's sun, in UTC. @example hourUtc(regionNamed("africa"), 2) // 1 */
export function hourUtc({ longitude }: Pick<Region, "longitude">, hour: number): number {
  const utc = hour - Math.round(longitude / degreesPerHour);
  return ((utc % hoursPerDay) + hoursPerDay) % hoursPerDay;
}
