/** What happened in a run, for people. */
import type { WorldEvent } from "../world";
import { acknowledgedIn } from "./rows";

/** What is said of an event of the world; nothing of most. */
function wordsOf({ event, ...more }: WorldEvent): string | undefined {
  const said = (field: string): string => String(more[field]);
  const words: Readonly<Record<string, () => string>> = {
    fault: () => "the fault",
    promoted: () => `${said("member")} is promoted`,
    watched: () => "repair begins",
    cut: () => `${said("region")} is cut off`,
    cutWay: () => `what goes from ${said("way").replace(" ", " to ")} is dropped`,
    heal: () => "all lines are open",
    kill: () => `${said("container")} of ${said("pod")} is killed`,
    fill: () => `${said("volume")} of ${said("pod")} is full`,
    unfill: () => `${said("volume")} of ${said("pod")} has room again`,
    "stop pod": () => `${said("pod")} is stopped`,
    "lose pod": () => `${said("pod")} is lost with its volumes`,
    "start pod": () => `${said("pod")} starts`,
  };
  return Object.hasOwn(words, event) ? words[event]?.() : undefined;
}

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
    ...run.flatMap((event) => {
      const words = wordsOf(event);
      return words === undefined ? [] : [[event.ms, words] as const];
    }),
    ...(lastBefore ? [[lastBefore.ms, `the last ${row} before it`] as const] : []),
    ...[...servers].slice(1).map(([server, ms]) => [ms, `the first ${row} from ${server}`] as const),
  ];
  return [...shown].sort(([a], [b]) => a - b).map(([ms, words]) => `- ${at(ms)}: ${words}`);
}
