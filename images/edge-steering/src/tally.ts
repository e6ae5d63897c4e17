/** Who may speak about whom, and what they say together; pure functions. */
import type { Heard, Report, Settings, Vote } from "./types";

/** What one controller knows at one moment. */
export interface Knowledge {
  readonly now: number;
  readonly self: string;
  /** All regions, in the order in which they are asked to write. */
  readonly regions: readonly string[];
  readonly votes: Readonly<Record<string, Vote>>;
  readonly reports: ReadonlyMap<string, Heard>;
  readonly apiWorks: boolean;
  /** When its `Reach` last grew: what was seen before may come from a network that was in parts. */
  readonly reachSince: number;
}

/** Voices that are a majority of those who may judge a region: all but the region itself. */
export function majorityOfOthers(regions: number): number {
  return Math.floor((regions - 1) / 2) + 1;
}

/** Whether so many regions, the speaker among them, are more than half of all. */
function isQuorum(voices: number, regions: number): boolean {
  return voices * 2 > regions;
}

/** Reports that are fresh: a silent observer has no vote, and is never taken to agree. */
export function freshReports(known: Knowledge, settings: Settings): readonly Heard[] {
  return known.regions.flatMap((region) => {
    const report = region === known.self ? undefined : known.reports.get(region);
    return report !== undefined && known.now - report.heardAt <= settings.reportFreshMs ? [report] : [];
  });
}

/** What a controller may take part in, by the voices that it hears, its own among them; each more than the one before. */
export const Reach = {
  /** It may be the one that is cut off: nobody counts its votes. */
  cutOff: 0,
  /** Enough to judge a region: of an even number of regions both halves hear as many. */
  majority: 1,
  /** More than half of all regions: no others hear as many without it. */
  quorum: 2,
} as const;
export type Reach = (typeof Reach)[keyof typeof Reach];

/** How far the voice of a controller reaches that hears these. */
function reachOf({ from, hears }: Pick<Report, "from" | "hears">, regions: readonly string[]): Reach {
  const voices = regions.filter((region) => region === from || hears.includes(region)).length;
  if (isQuorum(voices, regions.length)) return Reach.quorum;
  return voices >= majorityOfOthers(regions.length) ? Reach.majority : Reach.cutOff;
}

/** How far the own voice reaches. */
export function ownReach(known: Knowledge, settings: Settings): Reach {
  const hears = freshReports(known, settings).map(({ from }) => from);
  return reachOf({ from: known.self, hears }, known.regions);
}

export interface Tally {
  /** Observers with `failedProbes` failures in a row. */
  readonly down: number;
  /** Observers with `goodProbes` successes in a row. */
  readonly up: number;
  /** Observers whose last probe failed. */
  readonly doubting: number;
}

/**
 * What the observers of a region say of it. Its own word does not count, nor that of an observer which is cut off itself.
 * When two halves meet again each still holds the other for dead, and fewer pools must stay: a vote from before that counts
 * only from an observer that reaches as far, since it forgot what it saw when it began to.
 */
export function tallyOf(target: string, known: Knowledge, settings: Settings): Tally {
  const reach = ownReach(known, settings);
  const voices = [
    ...(known.self === target ? [] : [{ votes: known.votes, since: -Infinity }]),
    ...freshReports(known, settings).flatMap(({ votes, ...report }) => {
      const itsReach = reachOf(report, known.regions);
      return report.from === target || itsReach === Reach.cutOff
        ? []
        : [{ votes, since: itsReach < reach ? known.reachSince : -Infinity }];
    }),
  ];
  const votes = voices.flatMap((each) => {
    const vote = Object.hasOwn(each.votes, target) ? each.votes[target] : undefined;
    const isFresh = vote !== undefined && known.now - vote.at <= settings.voteFreshMs;
    return isFresh && vote.at > each.since ? [vote] : [];
  });
  const count = (holds: (vote: Vote) => boolean): number => votes.filter(holds).length;
  return {
    down: count(({ failures }) => failures >= settings.failedProbes),
    up: count(({ successes }) => successes >= settings.goodProbes),
    doubting: count(({ failures }) => failures > 0),
  };
}

/** Whether a controller hears enough voices to judge any region, and reaches the API. */
function mayWrite(
  { from, hears, apiWorks }: Pick<Report, "from" | "hears" | "apiWorks">,
  regions: readonly string[],
) {
  return apiWorks && reachOf({ from, hears }, regions) !== Reach.cutOff;
}

/**
 * The one that writes, as this controller sees it: the first in order that hears a majority and reaches the API.
 * Two may hold themselves for it for a moment; `decide` makes that harmless.
 */
export function writerOf(known: Knowledge, settings: Settings): string | undefined {
  const fresh = freshReports(known, settings);
  const own = { from: known.self, hears: fresh.map(({ from }) => from), apiWorks: known.apiWorks };
  return known.regions.find((region) => {
    const report = region === known.self ? own : fresh.find(({ from }) => from === region);
    return report !== undefined && mayWrite(report, known.regions);
  });
}
