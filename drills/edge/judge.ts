/** What the edge drill measured, and whether the promises held; pure functions. */

import { edgeSteering } from "../../components/facts/edge";

/** How long a black hole is watched, in seconds: longer than any run that still counts. */
export const watchedSeconds = 15;

/** One black hole: seconds from the cut to the disabled pool, `null` where it stayed in for as long as was watched. */
export interface Run {
  readonly target: string;
  /** Seconds after the target's first observer probed it at which the cut came. */
  readonly cutAfterProbeSeconds: number;
  readonly seconds: number | null;
}

/** Whether the controllers were at work while nothing was to happen, and acted again afterwards. */
export interface Liveness {
  /** Probes and lists of the least active controller while it was watched; `null` where one did not answer. */
  readonly leastProbes: number | null;
  readonly leastLists: number | null;
  /** A black hole after the fault was mended: seconds until its pool was out. */
  readonly after: Run;
}

export interface Measured {
  readonly blackHole: readonly Run[];
  /** The same, with controllers switched off: must not meet the promise. */
  readonly controls: readonly (Run & { readonly name: string })[];
  readonly recovery: {
    readonly target: string;
    /** Seconds from the end of the cut to the enabled pool. */
    readonly seconds: number | null;
    /** A pool that a person had disabled, and whether it was still so at the end. */
    readonly byHand: string;
    readonly byHandStayed: boolean;
  };
  /** All controllers killed while a disabling was under way, and started anew; then the region returns. */
  readonly killed: {
    readonly target: string;
    /** Whether the pool carried the controllers' seal before the region returned. */
    readonly sealed: boolean;
    /** Seconds from the region's return to the enabled pool. */
    readonly seconds: number | null;
  };
  readonly flapping: {
    readonly target: string;
    readonly watchedSeconds: number;
    readonly edits: number;
    /** How often the pool went out, also while it was waited for at the end. */
    readonly disables: number;
    /** Seconds from the end of the flapping to the enabled pool. */
    readonly recoveredSeconds: number | null;
  };
  readonly cutOffObserver: Liveness & {
    readonly region: string;
    readonly editsOfOthers: number;
    /** Whether the others took the cut-off region itself out. */
    readonly tookOut: boolean;
  };
  readonly allButOneCut: Liveness & { readonly edits: number; readonly leastLeft: number };
  readonly allIngressesCut: { readonly edits: number; readonly leastLeft: number };
  readonly evenSplit: Liveness & {
    readonly edits: number;
    readonly leastLeft: number;
    readonly leftAtEnd: number;
  };
}

/** What is promised. */
export interface Promises {
  readonly decisionSecondsMax: number;
  readonly runs: number;
  readonly regions: number;
  readonly holdOffSeconds: number;
  /** What the quiet scenarios are watched for, in seconds, and what a controller does in it at the least. */
  readonly quiet: { readonly seconds: number; readonly probesMin: number; readonly listsMin: number };
  /** From a region's return to its pool's, beside the hold-off: its good probes, and two intervals of slack. */
  readonly returnSecondsMax: number;
}

/** What a controller does while nothing is to happen: a probe of each other region every interval, a list every other. */
export function quietPromise(regions: number): Promises["quiet"] {
  const seconds = 2 * watchedSeconds;
  const { probeIntervalSeconds, poolsIntervalSeconds, apiSecondsBudget } = edgeSteering;
  return {
    seconds,
    // One interval may be cut by the beginning, and one by the end.
    probesMin: (regions - 1) * (Math.floor(seconds / probeIntervalSeconds) - 1),
    listsMin: Math.floor(seconds / (poolsIntervalSeconds + 2 * apiSecondsBudget)),
  };
}

export interface Verdict {
  readonly what: string;
  readonly held: boolean;
  readonly measured: string;
}

/** The slowest run in seconds; `null` where one never ended, or there is none. */
export function slowest(runs: readonly Run[]): number | null {
  const seconds = runs.flatMap((run) => (run.seconds === null ? [] : [run.seconds]));
  return seconds.length < runs.length || seconds.length === 0 ? null : Math.max(...seconds);
}

/** Whether every run ended within the promise. */
export function meetsDecision(runs: readonly Run[], { decisionSecondsMax }: Promises): boolean {
  const max = slowest(runs);
  return max !== null && max < decisionSecondsMax;
}

/**
 * Changes of a flapping pool that the hold-off allows: it goes out, and comes back after the hold-off at the soonest, which
 * doubles each time.
 */
export function editsAllowed(watchedSeconds: number, holdOffSeconds: number): number {
  let edits = 1;
  for (let at = 0, wait = holdOffSeconds; at + wait < watchedSeconds; wait *= 2) {
    at += wait;
    edits += 2;
  }
  return edits;
}

/** Whether the controllers worked all the while, and act on the next black hole. */
export function isAlive({ leastProbes, leastLists, after }: Liveness, promises: Promises): boolean {
  const { probesMin, listsMin } = promises.quiet;
  return (
    leastProbes !== null &&
    leastLists !== null &&
    leastProbes >= probesMin &&
    leastLists >= listsMin &&
    meetsDecision([after], promises)
  );
}

const inSeconds = (seconds: number | null): string =>
  seconds === null ? "never" : `${seconds.toFixed(1)} s`;
const edits = (count: number): string => `${count} ${count === 1 ? "change" : "changes"}`;

const activity = ({ leastProbes, leastLists, after }: Liveness): string =>
  `${leastProbes ?? "no"} probes and ${leastLists ?? "no"} lists at the least, then ${inSeconds(after.seconds)}`;

/** The longest that a pool stays out after so many times, with its good probes. */
function returnAllowed(disables: number, { holdOffSeconds, returnSecondsMax }: Promises): number {
  return holdOffSeconds * 2 ** Math.max(0, disables - 1) + returnSecondsMax;
}

/** One verdict a promise, and one a control, which holds when the harness reports that the promise was missed. */
export function judge(measured: Measured, promises: Promises): readonly Verdict[] {
  const {
    blackHole,
    controls,
    recovery,
    killed,
    flapping,
    cutOffObserver,
    allButOneCut,
    allIngressesCut,
    evenSplit,
  } = measured;
  const allowed = editsAllowed(flapping.watchedSeconds, promises.holdOffSeconds);
  const half = Math.ceil(promises.regions / 2);
  return [
    {
      what: `a black-holed region is out in < ${promises.decisionSecondsMax} s, the slowest of ${promises.runs} runs`,
      held: blackHole.length === promises.runs && meetsDecision(blackHole, promises),
      measured: inSeconds(slowest(blackHole)),
    },
    ...controls.map((run) => ({
      what: `control: missed with ${run.name}`,
      held: !meetsDecision([run], promises),
      measured: inSeconds(run.seconds),
    })),
    {
      what: `it comes back within ${promises.holdOffSeconds + promises.returnSecondsMax} s of its return`,
      held:
        recovery.seconds !== null && recovery.seconds <= promises.holdOffSeconds + promises.returnSecondsMax,
      measured: inSeconds(recovery.seconds),
    },
    {
      what: "a pool that a person disabled stays out",
      held: recovery.byHandStayed,
      measured: recovery.byHandStayed ? "stayed" : "came back",
    },
    {
      what: `a flapping region changes the edge ${allowed} times at most in ${flapping.watchedSeconds} s`,
      held: flapping.edits <= allowed,
      measured: edits(flapping.edits),
    },
    {
      what: "and comes back when it has ended, within its hold-off and its good probes",
      held:
        flapping.disables >= 1 &&
        flapping.recoveredSeconds !== null &&
        flapping.recoveredSeconds <= returnAllowed(flapping.disables, promises),
      measured: `${inSeconds(flapping.recoveredSeconds)}, ${flapping.disables} times out`,
    },
    {
      what: "a pool that is disabled when all controllers are killed is theirs, and comes back",
      held:
        killed.sealed &&
        killed.seconds !== null &&
        killed.seconds <= promises.holdOffSeconds + promises.returnSecondsMax,
      measured: inSeconds(killed.seconds),
    },
    ...(
      [
        ["a cut-off observer", cutOffObserver],
        ["all regions but one cut off", allButOneCut],
        ["two halves", evenSplit],
      ] as const
    ).map(([name, liveness]) => ({
      what: `with ${name} every controller works, and the next black hole is out in < ${promises.decisionSecondsMax} s`,
      held: isAlive(liveness, promises),
      measured: activity(liveness),
    })),
    {
      what: "a cut-off observer that still reaches the API changes no other region",
      held: cutOffObserver.editsOfOthers === 0 && cutOffObserver.tookOut,
      measured: `${edits(cutOffObserver.editsOfOthers)}; itself ${cutOffObserver.tookOut ? "out" : "in"}`,
    },
    {
      what: "with all regions but one cut off, the last changes nothing",
      held: allButOneCut.edits === 0,
      measured: edits(allButOneCut.edits),
    },
    {
      what: "with every ingress dead, one pool stays in at every moment",
      held: allIngressesCut.leastLeft >= 1 && allIngressesCut.edits === promises.regions - 1,
      measured: `${edits(allIngressesCut.edits)}, ${allIngressesCut.leastLeft} left`,
    },
    {
      // Where both halves write at the same moment too few are left until each puts back what it took.
      what: `when the regions fall into two halves, ${half} pools stay in, and one at every moment`,
      held: evenSplit.leftAtEnd >= half && evenSplit.leastLeft >= 1,
      measured: `${edits(evenSplit.edits)}, ${evenSplit.leftAtEnd} in at the end, ${evenSplit.leastLeft} at the least`,
    },
  ];
}
