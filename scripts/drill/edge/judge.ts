/** What the edge drill measured, and whether the promises held; pure functions. */

/** How long a black hole is watched, in seconds: longer than any run that still counts. */
export const watchedSeconds = 15;

/** One black hole: seconds from the cut to the disabled pool, `null` where it stayed in for as long as was watched. */
export interface Run {
  readonly target: string;
  /** Seconds after the target's first observer probed it at which the cut came. */
  readonly cutAfterProbeSeconds: number;
  readonly seconds: number | null;
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
  readonly flapping: { readonly target: string; readonly watchedSeconds: number; readonly edits: number };
  readonly cutOffObserver: { readonly region: string; readonly editsOfOthers: number };
  readonly allButOneCut: { readonly edits: number; readonly leastLeft: number };
  readonly allIngressesCut: { readonly edits: number; readonly leastLeft: number };
  readonly evenSplit: { readonly edits: number; readonly leastLeft: number; readonly leftAtEnd: number };
}

/** What is promised. */
export interface Promises {
  readonly decisionSecondsMax: number;
  readonly runs: number;
  readonly regions: number;
  readonly holdOffSeconds: number;
  /** From a region's return to its pool's, beside the hold-off: its good probes, and two intervals of slack. */
  readonly returnSecondsMax: number;
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

const inSeconds = (seconds: number | null): string =>
  seconds === null ? "never" : `${seconds.toFixed(1)} s`;
const edits = (count: number): string => `${count} ${count === 1 ? "change" : "changes"}`;

/** One verdict a promise, and one a control, which holds when the harness reports that the promise was missed. */
export function judge(measured: Measured, promises: Promises): readonly Verdict[] {
  const {
    blackHole,
    controls,
    recovery,
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
      what: "a cut-off observer that still reaches the API changes no other region",
      held: cutOffObserver.editsOfOthers === 0,
      measured: edits(cutOffObserver.editsOfOthers),
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
