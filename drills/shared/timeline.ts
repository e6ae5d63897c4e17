/** What happened in a run, for people. */
import type { WorldEvent } from "../world";
import { acknowledgedIn } from "./rows";

/**
 * What happened in a run, apart from single rows: seconds since the fault, and words, as lines of a list.
 * @param row what a row of the commit class is called. @example timelineOf(run, "durable", "durable row")
 */
export function timelineOf(run: readonly WorldEvent[], commitClass: string, row: string): readonly string[] {
  const fault = run.find(({ event }) => event === "fault")?.ms ?? 0;
  const at = (ms: number): string => `${((ms - fault) / 1000).toFixed(1)} s`;
  const rows = acknowledgedIn(run).filter((each) => each.commitClass === commitClass);
  const lastBefore = rows.filter(({ ms }) => ms <= fault).at(-1);
  const servers = new Map<string, number>();
  for (const { ms, server } of rows) if (!servers.has(server)) servers.set(server, ms);
  const shown: readonly (readonly [number, string])[] = [
    ...run.flatMap(({ ms, event, ...more }): (readonly [number, string])[] => {
      if (event === "fault") return [[ms, "the fault"]];
      if (event === "promoted") return [[ms, `${String(more.member)} is promoted`]];
      if (event === "lines") {
        const blocked = more.blocked as readonly string[];
        return [[ms, blocked.length === 0 ? "all lines are open" : `${blocked.length} ways lead nowhere`]];
      }
      return event === "watched" ? [[ms, "repair begins"]] : [];
    }),
    ...(lastBefore ? [[lastBefore.ms, `the last ${row} before it`] as const] : []),
    ...[...servers].slice(1).map(([server, ms]) => [ms, `the first ${row} from ${server}`] as const),
  ];
  return [...shown].sort(([a], [b]) => a - b).map(([ms, words]) => `- ${at(ms)}: ${words}`);
}
