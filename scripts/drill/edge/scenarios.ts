/** The faults of the edge drill, one function each, on a platform of its own. */
import { steeringSettings } from "../../../components/edge";
import { watchedSeconds, type Measured, type Run } from "./judge";
import { buildPrograms, pause, Platform, type Change } from "./platform";

const watchedMs = watchedSeconds * 1000;
const flap = { watchedSeconds: 60, halfPeriodMs: 4000 } as const;

const secondsFrom = (start: number, change: Change | undefined): number | null =>
  change === undefined ? null : (change.at - start) / 1000;
const least = (changes: readonly Change[], regions: number): number =>
  Math.min(regions, ...changes.map(({ left }) => left));

/** Waits until so long after a beat at which the first of the target's observers probes it. */
async function waitForBeat(regions: readonly string[], target: string, afterSeconds: number): Promise<void> {
  const { probeIntervalMs } = steeringSettings();
  const observer = regions.findIndex((region) => region !== target);
  const wanted =
    (Math.floor((observer * probeIntervalMs) / regions.length) + afterSeconds * 1000) % probeIntervalMs;
  await pause((wanted - (Date.now() % probeIntervalMs) + probeIntervalMs) % probeIntervalMs);
}

export class Scenarios {
  private readonly programs = buildPrograms();

  constructor(
    private readonly regions: readonly string[],
    private readonly say: (line: string) => void,
  ) {}

  /** A region falls silent. @param without controllers that do not run. */
  async blackHole(
    target: string,
    cutAfterProbeSeconds: number,
    without: readonly string[] = [],
  ): Promise<Run> {
    const seconds = await this.on(async (platform) => {
      await platform.startControllers(this.regions.filter((region) => !without.includes(region)));
      await waitForBeat(this.regions, target, cutAfterProbeSeconds);
      const start = Date.now();
      platform.world.cut(target);
      return secondsFrom(
        start,
        await platform.waitFor(({ region, enabled }) => region === target && !enabled, watchedMs),
      );
    });
    this.say(`black hole of ${target}, ${cutAfterProbeSeconds} s after a probe: ${seconds ?? "never"}`);
    return { target, cutAfterProbeSeconds, seconds };
  }

  /** A region falls silent and returns; meanwhile a person has another's pool out. */
  recovery(target: string, byHand: string): Promise<Measured["recovery"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      platform.byHand(byHand, false);
      platform.world.cut(target);
      await platform.waitFor(({ region, enabled }) => region === target && !enabled, watchedMs);
      platform.world.restore(target);
      const start = Date.now();
      const { holdOffMs } = steeringSettings();
      const back = await platform.waitFor(
        ({ region, enabled }) => region === target && enabled,
        holdOffMs + 2 * watchedMs,
      );
      // Time enough for the pool that a person took: its hold-off, were it ours, is over too.
      await pause(2 * watchedMs);
      const byHandStayed = !platform.changes().some(({ region, enabled }) => region === byHand && enabled);
      return { target, seconds: secondsFrom(start, back), byHand, byHandStayed };
    });
  }

  flapping(target: string): Promise<Measured["flapping"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      const until = Date.now() + flap.watchedSeconds * 1000;
      while (Date.now() < until) {
        platform.world.cut(target);
        await pause(flap.halfPeriodMs);
        platform.world.restore(target);
        await pause(flap.halfPeriodMs);
      }
      return { target, watchedSeconds: flap.watchedSeconds, edits: platform.changes().length };
    });
  }

  /** One region hears nobody and is heard by nobody, but reaches the API. */
  cutOffObserver(region: string): Promise<Measured["cutOffObserver"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      platform.world.deafen(
        region,
        this.regions.filter((other) => other !== region),
      );
      await pause(2 * watchedMs);
      const others = platform.changes().filter((change) => change.region !== region);
      return { region, editsOfOthers: others.length };
    });
  }

  allButOneCut(): Promise<Measured["allButOneCut"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      for (const region of this.regions.slice(0, -1)) platform.world.cut(region);
      await pause(2 * watchedMs);
      return { edits: platform.changes().length, leastLeft: least(platform.changes(), this.regions.length) };
    });
  }

  /** No ingress answers, while the controllers hear each other. */
  allIngressesCut(): Promise<Measured["allIngressesCut"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      for (const region of this.regions) platform.world.cut(region, ["ingress"]);
      await pause(2 * watchedMs);
      return { edits: platform.changes().length, leastLeft: least(platform.changes(), this.regions.length) };
    });
  }

  /** Two halves that each see the other as dead, and all reach the API. */
  evenSplit(): Promise<Measured["evenSplit"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      const half = this.regions.length / 2;
      for (const [index, region] of this.regions.entries())
        platform.world.deafen(
          region,
          this.regions.filter((_, other) => other < half !== index < half),
        );
      await pause(2 * watchedMs);
      const changes = platform.changes();
      const count = this.regions.length;
      return {
        edits: changes.length,
        leastLeft: least(changes, count),
        leftAtEnd: changes.at(-1)?.left ?? count,
      };
    });
  }

  private async on<T>(run: (platform: Platform) => Promise<T>): Promise<T> {
    const platform = new Platform(this.regions, this.programs);
    // A drill that is interrupted leaves nothing behind either.
    const interrupted = (): void => {
      void platform.remove().finally(() => process.exit(130));
    };
    process.once("SIGINT", interrupted);
    process.once("SIGTERM", interrupted);
    try {
      return await run(platform);
    } finally {
      process.off("SIGINT", interrupted);
      process.off("SIGTERM", interrupted);
      await platform.remove();
    }
  }
}
