/** One region's controller: probes, tells, hears, and does what `decide` says. Time and the outside come in from without. */
import { Attempts } from "./attempts";
import { changeOf, type PoolsApi } from "./cloudflare";
import type { RegionConfig } from "./config";
import { Courier } from "./courier";
import { decide, hasQuorum, isOurs, whyRead, writeKey, type LastDisable, type Situation } from "./decide";
import { isOneWrite } from "./mark";
import { Observer, type ObserverArgs } from "./observer";
import { afterDisable, afterEnable, mergeRecord } from "./records";
import { freshReports, ownReach, writerOf, type Knowledge, type Reach } from "./tally";
import { Timers } from "./timers";
import type { Heard, Pool, PoolRecord, PoolsRead, Report, Write } from "./types";

export interface ControllerArgs extends ObserverArgs {
  readonly api: Pick<PoolsApi, "list" | "change">;
  /** Sends a report to a peer and gives back the peer's own. */
  readonly tell: (peer: RegionConfig, report: Report) => Promise<Heard>;
}

export class Controller {
  private readonly reports = new Map<string, Heard>();
  private readonly records = new Map<string, PoolRecord>();
  private readonly timers = new Timers();
  private readonly observer: Observer;
  private readonly courier: Courier;
  private readonly names: readonly string[];
  private readonly others: readonly RegionConfig[];
  private pools: PoolsRead | undefined;
  private readonly reads: Attempts;
  private readonly writes: Attempts;
  private readonly written = new Map<string, number>();
  private lastDisable: LastDisable | undefined;
  private sequence: number;
  private isReading = false;
  private writing: Promise<void> | undefined;
  /** Counts writes: a list that was asked for before one of them may not show it. */
  private writesBegun = 0;
  private reachSince = -Infinity;

  constructor(private readonly args: ControllerArgs) {
    const { config, epoch } = args;
    this.names = config.regions.map(({ name }) => name);
    this.others = config.regions.filter(({ name }) => name !== config.region);
    this.sequence = epoch();
    this.observer = new Observer(args, this.timers, () => {
      this.tellAll();
      this.step();
    });
    this.reads = new Attempts("read", args, config.settings);
    this.writes = new Attempts("write", args, config.settings);
    const peers = new Map(this.others.map((peer) => [peer.name, peer]));
    this.courier = new Courier(async (name) => {
      const peer = peers.get(name);
      if (peer !== undefined && this.isRunning) this.hear(await args.tell(peer, this.report()));
    });
  }

  start(): void {
    const { settings } = this.args.config;
    for (const other of this.others) this.observer.watch(other);
    this.timers.every(settings.reportIntervalMs, () => {
      this.tellAll();
      this.step();
    });
    this.step();
  }

  /** Ends all timers; a write that is under way is finished, and the others are told of it. */
  async stop(): Promise<void> {
    this.timers.stop();
    if (this.writing === undefined) return;
    await this.writing;
    await Promise.allSettled(this.others.map((peer) => this.args.tell(peer, this.report())));
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
      votes: Object.fromEntries(this.observer.votes),
      hears: this.fresh().map(({ from }) => from),
      apiWorks: this.canWrite(),
      records: Object.fromEntries(this.records),
    };
  }

  /** Takes a peer's report in; one that is older than the last is left out. */
  hear(report: Heard): void {
    const last = this.reports.get(report.from);
    if (last !== undefined && last.sequence >= report.sequence) return;
    const before = this.reach();
    this.reports.set(report.from, report);
    if (this.reach() > before) {
      this.observer.forget();
      this.reachSince = this.args.now();
    }
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
      votes: Object.fromEntries(this.observer.votes),
      reports: this.reports,
      apiWorks: this.canWrite(),
      reachSince: this.reachSince,
    };
  }

  /** Whether it has a list that it may act on, or will soon, and its writes do not fail. */
  private canWrite(): boolean {
    const { pools } = this;
    if (!this.writes.mayTry || this.reads.wasNever) return false;
    const isFresh =
      pools !== undefined && this.args.now() - pools.readAt <= this.args.config.settings.poolsFreshMs;
    return isFresh || this.reads.works;
  }

  private situation(): Situation {
    const { config, epoch } = this.args;
    return {
      ...this.known(),
      pools: this.pools,
      records: this.records,
      lastDisable: this.lastDisable,
      hosts: config.hosts.map(({ regions }) => regions),
      written: this.written,
      epoch: epoch(),
    };
  }

  private fresh(): readonly Heard[] {
    return freshReports(this.known(), this.args.config.settings);
  }

  private reach(): Reach {
    return ownReach(this.known(), this.args.config.settings);
  }

  private tellAll(): void {
    for (const { name } of this.others) void this.courier.send(name);
  }

  /** Decides and acts: one write at a time, which no read holds up. */
  private step(): void {
    const { config, metrics } = this.args;
    const situation = this.situation();
    metrics.set("edge_steering_peers_heard", {}, this.fresh().length);
    metrics.set("edge_steering_writer", {}, writerOf(situation, config.settings) === config.region ? 1 : 0);
    if (this.writing !== undefined || !this.isRunning) return;
    const write = this.writes.mayTry ? decide(situation, config.settings) : undefined;
    if (write !== undefined) {
      this.writing = this.write(write).finally(() => {
        this.writing = undefined;
        this.step();
      });
    } else if (!this.isReading && this.reads.mayTry && whyRead(situation, config.settings) !== undefined) {
      this.isReading = true;
      void this.read().finally(() => {
        this.isReading = false;
        this.step();
      });
    }
  }

  private async read(): Promise<void> {
    const { writesBegun } = this;
    const readAt = this.args.now();
    try {
      const pools = await this.args.api.list();
      this.reads.succeeded();
      this.args.metrics.add("edge_steering_lists_total", {});
      if (writesBegun === this.writesBegun) this.see(pools, readAt);
    } catch (error) {
      const { isLimit } = this.reads.failed(error);
      // The limit counts calls of every kind.
      if (isLimit) this.writes.waitLike(this.reads);
      this.tellAll();
    }
  }

  private async write(write: Write): Promise<void> {
    const { api, log, metrics, now } = this.args;
    const { pool, reason, kind } = write;
    this.writesBegun += 1;
    this.written.set(writeKey(kind, pool.region), now());
    // Kept before the answer, which may be lost although the write was done.
    if (kind === "disable")
      this.lastDisable = {
        region: pool.region,
        at: now(),
        hadQuorum: hasQuorum(this.known(), this.args.config.settings),
      };
    try {
      const changed = await api.change(pool, changeOf(write, this.args.config.region, this.args.epoch()));
      this.writes.succeeded();
      this.remember(write, changed);
      metrics.add("edge_steering_actions_total", { target: pool.region, action: kind });
      log("warn", "changed a pool", { action: kind, target: pool.region, reason });
    } catch (error) {
      const { isLimit } = this.writes.failed(error, { action: kind, target: pool.region });
      if (isLimit) this.reads.waitLike(this.writes);
    }
    // Whether it was done or not, the next decision rests on a list that was asked for after it.
    this.pools = undefined;
    this.tellAll();
  }

  private remember(write: Write, changed: Pool): void {
    const { now, config, log } = this.args;
    const { region } = changed;
    const before = this.records.get(region);
    if (write.kind === "enable") {
      if (this.lastDisable?.region === region) this.lastDisable = undefined;
      this.records.set(region, afterEnable(before, config.region, write.putBack, now()));
    } else if (write.kind === "disable") {
      // Somebody else may have disabled it just before; then it is not ours, whatever we wrote into its description.
      if (isOneWrite(changed, config.settings))
        this.records.set(region, afterDisable(before, config.region, changed, now(), config.settings));
      else
        log("warn", "a pool was out already, or the API does not tell when it went out", { target: region });
    }
  }

  /** Takes a list in, and learns from it what controllers did that this one did not hear of. */
  private see(pools: readonly Pool[], readAt: number): void {
    const { config, metrics, now } = this.args;
    const { settings } = config;
    for (const pool of pools) {
      const record = this.records.get(pool.region);
      const isOwn = isOurs(pool, { records: this.records }, settings);
      if (isOwn && record?.isOut !== true && now() - (record?.at ?? -Infinity) >= settings.writeGapMs)
        this.records.set(pool.region, afterDisable(record, config.region, pool, now(), settings));
      metrics.set("edge_steering_pool_enabled", { target: pool.region }, pool.enabled ? 1 : 0);
      metrics.set("edge_steering_pool_foreign", { target: pool.region }, pool.enabled || isOwn ? 0 : 1);
    }
    this.pools = { pools, readAt };
  }
}
