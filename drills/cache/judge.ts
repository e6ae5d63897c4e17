/** What a run of the cache's drill showed, and which promises its result keeps. */
import { cacheRecoverySecondsMax, cacheReplication } from "../../components/facts/cache";
import type { DrillResult, Verdict } from "../shared/drill";
import { acknowledgedIn, eventOf, longestGapSeconds, lostOf, twoServersByTurns } from "../shared/rows";
import type { WorldEvent } from "../world";

export interface CacheSummary {
  readonly scenario: string;
  readonly control: boolean;
  readonly recovery: boolean;
  /** The longest time without an acknowledged write from the fault on, as the last client saw it; `null` when it never ended. */
  readonly recoverySeconds: number | null;
  /** From the fault until Sentinels say who leads; `null` when nobody else did. */
  readonly decisionSeconds: number | null;
  /** The cache acknowledges before it copies: it has no durable class. */
  readonly acknowledged: { readonly durable: 0; readonly fast: number };
  readonly lostRows: { readonly durable: 0; readonly fast: number };
  /** When the first and the last write that is lost were acknowledged, in seconds from the fault; `null` where none is. */
  readonly lostFromSeconds: number | null;
  readonly lostUntilSeconds: number | null;
  /** Whether one server acknowledged writes after another had begun to. */
  readonly twoLeaders: boolean;
}

export type CacheResult = DrillResult<CacheSummary>;

/**
 * What one run showed.
 * @throws Error where its record has no beginning, no fault or no end.
 */
export function summaryOf(events: readonly WorldEvent[]): CacheSummary {
  const { scenario, control, recovery } = eventOf(events, "run") as WorldEvent &
    Pick<CacheSummary, "scenario" | "control" | "recovery">;
  const fault = eventOf(events, "fault").ms;
  const end = eventOf(events, "watched").ms;
  const rows = acknowledgedIn(events);
  const lost = lostOf(rows, events);
  const promoted = events.find(({ event, ms }) => event === "promoted" && ms >= fault && ms <= end);
  const since = (row: { readonly ms: number } | undefined): number | null =>
    row === undefined ? null : (row.ms - fault) / 1000;
  return {
    scenario,
    control,
    recovery,
    recoverySeconds: longestGapSeconds(rows, fault, end),
    decisionSeconds: since(promoted),
    acknowledged: { durable: 0, fast: rows.length },
    lostRows: { durable: 0, fast: lost.length },
    lostFromSeconds: since(lost[0]),
    lostUntilSeconds: since(lost.at(-1)),
    twoLeaders: twoServersByTurns(rows, events),
  };
}

/** A primary that is cut off, or that nobody follows, takes no write for longer than this, in seconds. */
const writesCutOffSecondsMax = cacheReplication.maxLagSeconds + cacheReplication.lagCheckSeconds;

/** What may be on its way to replicas and to the disk when a primary is lost, in seconds: `appendfsync everysec`, and a second more. */
const lostBeforeSecondsMax = 2;

/** Which promises a result keeps; nothing is promised of a control but that it fails. */
export function verdicts({ runs }: CacheResult): readonly Verdict[] {
  const real = runs.filter(({ control }) => !control);
  const controls = runs.filter(({ control }) => control);
  const cut = real.filter(({ recovery }) => recovery);
  const beyond = ({ lostUntilSeconds }: CacheSummary): boolean =>
    lostUntilSeconds !== null && lostUntilSeconds > writesCutOffSecondsMax;
  return [
    {
      promise: `after the home region is cut writes are back in less than ${cacheRecoverySecondsMax} s, in each of ${cut.length} runs`,
      tried: cut.length > 0,
      held:
        cut.length > 0 &&
        cut.every(({ recoverySeconds: back }) => back !== null && back < cacheRecoverySecondsMax),
    },
    {
      promise: `nothing is lost that was written more than ${lostBeforeSecondsMax} s before a fault, or more than ${writesCutOffSecondsMax} s after it`,
      tried: real.length > 0,
      held:
        real.length > 0 &&
        real.every((run) => !beyond(run) && (run.lostFromSeconds ?? 0) >= -lostBeforeSecondsMax),
    },
    {
      promise: "never do two primaries acknowledge writes by turns",
      tried: real.length > 0,
      held: real.every(({ twoLeaders }) => !twoLeaders),
    },
    {
      promise: `the control, which asks for no replica, loses what was written more than ${writesCutOffSecondsMax} s after the cut`,
      tried: controls.length > 0,
      held: controls.length > 0 && controls.every(beyond),
    },
  ];
}
