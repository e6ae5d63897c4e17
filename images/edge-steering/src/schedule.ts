/**
 * When a region is probed, and what its answers add up to; pure functions.
 *
 * The worst case from a black hole to a pool that is out, with the facts' numbers: the cut comes just after a good probe
 * left, so the next starts a whole interval later (5 s). It cannot be told from a slow one before its timeout; the one that
 * confirms it starts 1.6 s after it and fails 1.5 s later. Two regular probes would end at 10 + 1.5 s, too late, so a failure
 * is confirmed at once, while the regular probes keep their beat. Then the vote travels (0.5 s at most) and the writer changes
 * the pool with one call (1 s of budget): 5 + 1.6 + 1.5 + 0.5 + 1 = 9.6 s. No read is in that sum: the first vote has the
 * pools read, which ends (1 s of budget) before the second vote comes 1.6 s later, and a read that is under way then does not
 * hold up the write. A call that takes longer than its budget is outside the promise.
 * The observers' beats are spread over the interval, so that the second of three, which makes the majority, starts a third
 * of an interval earlier than that.
 * Controllers that hear enough others again, or more than half of all, forget what they saw (`tally.ts`): for a region that was
 * dead before they met, the sum counts from then.
 */
import type { Settings, Vote } from "./types";

/** A vote before the first probe. */
export const unknownVote: Vote = { failures: 0, successes: 0, at: -Infinity };

/** The vote after one more answer. */
export function withAnswer(vote: Vote, isGood: boolean, at: number): Vote {
  return isGood
    ? { failures: 0, successes: vote.successes + 1, at }
    : { failures: vote.failures + 1, successes: 0, at };
}

/** Where in the interval an observer's beat falls: evenly spread by its place among the regions. */
export function beatOffsetMs(index: number, regions: number, settings: Settings): number {
  return Math.floor((index * settings.probeIntervalMs) / regions);
}

/** The first beat after a moment; all on a clock that the observers share, as well as theirs agree. */
export function nextBeat(afterMs: number, offsetMs: number, settings: Settings): number {
  const { probeIntervalMs } = settings;
  return Math.floor((afterMs - offsetMs) / probeIntervalMs + 1) * probeIntervalMs + offsetMs;
}

/** When the next probe starts, after one that began at `startedAt` and made this vote. */
export function nextProbeAt(startedAt: number, vote: Vote, offsetMs: number, settings: Settings): number {
  const isDoubt = vote.failures > 0 && vote.failures < settings.failedProbes;
  const beat = nextBeat(startedAt, offsetMs, settings);
  return isDoubt ? Math.min(startedAt + settings.confirmAfterMs, beat) : beat;
}
