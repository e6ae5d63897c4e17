/** The faults of the edge drill, one function each, on a platform of its own. */
import { steeringSettings } from "../../components/edge";
import { markOf } from "../../images/edge-steering/src/mark";
import { watchedSeconds, type Liveness, type Measured, type Run } from "./judge";
import { buildPrograms, pause, Platform, type Change } from "./platform";

const watchedMs = watchedSeconds * 1000;
const quietMs = 2 * watchedMs;
/**
 * Each silence is longer than a decision takes at any moment of the interval (6.9 s), so that the region surely goes out; a
 * shorter one is seen twice by a majority at some moments only. Four periods.
 */
const flap = { watchedSeconds: 64, halfPeriodMs: 8000 } as const;

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
      const edits = platform.changes().length;
      const isIn = (): boolean => platform.changes().at(-1)?.enabled ?? true;
      const ended = Date.now();
      // It may be in at this moment, and go out once more by what was seen of the last silence.
      await pause(watchedMs);
      const disables = platform.changes().filter(({ enabled }) => !enabled).length;
      const waitMs = steeringSettings().holdOffMs * 2 ** disables;
      const back = isIn()
        ? platform.changes().at(-1)
        : await platform.waitFor(({ enabled, at }) => enabled && at > ended, waitMs);
      const recoveredSeconds = back === undefined ? null : Math.max(0, (back.at - ended) / 1000);
      return { target, watchedSeconds: flap.watchedSeconds, edits, disables, recoveredSeconds };
    });
  }

  /** All controllers are killed in the moment in which a disabling was done and not yet answered. */
  killed(target: string): Promise<Measured["killed"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      platform.world.cut(target, ["ingress"]);
      await platform.waitFor(({ region, enabled }) => region === target && !enabled, watchedMs);
      await platform.stopControllers();
      await platform.startControllers();
      await pause(watchedMs);
      const sealed = markOf(platform.description(target))?.kind === "sealed";
      platform.world.restore(target, ["ingress"]);
      const start = Date.now();
      const back = await platform.waitFor(
        ({ region, enabled }) => region === target && enabled,
        steeringSettings().holdOffMs + 2 * watchedMs,
      );
      return { target, sealed, seconds: secondsFrom(start, back) };
    });
  }

  /** What the controllers do in two times 15 s. @param connected those that reach the API, and so can read lists. */
  private async watchWork(
    platform: Platform,
    connected: readonly string[] = this.regions,
  ): Promise<Pick<Liveness, "leastProbes" | "leastLists">> {
    const of = () => this.regions.map((region) => platform.activity(region));
    const before = of();
    await pause(quietMs);
    const after = of();
    const least = (what: "probes" | "lists", among: readonly string[]): number | null => {
      const grown = among.map((region) => {
        const index = this.regions.indexOf(region);
        const [then, now] = [before[index], after[index]];
        return now === undefined || then === undefined ? null : now[what] - then[what];
      });
      return grown.includes(null) ? null : Math.min(...grown.map((each) => each ?? 0));
    };
    return { leastProbes: least("probes", this.regions), leastLists: least("lists", connected) };
  }

  /** After a fault was mended: a region that is in falls silent, at a moment that is as good as any. */
  private async thenBlackHole(platform: Platform, target: string): Promise<Run> {
    // Time enough to hear and to see each other again.
    await pause(watchedMs);
    const cutAfterProbeSeconds = 0.1;
    await waitForBeat(this.regions, target, cutAfterProbeSeconds);
    const start = Date.now();
    platform.world.cut(target, ["ingress"]);
    const out = await platform.waitFor(
      ({ region, enabled, at }) => region === target && !enabled && at >= start,
      watchedMs,
    );
    const seconds = secondsFrom(start, out);
    this.say(`then a black hole of ${target}: ${seconds ?? "never"}`);
    return { target, cutAfterProbeSeconds, seconds };
  }

  /** One region hears nobody and is heard by nobody, but reaches the API. */
  cutOffObserver(region: string): Promise<Measured["cutOffObserver"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      const others = this.regions.filter((other) => other !== region);
      platform.world.deafen(region, others);
      const work = await this.watchWork(platform);
      const changes = platform.changes();
      platform.world.undeafen(region, others);
      const after = await this.thenBlackHole(platform, others.at(-1) ?? "");
      return {
        region,
        editsOfOthers: changes.filter((change) => change.region !== region).length,
        tookOut: changes.some((change) => change.region === region && !change.enabled),
        ...work,
        after,
      };
    });
  }

  allButOneCut(): Promise<Measured["allButOneCut"]> {
    return this.on(async (platform) => {
      await platform.startControllers();
      const cut = this.regions.slice(0, -1);
      for (const region of cut) platform.world.cut(region);
      const work = await this.watchWork(platform, this.regions.slice(-1));
      const changes = platform.changes();
      for (const region of cut) platform.world.restore(region);
      const after = await this.thenBlackHole(platform, cut[0] ?? "");
      return { edits: changes.length, leastLeft: least(changes, this.regions.length), ...work, after };
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
      const count = this.regions.length;
      const acrossFrom = (index: number): readonly string[] =>
        this.regions.filter((_, other) => other < count / 2 !== index < count / 2);
      for (const [index, region] of this.regions.entries()) platform.world.deafen(region, acrossFrom(index));
      const work = await this.watchWork(platform);
      const changes = platform.changes();
      for (const [index, region] of this.regions.entries())
        platform.world.undeafen(region, acrossFrom(index));
      const isIn = (region: string): boolean =>
        changes.filter((change) => change.region === region).at(-1)?.enabled ?? true;
      const after = await this.thenBlackHole(platform, this.regions.find(isIn) ?? "");
      return {
        ...work,
        after,
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
