/** Controllers of any number of regions in one process, on the test's clock: the network and the API are what the test says. */
import { steeringSettings } from "../../components/edge";
import type { RegionConfig } from "../../images/edge-steering/src/config";
import { Controller } from "../../images/edge-steering/src/controller";
import { Metrics } from "../../images/edge-steering/src/metrics";
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

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Half a round trip between regions, and half a call of the API. */
const halfWayMs = 150;

export class SteeringWorld {
  readonly regions: readonly string[];
  readonly changes: Change[] = [];
  readonly pools: Map<string, Pool>;
  /** Regions whose ingress answers nobody. */
  readonly dead = new Set<string>();
  /** Whether one region's controller reaches another region at all. */
  reaches: (from: string, to: string) => boolean = () => true;
  /** What the API does with a call before it answers; throws to fail it. */
  onCall: (by: string, kind: "list" | "disable" | "enable") => void = () => undefined;
  private readonly began = Date.now();
  private readonly controllers: Controller[];

  constructor(count: number) {
    this.regions = Array.from({ length: count }, (_, index) => `r${String(index).padStart(2, "0")}`);
    this.pools = new Map(
      this.regions.map((region) => [region, { id: region, region, enabled: true, disabledAt: null }]),
    );
    this.controllers = this.regions.map((region) => this.controllerOf(region));
  }

  start(): void {
    for (const controller of this.controllers) controller.start();
  }

  stop(): void {
    for (const controller of this.controllers) controller.stop();
  }

  /** A controller that forgets all and begins anew. */
  restart(region: string): void {
    const index = this.regions.indexOf(region);
    this.controllers[index]?.stop();
    const fresh = this.controllerOf(region);
    this.controllers[index] = fresh;
    fresh.start();
  }

  get enabled(): readonly string[] {
    return [...this.pools.values()].filter(({ enabled }) => enabled).map(({ region }) => region);
  }

  set(region: string, enabled: boolean, by: string): Pool {
    const pool = this.pools.get(region);
    if (pool === undefined) throw new Error(`no region "${region}"`);
    const disabledAt = enabled ? null : (pool.disabledAt ?? new Date().toISOString());
    const changed = { ...pool, enabled, disabledAt };
    this.pools.set(region, changed);
    this.changes.push({ at: Date.now() - this.began, by, region, enabled, left: this.enabled.length });
    return changed;
  }

  private controllerOf(self: string): Controller {
    const now = (): number => Date.now() - this.began;
    const settings = steeringSettings();
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
        settings,
        api: { baseUrl: "", accountId: "" },
        listen: { host: "", port: 1 },
      },
      probe: async ({ name }) => {
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
          this.onCall(self, "list");
          const seen = [...this.pools.values()];
          await wait(halfWayMs);
          return seen;
        },
        setEnabled: async ({ region }, enabled) => {
          await wait(halfWayMs);
          this.onCall(self, enabled ? "enable" : "disable");
          const changed = this.set(region, enabled, self);
          await wait(halfWayMs);
          return changed;
        },
      },
      log: () => undefined,
      metrics: new Metrics(),
      now,
      epoch: Date.now,
    });
  }
}
