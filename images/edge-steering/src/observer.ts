/** Probes the other regions in a beat of its own, and keeps the votes. */
import type { Config, RegionConfig } from "./config";
import type { Log } from "./log";
import type { Metrics } from "./metrics";
import { beatOffsetMs, nextBeat, nextProbeAt, unknownVote, withAnswer } from "./schedule";
import type { Timers } from "./timers";
import type { Vote } from "./types";

export interface ObserverArgs {
  readonly config: Config;
  /** `undefined` when the region answered, else what it did instead; throws where the fault is this controller's own. */
  readonly probe: (region: RegionConfig) => Promise<string | undefined>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly epoch: () => number;
}

export class Observer {
  readonly votes = new Map<string, Vote>();
  private readonly offsetMs: number;
  /** Regions that could not be asked last, for a fault of this controller's own. */
  private readonly unasked = new Set<string>();

  /** @param onVote is called after each probe. */
  constructor(
    private readonly args: ObserverArgs,
    private readonly timers: Timers,
    private readonly onVote: () => void,
  ) {
    const { region, regions, settings } = args.config;
    const index = regions.findIndex(({ name }) => name === region);
    this.offsetMs = beatOffsetMs(index, regions.length, settings);
  }

  /** Probes a region at its next beat, and from then on. */
  watch(region: RegionConfig): void {
    const now = this.args.epoch();
    const { settings } = this.args.config;
    this.timers.after(nextBeat(now, this.offsetMs, settings) - now, () => void this.probe(region));
  }

  /** Forgets what was seen: who was cut off, alone or with half of the regions, saw the others dead, and must look anew. */
  forget(): void {
    this.votes.clear();
  }

  private async probe(region: RegionConfig): Promise<void> {
    const { epoch, log, metrics, now } = this.args;
    const { settings } = this.args.config;
    const startedAt = epoch();
    let failure: string | undefined;
    try {
      failure = await this.args.probe(region);
    } catch (error) {
      this.skip(region, startedAt, error);
      return;
    }
    if (this.timers.areStopped) return;
    this.unasked.delete(region.name);
    const before = this.votes.get(region.name) ?? unknownVote;
    const vote = withAnswer(before, failure === undefined, now());
    this.votes.set(region.name, vote);
    metrics.add("edge_steering_probes_total", {
      target: region.name,
      result: failure === undefined ? "good" : "failed",
    });
    if (failure !== undefined && vote.failures <= settings.failedProbes)
      log("warn", "a probe failed", { target: region.name, failures: vote.failures, failure });
    this.timers.after(
      nextProbeAt(startedAt, vote, this.offsetMs, settings) - epoch(),
      () => void this.probe(region),
    );
    this.onVote();
  }

  /** Who cannot ask has no say: its vote is taken back. */
  private skip(region: RegionConfig, startedAt: number, error: unknown): void {
    const { config, epoch, log, metrics } = this.args;
    const { name } = region;
    if (this.timers.areStopped) return;
    this.votes.delete(name);
    metrics.add("edge_steering_probes_total", { target: name, result: "unasked" });
    if (!this.unasked.has(name))
      log("error", "cannot ask", {
        target: name,
        error: error instanceof Error ? error.message : String(error),
      });
    this.unasked.add(name);
    this.timers.after(
      nextBeat(startedAt, this.offsetMs, config.settings) - epoch(),
      () => void this.probe(region),
    );
    this.onVote();
  }
}
