import { steeringSettings } from "../../components/edge";
import { failover } from "../../components/facts/promises";
import { ApiError } from "../../images/edge-steering/src/cloudflare";
import { markOf } from "../../images/edge-steering/src/mark";
import { inWorld, pass, useWorldTime, type SteeringWorld } from "../support/steeringWorld";

const { holdOffMs, probeIntervalMs, goodProbes, stampToleranceMs, writeGapMs, poolsFreshMs, settleMs } =
  steeringSettings();
/** From a region's return to its pool's, with the calls that it takes. */
const returnMs = holdOffMs + (goodProbes + 2) * probeIntervalMs;

useWorldTime();

/** Lets r03 die, until its pool is out. @returns when that was. */
async function loseRegion(world: SteeringWorld): Promise<number> {
  world.dead.add("r03");
  await pass(failover.decisionSecondsMax * 1000);
  const out = world.changes.find(({ region, enabled }) => region === "r03" && !enabled);
  if (out === undefined) throw new Error("r03 stayed in");
  return out.at;
}

const byWhom = (world: SteeringWorld) =>
  world.changes.map(({ region, enabled, by }) => [region, enabled, by]);

describe("what a person took out stays out", () => {
  test("while the region answers", async () => {
    await inWorld(4, async (world) => {
      world.set("r03", false, "person");
      await pass(120_000);
      expect(byWhom(world)).toEqual([["r03", false, "person"]]);
    });
  });

  /** The person comes so long before the controllers' write, which rests on a list from before. */
  test.each([stampToleranceMs + 1, 300, 1000, 2000, 2900])(
    "when it was %i ms before the controllers' own write",
    async (aheadMs) => {
      await inWorld(4, async (world) => {
        let wrote = 0;
        world.onCall = (_, kind) => {
          if (kind !== "disable") return;
          wrote += 1;
          if (wrote > 1) return;
          const disabledAt = new Date(Date.now() - aheadMs).toISOString();
          world.pools.set("r03", {
            ...world.poolOf("r03"),
            enabled: false,
            disabledAt,
            modifiedAt: disabledAt,
          });
        };
        world.dead.add("r03");
        await pass(failover.decisionSecondsMax * 1000);
        expect(wrote).toBe(1);
        // The claim that the write left is seen to prove nothing, and taken off.
        await pass(settleMs + poolsFreshMs + 10_000);
        expect(markOf(world.poolOf("r03").description)).toBeUndefined();
        world.dead.clear();
        for (const region of world.regions) world.restart(region);
        await pass(2 * returnMs);
        expect(world.enabled).toEqual(["r00", "r01", "r02"]);
        expect(world.changes.filter(({ enabled }) => enabled)).toEqual([]);
      });
    },
  );

  test("when a person enabled what the controllers had out, and disabled it again", async () => {
    await inWorld(4, async (world) => {
      await loseRegion(world);
      world.dead.clear();
      await pass(1000);
      world.set("r03", true, "person");
      await pass(200);
      world.set("r03", false, "person");
      await pass(2 * returnMs);
      expect(world.enabled).toEqual(["r00", "r01", "r02"]);
    });
  });
});

describe("what the controllers took out comes back", () => {
  async function comesBack(world: SteeringWorld): Promise<void> {
    world.dead.clear();
    await pass(returnMs);
    expect(world.enabled).toEqual(world.regions);
    expect(world.changes.map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(world.poolOf("r03").description).toBe("r03");
  }

  test("although the one that took it was asked to end", async () => {
    await inWorld(4, async (world) => {
      await loseRegion(world);
      world.restart("r00");
      await comesBack(world);
    });
  });

  test("although all of them are gone at once and know nothing any more", async () => {
    await inWorld(4, async (world) => {
      await loseRegion(world);
      for (const region of world.regions) world.crash(region);
      await comesBack(world);
    });
  });

  test.each<[string, (world: SteeringWorld, by: string) => void]>([
    [
      "asked to end",
      (world, by) => {
        world.restart(by);
      },
    ],
    [
      "gone",
      (world, by) => {
        world.crash(by);
      },
    ],
    [
      "gone with all others",
      (world) => {
        for (const region of world.regions) world.crash(region);
      },
    ],
  ])("although its writer is %s while its write is under way", async (_, end) => {
    await inWorld(4, async (world) => {
      let ended = false;
      world.onDone = (by, kind) => {
        if (kind !== "disable" || ended) return;
        ended = true;
        end(world, by);
      };
      await loseRegion(world);
      expect(ended).toBe(true);
      await pass(10_000);
      // Known for the controllers' own, for good.
      expect(markOf(world.poolOf("r03").description)).toMatchObject({ kind: "sealed" });
      await comesBack(world);
    });
  });

  test("although the answer to the write was lost", async () => {
    await inWorld(4, async (world) => {
      let lost = 0;
      world.onDone = (_, kind) => {
        if (kind !== "disable" || lost > 0) return;
        lost += 1;
        throw new ApiError("timeout", "no answer", true, undefined);
      };
      await loseRegion(world);
      await comesBack(world);
    });
  });
});

describe("a disabling that somebody undid", () => {
  test.each([
    ["with the description, as a deployment does that knows nothing of it", "r03"],
    ["alone, as a person does", undefined],
  ])("%s is repeated within seconds, and counts once", async (_, description) => {
    await inWorld(4, async (world) => {
      await loseRegion(world);
      await pass(writeGapMs);
      world.set("r03", true, "deployment", description);
      // The next list, and the calls.
      await pass(poolsFreshMs + 1000);
      expect(world.enabled).toEqual(["r00", "r01", "r02"]);
      world.dead.clear();
      // The hold-off is that of one failure.
      await pass(returnMs);
      expect(world.enabled).toEqual(world.regions);
    });
  });

  test("is not repeated where the region answers again", async () => {
    await inWorld(4, async (world) => {
      await loseRegion(world);
      world.dead.clear();
      await pass(probeIntervalMs);
      world.set("r03", true, "deployment", "r03");
      await pass(60_000);
      expect(world.changes.map(({ enabled }) => enabled)).toEqual([false, true]);
    });
  });
});

describe("the API", () => {
  test("that answers with old lists is not written to all the time", async () => {
    await inWorld(4, async (world) => {
      world.lagMs = 20_000;
      const from = world.now;
      world.dead.add("r03");
      await pass(30_000);
      const count = (kind: string) =>
        world.calls.filter((call) => call.kind === kind && call.at >= from).length;
      expect(world.enabled).toEqual(["r00", "r01", "r02"]);
      expect(count("disable")).toBeLessThanOrEqual(world.lagMs / writeGapMs + 1);
      expect(count("describe")).toBeLessThanOrEqual(world.lagMs / writeGapMs + 1);
      // One a second by the writer, one in ten by each other, and one after each write.
      expect(count("list")).toBeLessThanOrEqual(30 + 3 * 4 + 10);
      world.lagMs = 0;
      world.dead.clear();
      await pass(returnMs);
      expect(world.enabled).toEqual(world.regions);
    });
  });

  test("whose reads fail does not hold up a write that rests on a fresh list", async () => {
    await inWorld(4, async (world) => {
      let lastReadAt = -Infinity;
      let inDoubt = 0;
      let failed = 0;
      world.dead.add("r03");
      world.onCall = (by, kind) => {
        if (by !== "r00" || kind !== "list") return;
        // In doubt it reads every second: three seconds pass from the first doubt to the write, the last of them without a read.
        if (world.now - lastReadAt < poolsFreshMs) inDoubt += 1;
        lastReadAt = world.now;
        if (inDoubt < 2) return;
        failed += 1;
        throw new ApiError("503", "unavailable", true, undefined);
      };
      await pass(failover.decisionSecondsMax * 1000);
      expect(failed).toBeGreaterThan(0);
      expect(byWhom(world)).toEqual([["r03", false, "r00"]]);
    });
  });

  test("whose reads fail for long has another controller write", async () => {
    await inWorld(4, async (world) => {
      world.onCall = (by, kind) => {
        if (by === "r00" && kind === "list") throw new ApiError("503", "unavailable", true, undefined);
      };
      await pass(20_000);
      world.dead.add("r03");
      await pass(failover.decisionSecondsMax * 1000 - 1);
      expect(byWhom(world)).toEqual([["r03", false, "r01"]]);
    });
  });

  test.each(["429", "403"])(
    "that refuses a controller's writes with %s has another one write",
    async (status) => {
      await inWorld(4, async (world) => {
        let lists = 0;
        world.onCall = (by, kind) => {
          if (by !== "r00") return;
          if (kind === "list") lists += 1;
          if (kind === "disable")
            throw new ApiError(status, "no", false, status === "429" ? 60_000 : undefined);
        };
        world.dead.add("r03");
        await pass(failover.decisionSecondsMax * 1000 + 1000);
        expect(byWhom(world)).toEqual([["r03", false, "r01"]]);
        lists = 0;
        await pass(30_000);
        // The limit is one for calls of every kind; a refused write says nothing of reads.
        if (status === "429") expect(lists).toBe(0);
        else expect(lists).toBeGreaterThan(0);
      });
    },
  );
});

describe("a host with few pools", () => {
  const hosts = (world: SteeringWorld) => [world.regions, ["r02", "r03"]];

  test("keeps one when all of them are dead, at every moment", async () => {
    await inWorld(
      4,
      async (world) => {
        world.dead.add("r02").add("r03");
        await pass(60_000);
        expect(world.changes).toHaveLength(1);
        expect(world.enabled).toHaveLength(3);
      },
      hosts,
    );
  });

  test("keeps the dead one where a person has the other out", async () => {
    await inWorld(
      4,
      async (world) => {
        world.set("r02", false, "person");
        world.dead.add("r03");
        await pass(60_000);
        expect(byWhom(world)).toEqual([["r02", false, "person"]]);
      },
      hosts,
    );
  });

  test("gets one back at once where a person takes its last", async () => {
    await inWorld(
      4,
      async (world) => {
        await loseRegion(world);
        await pass(20_000);
        world.set("r02", false, "person");
        await pass(15_000);
        expect(byWhom(world).slice(-1)).toEqual([["r03", true, "r00"]]);
      },
      hosts,
    );
  });
});
