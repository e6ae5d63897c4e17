import fc from "fast-check";
import { steeringSettings } from "../../components/edge";
import { failover } from "../../components/facts/promises";
import { beatOffsetMs } from "../../images/edge-steering/src/schedule";
import { Metrics } from "../../images/edge-steering/src/metrics";
import { Observer } from "../../images/edge-steering/src/observer";
import { OwnFault } from "../../images/edge-steering/src/probe";
import { Timers } from "../../images/edge-steering/src/timers";
import { inWorld, pass, useWorldTime, type SteeringWorld } from "../support/steeringWorld";

const settings = steeringSettings();
const { holdOffMs, probeIntervalMs, goodProbes } = settings;

useWorldTime();

const first = (world: SteeringWorld): string => world.regions[0] ?? "";

test.each([4, 5, 16])("of %i regions a dead one is out within the promise", async (count) => {
  await inWorld(count, async (world) => {
    world.dead.add(first(world));
    await pass(failover.decisionSecondsMax * 1000 - 1);
    expect(world.enabled).toEqual(world.regions.slice(1));
    expect(world.changes).toHaveLength(1);
  });
});

test.each([4, 5])(
  "of %i regions a dead one is back after its return, and nothing is done twice",
  async (count) => {
    await inWorld(count, async (world) => {
      world.dead.add(first(world));
      await pass(20_000);
      world.dead.clear();
      await pass(holdOffMs + (goodProbes + 1) * probeIntervalMs);
      expect(world.enabled).toEqual(world.regions);
      expect(world.changes).toHaveLength(2);
    });
  },
);

test("controllers that can ask nobody take nothing out, and judge anew when they can", async () => {
  await inWorld(4, async (world) => {
    world.regions.forEach((region) => world.mute.add(region));
    await pass(60_000);
    expect(world.changes).toEqual([]);
    world.mute.clear();
    await pass(2 * probeIntervalMs);
    expect(world.changes).toEqual([]);
    world.dead.add(first(world));
    await pass(failover.decisionSecondsMax * 1000 - 1);
    expect(world.enabled).toEqual(world.regions.slice(1));
  });
});

test("what a controller saw counts no longer once it can ask nobody", async () => {
  let ask: () => string | undefined = () => "no answer";
  const peer = (name: string) => ({
    name,
    pool: name,
    peer: "http://unused.example",
    probe: { origins: [], host: "", path: "/", expectedCodes: "200", expectedBody: "" },
  });
  const other = peer("b");
  const metrics = new Metrics();
  const observer = new Observer(
    {
      config: {
        region: "a",
        regions: [peer("a"), other],
        hosts: [],
        settings,
        api: { baseUrl: "", accountId: "" },
        listen: { host: "", port: 1 },
      },
      probe: () => Promise.resolve().then(() => ask()),
      log: () => undefined,
      metrics,
      now: Date.now,
      epoch: Date.now,
    },
    new Timers(),
    () => undefined,
  );
  observer.watch(other);
  await pass(2 * probeIntervalMs);
  expect(observer.votes.get("b")?.failures).toBeGreaterThan(1);
  ask = () => {
    throw new OwnFault("ended");
  };
  await pass(2 * probeIntervalMs);
  expect(observer.votes.get("b")).toBeUndefined();
  expect(metrics.text()).toContain('edge_steering_probes_total{target="b",result="unasked"}');
});

test("a dead region of which one controller alone can tell stays in", async () => {
  await inWorld(4, async (world) => {
    const [dead = "", ...others] = world.regions;
    world.mute.add(others[0] ?? "").add(others[1] ?? "");
    world.dead.add(dead);
    await pass(60_000);
    expect(world.changes).toEqual([]);
  });
});

test.each([4, 5])(
  "of %i regions a cut-off writer is replaced, and it changes nothing itself",
  async (count) => {
    await inWorld(count, async (world) => {
      const lost = first(world);
      world.reaches = (from, to) => from !== lost && to !== lost;
      await pass(failover.decisionSecondsMax * 1000 - 1);
      expect(world.changes.map(({ region, by }) => [region, by])).toEqual([[lost, world.regions[1]]]);
      await pass(60_000);
      expect(world.changes).toHaveLength(1);
    });
  },
);

test.each([4, 5])(
  "of %i regions that all were cut off from each other none goes out when they meet again",
  async (count) => {
    await inWorld(count, async (world) => {
      world.reaches = () => false;
      await pass(30_000);
      world.reaches = () => true;
      await pass(30_000);
      expect(world.changes).toEqual([]);
      // They see again what is dead.
      world.dead.add(first(world));
      await pass(failover.decisionSecondsMax * 1000 - 1);
      expect(world.enabled).toEqual(world.regions.slice(1));
    });
  },
);

test("a minority changes nothing", async () => {
  await inWorld(5, async (world) => {
    const [a = "", b = "", c = ""] = world.regions;
    // Of c's four observers two do not reach it: three are needed.
    world.reaches = (from, to) =>
      !((from === a || from === b) && to === c) && !(from === c && (to === a || to === b));
    await pass(60_000);
    expect(world.changes).toEqual([]);
  });
});

test("a flapping region changes the edge a bounded number of times", async () => {
  await inWorld(4, async (world) => {
    for (let seconds = 0; seconds < 300; seconds += 20) {
      world.dead.add("r02");
      await pass(9000);
      world.dead.clear();
      await pass(11_000);
    }
    // In five minutes it may go out, and come back and go out again after 30, 60 and 120 s.
    expect(world.changes.length).toBeGreaterThanOrEqual(1);
    expect(world.changes.length).toBeLessThanOrEqual(7);
    expect(new Set(world.changes.map(({ region }) => region))).toEqual(new Set(["r02"]));
  });
});

/** What may happen to a network: for some seconds ingresses are dead, or links are cut. */
const fault = fc.record({
  seconds: fc.integer({ min: 1, max: 25 }),
  dead: fc.array(fc.nat(15), { maxLength: 16 }),
  cut: fc.array(fc.tuple(fc.nat(15), fc.nat(15)), { maxLength: 12 }),
});

test("never is the last pool gone, whatever fails, for 4 to 8 regions", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4, max: 8 }),
      fc.array(fault, { minLength: 1, maxLength: 3 }),
      async (count, faults) => {
        await inWorld(count, async (world) => {
          for (const { seconds, dead, cut } of faults) {
            world.dead.clear();
            for (const index of dead) world.dead.add(world.regions[index % count] ?? "");
            const cuts = new Set(cut.map(([from, to]) => `${from % count} ${to % count}`));
            world.reaches = (from, to) =>
              !cuts.has(`${world.regions.indexOf(from)} ${world.regions.indexOf(to)}`);
            await pass(seconds * 1000);
          }
          for (const { left, at } of world.changes)
            // Where two wrote at the same moment, a pool is back within two calls.
            if (left === 0)
              expect(
                world.changes.some((next) => next.enabled && next.at >= at && next.at - at <= 1500),
              ).toBe(true);
          expect(world.enabled.length).toBeGreaterThan(0);
        });
      },
    ),
    { numRuns: 10 },
  );
});

test("two halves that see each other dead leave at least half of the pools, for any even number of regions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(4, 6, 8), async (count) => {
      await inWorld(count, async (world) => {
        const isLeft = (region: string): boolean => world.regions.indexOf(region) < count / 2;
        world.reaches = (from, to) => isLeft(from) === isLeft(to);
        await pass(60_000);
        expect(world.enabled.length).toBeGreaterThanOrEqual(count / 2);
      });
    }),
    { numRuns: 3 },
  );
});

test("a writer that begins anew still counts what the others saw before", async () => {
  await inWorld(5, async (world) => {
    // Just after the probe of r03, whose next is 4.95 s away; those of r00, r01 and r02 are 1.95, 2.95 and 3.95 s away.
    await pass((beatOffsetMs(3, 5, settings) + 50 - world.now + 2 * probeIntervalMs) % probeIntervalMs);
    world.dead.add("r04");
    // Two have voted: r00, which then begins with nothing, and r01, 2.95 + 1.6 + 1.5 s after the cut.
    await pass(6500);
    expect(world.changes).toEqual([]);
    world.crash("r00");
    // Three are needed. r03 votes last, at 4.95 + 1.6 + 1.5 = 8.05 s; r01 looks again at 2.95 + 5 + 1.5 = 9.45 s only.
    await pass(2500);
    expect(world.enabled).toEqual(["r00", "r01", "r02", "r03"]);
  });
});

/** Two halves that cannot reach each other, for so long; then all reach all. @param beforeHeal runs a second before that. */
async function splitAndHeal(
  world: SteeringWorld,
  splitMs: number,
  beforeHeal: () => void = () => undefined,
): Promise<void> {
  const isLeft = (region: string): boolean => world.regions.indexOf(region) < world.regions.length / 2;
  world.reaches = (from, to) => isLeft(from) === isLeft(to);
  await pass(splitMs - 1000);
  beforeHeal();
  await pass(1000);
  world.reaches = () => true;
}

test.each([4, 6])(
  "of two halves of %i regions no pool goes out on what they saw before they met again, and a dead one does",
  async (count) => {
    // Heals at six moments of an interval: each finds other probes and reports under way.
    for (let momentMs = 0; momentMs < probeIntervalMs; momentMs += 900)
      await inWorld(count, async (world) => {
        await pass(500);
        await splitAndHeal(world, 30_000 + momentMs);
        const [dead = ""] = world.enabled;
        const before = world.changes.length;
        await pass(15_000);
        expect(world.changes.slice(before).filter(({ enabled }) => !enabled)).toEqual([]);
        world.dead.add(dead);
        await pass(failover.decisionSecondsMax * 1000 - 1);
        expect(world.enabled).not.toContain(dead);
      });
  },
);

test("a region that died shortly before two halves meet again is out within the promise from then", async () => {
  for (let momentMs = 0; momentMs < probeIntervalMs; momentMs += 900)
    await inWorld(4, async (world) => {
      await splitAndHeal(world, 30_000 + momentMs, () => {
        world.dead.add(world.enabled[0] ?? "");
      });
      const [dead = ""] = world.dead;
      expect(world.enabled).toContain(dead);
      await pass(failover.decisionSecondsMax * 1000 - 1);
      expect(world.enabled).not.toContain(dead);
    });
});
