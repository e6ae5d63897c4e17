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
}

/** Voices that are a majority of those who may judge a region: all but the region itself. */
export function majorityOfOthers(regions: number): number {
  return Math.floor((regions - 1) / 2) + 1;
}

/** Whether so many regions, the speaker among them, are more than half of all. */
export function isQuorum(voices: number, regions: number): boolean {
  return voices * 2 > regions;
}

/** Reports that are fresh: a silent observer has no vote, and is never taken to agree. */
export function freshReports(known: Knowledge, settings: Settings): readonly Heard[] {
  return known.regions.flatMap((region) => {
    const report = region === known.self ? undefined : known.reports.get(region);
    return report !== undefined && known.now - report.heardAt <= settings.reportFreshMs ? [report] : [];
  });
}

/** Whether an observer hears so many voices, its own among them, that it is not itself the one that is cut off. */
export function isConnected(
  { from, hears }: Pick<Report, "from" | "hears">,
  regions: readonly string[],
): boolean {
  const voices = regions.filter((region) => region === from || hears.includes(region)).length;
  return voices >= majorityOfOthers(regions.length);
}

export interface Tally {
  /** Observers with `failedProbes` failures in a row. */
  readonly down: number;
  /** Observers with `goodProbes` successes in a row. */
  readonly up: number;
  /** Observers whose last probe failed. */
  readonly doubting: number;
}

/** What the observers of a region say of it; neither its own word counts, nor that of an observer which is cut off itself. */
export function tallyOf(target: string, known: Knowledge, settings: Settings): Tally {
  const voices = [
    ...(known.self === target ? [] : [known.votes]),
    ...freshReports(known, settings).flatMap((report) =>
      report.from === target || !isConnected(report, known.regions) ? [] : [report.votes],
    ),
  ];
  const votes = voices.flatMap((each) => {
    const vote = Object.hasOwn(each, target) ? each[target] : undefined;
    return vote !== undefined && known.now - vote.at <= settings.voteFreshMs ? [vote] : [];
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
  return apiWorks && isConnected({ from, hears }, regions);
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
