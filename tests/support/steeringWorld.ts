/** Controllers of any number of regions in one process, on the test's clock: the network and the API are what the test says. */
import { steeringSettings } from "../../components/edge";
import type { RegionConfig } from "../../images/edge-steering/src/config";
import { Controller } from "../../images/edge-steering/src/controller";
import { Metrics } from "../../images/edge-steering/src/metrics";
import { OwnFault } from "../../images/edge-steering/src/probe";
import type { Pool } from "../../images/edge-steering/src/types";
import { decodeReport, encodeReport } from "../../images/edge-steering/src/wire";

export interface Change {
  /** Milliseconds since the world began. */
  readonly at: number;
  readonly by: string;
  readonly region: string;
  readonly enabled: boolean;
  readonly left: number;
}

export type CallKind = "list" | "disable" | "enable" | "describe";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Half a round trip between regions, and half a call of the API. */
const halfWayMs = 150;

export class SteeringWorld {
  readonly regions: readonly string[];
  readonly changes: Change[] = [];
  readonly pools: Map<string, Pool>;
  /** Regions whose ingress answers nobody. */
  readonly dead = new Set<string>();
  /** Regions whose controllers can ask nobody, for a fault of their own. */
  readonly mute = new Set<string>();
  /** Whether one region's controller reaches another region at all. */
  reaches: (from: string, to: string) => boolean = () => true;
  /** What the API does with a call before it answers; throws to fail it. */
  onCall: (by: string, kind: CallKind) => void = () => undefined;
  /** What happens after a call was done and before it is answered; throws to lose the answer. */
  onDone: (by: string, kind: CallKind) => void = () => undefined;
  /** The hosts' regions; changes count for controllers that start later. */
  hosts: readonly (readonly string[])[];
  /** How old a list is that the API answers with, in milliseconds. */
  lagMs = 0;
  /** Calls of the API so far. */
  readonly calls: { readonly at: number; readonly by: string; readonly kind: CallKind }[] = [];
  private readonly history: { readonly at: number; readonly pools: readonly Pool[] }[] = [];
  private readonly began = Date.now();
  private readonly controllers: Controller[];
  private readonly lives = new Map<string, number>();

  constructor(count: number) {
    this.regions = Array.from({ length: count }, (_, index) => `r${String(index).padStart(2, "0")}`);
    this.pools = new Map(
      this.regions.map((region) => [
        region,
        { id: region, region, enabled: true, disabledAt: null, modifiedAt: null, description: region },
      ]),
    );
    this.hosts = [this.regions];
    this.history.push({ at: 0, pools: [...this.pools.values()] });
    this.controllers = [];
  }

  start(): void {
    this.controllers.push(...this.regions.map((region) => this.controllerOf(region)));
    for (const controller of this.controllers) controller.start();
  }

  /** Milliseconds since the world began. */
  get now(): number {
    return Date.now() - this.began;
  }

  stop(): void {
    for (const controller of this.controllers) void controller.stop();
  }

  /** A controller that is asked to end, and another in its place that begins with nothing. */
  restart(region: string): void {
    const index = this.regions.indexOf(region);
    void this.controllers[index]?.stop();
    const fresh = this.controllerOf(region);
    this.controllers[index] = fresh;
    fresh.start();
  }

  /** A controller that is gone at once: what it asked for may be done, and it never hears of it. */
  crash(region: string): void {
    this.lives.set(region, this.lifeOf(region) + 1);
    this.restart(region);
  }

  get enabled(): readonly string[] {
    return [...this.pools.values()].filter(({ enabled }) => enabled).map(({ region }) => region);
  }

  poolOf(region: string): Pool {
    const pool = this.pools.get(region);
    if (pool === undefined) throw new Error(`no region "${region}"`);
    return pool;
  }

  /** What the API does with a change of a pool. */
  set(region: string, enabled: boolean, by: string, description?: string): Pool {
    const pool = this.poolOf(region);
    const modifiedAt = new Date().toISOString();
    const disabledAt = enabled ? null : (pool.disabledAt ?? modifiedAt);
    const changed = {
      ...pool,
      enabled,
      disabledAt,
      modifiedAt,
      description: description ?? pool.description,
    };
    this.pools.set(region, changed);
    const at = this.now;
    this.history.push({ at, pools: [...this.pools.values()] });
    if (enabled !== pool.enabled) this.changes.push({ at, by, region, enabled, left: this.enabled.length });
    return changed;
  }

  /** The pools as they were a while ago. */
  private seen(): readonly Pool[] {
    const until = this.now - this.lagMs;
    const [first] = this.history;
    return this.lagMs === 0
      ? [...this.pools.values()]
      : ((this.history.findLast(({ at }) => at <= until) ?? first)?.pools ?? [...this.pools.values()]);
  }

  private lifeOf(region: string): number {
    return this.lives.get(region) ?? 0;
  }

  private call(by: string, kind: CallKind): void {
    this.calls.push({ at: this.now, by, kind });
    this.onCall(by, kind);
  }

  private controllerOf(self: string): Controller {
    const now = (): number => this.now;
    const settings = steeringSettings();
    const life = this.lifeOf(self);
    /** Answers only the controller that asked, not the one that came after it. */
    const answered = async <T>(value: T): Promise<T> => {
      await wait(halfWayMs);
      return this.lifeOf(self) === life ? value : new Promise<never>(() => undefined);
    };
    const peerOf = (name: string): RegionConfig => ({
      name,
      pool: name,
      peer: "http://unused.example",
      probe: { origins: [], host: "", path: "/", expectedCodes: "200", expectedBody: "" },
    });
    const connected = (other: string): boolean => this.reaches(self, other) && this.reaches(other, self);
    return new Controller({
      config: {
        region: self,
        regions: this.regions.map(peerOf),
        hosts: this.hosts.map((regions, index) => ({ name: `host${index}.example`, regions })),
        settings,
        api: { baseUrl: "", accountId: "" },
        listen: { host: "", port: 1 },
      },
      probe: async ({ name }) => {
        if (this.mute.has(self)) throw new OwnFault("ended");
        const answers = connected(name) && !this.dead.has(name);
        await wait(answers ? 2 * halfWayMs : settings.probeTimeoutMs);
        return answers ? undefined : "no answer";
      },
      tell: async ({ name }, report) => {
        if (!connected(name)) {
          await wait(settings.reportTimeoutMs);
          throw new Error("no answer");
        }
        const sent = encodeReport(report, now());
        await wait(halfWayMs);
        const other = this.controllers[this.regions.indexOf(name)];
        if (other === undefined) throw new Error(`no region "${name}"`);
        other.hear(decodeReport(sent, this.regions, now()));
        const answer = encodeReport(other.report(), now());
        await wait(halfWayMs);
        return decodeReport(answer, [name], now());
      },
      api: {
        list: async () => {
          await wait(halfWayMs);
          this.call(self, "list");
          return answered(this.seen());
        },
        change: async ({ region }, { enabled, description }) => {
          await wait(halfWayMs);
          const kind = enabled === undefined ? "describe" : enabled ? "enable" : "disable";
          this.call(self, kind);
          const changed = this.set(region, enabled ?? this.poolOf(region).enabled, self, description);
          this.onDone(self, kind);
          return answered(changed);
        },
      },
      log: () => undefined,
      metrics: new Metrics(),
      now,
      epoch: Date.now,
    });
  }
}

/** Gives the tests of a file a clock that only `pass` moves. */
export function useWorldTime(): void {
  beforeEach(() => {
    jest.useFakeTimers({
      now: Date.UTC(2026, 10, 25),
      doNotFake: ["nextTick", "queueMicrotask", "performance"],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}

export const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

/** Runs controllers for so many regions, which have all heard each other when `run` begins. */
export async function inWorld(
  count: number,
  run: (world: SteeringWorld) => Promise<void>,
  hosts?: (world: SteeringWorld) => SteeringWorld["hosts"],
): Promise<void> {
  const world = new SteeringWorld(count);
  if (hosts !== undefined) world.hosts = hosts(world);
  world.start();
  try {
    await pass(8000);
    await run(world);
  } finally {
    world.stop();
  }
}
