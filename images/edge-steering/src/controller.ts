/** One region's controller: probes, tells, hears, and does what `decide` says. Time and the outside come in from without. */
import { ApiError, type PoolsApi } from "./cloudflare";
import type { Config, RegionConfig } from "./config";
import { Courier } from "./courier";
import { decide, floorOf, isOurs, type LastDisable } from "./decide";
import type { Log } from "./log";
import type { Metrics } from "./metrics";
import { afterDisable, afterEnable, isLostWrite, mergeRecord, type Unsure } from "./records";
import { beatOffsetMs, nextBeat, nextProbeAt, unknownVote, withAnswer } from "./schedule";
import { freshReports, writerOf, type Knowledge } from "./tally";
import { Timers } from "./timers";
import type { Action, Heard, Pool, PoolRecord, PoolsRead, Report, Vote } from "./types";

export interface ControllerArgs {
  readonly config: Config;
  readonly api: Pick<PoolsApi, "list" | "setEnabled">;
  /** `undefined` when the region answered, else what it did instead. */
  readonly probe: (region: RegionConfig) => Promise<string | undefined>;
  /** Sends a report to a peer and gives back the peer's own. */
  readonly tell: (peer: RegionConfig, report: Report) => Promise<Heard>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly epoch: () => number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class Controller {
  private readonly votes = new Map<string, Vote>();
  private readonly reports = new Map<string, Heard>();
  private readonly records = new Map<string, PoolRecord>();
  private readonly timers = new Timers();
  private readonly courier: Courier;
  private readonly names: readonly string[];
  private readonly others: readonly RegionConfig[];
  private pools: PoolsRead | undefined;
  private apiWorks = false;
  private apiWaitsUntil = -Infinity;
  private apiFailures = 0;
  private lastDisable: LastDisable | undefined;
  private unsure: Unsure | undefined;
  private sequence: number;
  private isActing = false;

  constructor(private readonly args: ControllerArgs) {
    const { config, epoch } = args;
    this.names = config.regions.map(({ name }) => name);
    this.others = config.regions.filter(({ name }) => name !== config.region);
    this.sequence = epoch();
    const peers = new Map(this.others.map((peer) => [peer.name, peer]));
    this.courier = new Courier(async (name) => {
      const peer = peers.get(name);
      if (peer !== undefined && this.isRunning) this.hear(await args.tell(peer, this.report()));
    });
  }

  start(): void {
    const { settings, region } = this.args.config;
    const offset = beatOffsetMs(this.names.indexOf(region), this.names.length, settings);
    for (const other of this.others) {
      const now = this.args.epoch();
      this.timers.after(nextBeat(now, offset, settings) - now, () => void this.probe(other, offset));
    }
    this.timers.every(settings.reportIntervalMs, () => {
      this.tellAll();
      this.step();
    });
    this.step();
  }

  /** Ends all timers; a call that is under way ends by itself. */
  stop(): void {
    this.timers.stop();
  }

  /** Whether it may be seen as alive: it has been started, and not stopped. */
  get isRunning(): boolean {
    return !this.timers.areStopped;
  }

  report(): Report {
    this.sequence += 1;
    return {
      from: this.args.config.region,
      sequence: this.sequence,
      votes: Object.fromEntries(this.votes),
      hears: this.fresh().map(({ from }) => from),
      apiWorks: this.apiWorks,
      records: Object.fromEntries(this.records),
    };
  }

  /** Takes a peer's report in; one that is older than the last is left out. */
  hear(report: Heard): void {
    const last = this.reports.get(report.from);
    if (last !== undefined && last.sequence >= report.sequence) return;
    this.reports.set(report.from, report);
    for (const [region, record] of Object.entries(report.records))
      if (this.names.includes(region))
        this.records.set(region, mergeRecord(this.records.get(region), record));
    this.step();
  }

  private known(): Knowledge {
    return {
      now: this.args.now(),
      self: this.args.config.region,
      regions: this.names,
      votes: Object.fromEntries(this.votes),
      reports: this.reports,
      apiWorks: this.apiWorks,
    };
  }

  private fresh(): readonly Heard[] {
    return freshReports(this.known(), this.args.config.settings);
  }

  private async probe(region: RegionConfig, offset: number): Promise<void> {
    const { epoch, log, metrics, now } = this.args;
    const { settings } = this.args.config;
    const startedAt = epoch();
    const failure = await this.args.probe(region);
    if (!this.isRunning) return;
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
      nextProbeAt(startedAt, vote, offset, settings) - epoch(),
      () => void this.probe(region, offset),
    );
    this.tellAll();
    this.step();
  }

  private tellAll(): void {
    for (const { name } of this.others) void this.courier.send(name);
  }

  /** Decides and acts, one action at a time. */
  private step(): void {
    const { config, metrics, now } = this.args;
    const known = this.known();
    metrics.set("edge_steering_peers_heard", {}, this.fresh().length);
    metrics.set("edge_steering_writer", {}, writerOf(known, config.settings) === config.region ? 1 : 0);
    if (this.isActing || !this.isRunning || now() < this.apiWaitsUntil) return;
    const action = decide(
      { ...known, pools: this.pools, records: this.records, lastDisable: this.lastDisable },
      config.settings,
    );
    if (action === undefined) return;
    this.isActing = true;
    void this.act(action).finally(() => {
      this.isActing = false;
      this.step();
    });
  }

  private async act(action: Action): Promise<void> {
    const { log, metrics, epoch } = this.args;
    const sentAtEpochMs = epoch();
    let isWritten = false;
    try {
      if (action.kind !== "read") {
        const { pool, reason } = action;
        const floor = this.floorNow();
        const changed = await this.args.api.setEnabled(pool, action.kind === "enable");
        isWritten = true;
        this.remember(action, changed, floor);
        metrics.add("edge_steering_actions_total", { target: pool.region, action: action.kind });
        log("warn", `${action.kind}d a pool`, { target: pool.region, reason });
        this.tellAll();
      }
      this.see(await this.args.api.list());
      this.apiWorks = true;
      this.apiFailures = 0;
    } catch (error) {
      if (action.kind === "disable" && !isWritten && error instanceof ApiError && error.isUnsure)
        this.unsure = { region: action.pool.region, sentAtEpochMs };
      this.afterApiFailure(action, error);
    }
  }

  /** Waits as long as the API asks, else longer with each failure; then the pools are read again before anything else. */
  private afterApiFailure(action: Action, error: unknown): void {
    const { log, metrics, now, config } = this.args;
    const { reportIntervalMs, poolsIntervalMs } = config.settings;
    const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
    const pauseMs = asked ?? Math.min(reportIntervalMs * 2 ** this.apiFailures, poolsIntervalMs);
    this.apiFailures += 1;
    this.apiWorks = false;
    this.pools = undefined;
    this.apiWaitsUntil = now() + pauseMs;
    const status = error instanceof ApiError ? error.status : "fault";
    metrics.add("edge_steering_api_errors_total", { status });
    log("error", "the edge's API failed", { action: action.kind, status, error: messageOf(error), pauseMs });
    this.tellAll();
  }

  private floorNow(): number {
    return floorOf(this.known(), this.args.config.settings);
  }

  private remember(action: Exclude<Action, { kind: "read" }>, changed: Pool, floor: number): void {
    const { now, config } = this.args;
    const { region } = changed;
    const before = this.records.get(region);
    if (action.kind === "disable") {
      this.lastDisable = { region, at: now(), floor };
      this.records.set(
        region,
        afterDisable(before, config.region, changed.disabledAt, now(), config.settings),
      );
    } else {
      if (this.lastDisable?.region === region) this.lastDisable = undefined;
      this.records.set(region, afterEnable(before, config.region, action.putBack, now()));
    }
  }

  private see(pools: readonly Pool[]): void {
    const { config, log, metrics, now } = this.args;
    for (const pool of pools) {
      if (isLostWrite(pool, this.unsure, config.settings)) {
        this.unsure = undefined;
        this.lastDisable = { region: pool.region, at: now(), floor: this.floorNow() };
        this.records.set(
          pool.region,
          afterDisable(this.records.get(pool.region), config.region, pool.disabledAt, now(), config.settings),
        );
        log("warn", "a write whose answer was lost was done", { target: pool.region });
      }
      const isForeign = !pool.enabled && !isOurs(pool, this.records.get(pool.region));
      metrics.set("edge_steering_pool_enabled", { target: pool.region }, pool.enabled ? 1 : 0);
      metrics.set("edge_steering_pool_foreign", { target: pool.region }, isForeign ? 1 : 0);
    }
    this.unsure = undefined;
    this.pools = { pools, readAt: now() };
  }
}
