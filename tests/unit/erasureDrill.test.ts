import { summaryOf } from "../../drills/erasure/judge";
import { erasurePods, keys, people, withoutCitus } from "../../drills/erasure/planned";
import { renderPage, renderSvg } from "../../drills/erasure/render";
import { verdicts, type ErasureResult } from "../../drills/erasure/result";
import { settingsDigest } from "../../drills/shared/planned";
import { runsIn } from "../../drills/shared/rows";
import type { WorldEvent } from "../../drills/world";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const committed = committedResults<ErasureResult>("erasure");
const authorities = { certificates: "all", issue: () => Promise.resolve({ certificate: "c", key: "k" }) };

test("a result is committed", () => {
  expect(committed.at(-1)?.result.runs.length).toBeGreaterThanOrEqual(3);
});

describe.each(committed)("the committed result $name", ({ result, events, page, chart }) => {
  test("is what was written down while it ran says, and keeps every promise", () => {
    expect(result.runs).toEqual(runsIn(events).map(summaryOf));
    expect(verdicts(result).filter(({ held }) => !held)).toEqual([]);
  });

  test("is what its page and its chart show", () => {
    expect(page).toBe(renderPage(result, events));
    expect(chart).toBe(renderSvg(result));
  });
});

test("the newest result is of the present plan's settings, and of a home's keys beside its people", async () => {
  const { pods } = await erasurePods(await planAllStacks(), authorities);
  const names = pods.map(({ name }) => name);
  for (const name of [keys().name, people().name])
    for (const region of [keys().home, keys().partner])
      expect(names).toContain(`${region}/postgres/${name}-0`);
  // Of Citus nothing is left but the names of the people's coordinators.
  const told = pods.flatMap(({ files }) => files.map(({ content }) => content));
  expect(
    told.filter((content) => /citus/.test(content) && content.includes("shared_preload_libraries")),
  ).toEqual([]);
  expect(committed.at(-1)?.result.settingsDigest).toBe(settingsDigest(pods));
});

test("of what servers are told only Citus is left out", () => {
  const parameters = {
    shared_preload_libraries: "citus,pgaudit",
    "citus.shard_count": 32,
    wal_level: "logical",
  };
  const file = {
    scope: "people-africa",
    citus: { group: 0 },
    bootstrap: { dcs: { ttl: 20, postgresql: { parameters } } },
    postgresql: { parameters, pg_hba: ["local all all reject"] },
  };
  const left = { shared_preload_libraries: "pgaudit", wal_level: "logical" };
  expect(JSON.parse(withoutCitus("people-africa-g0-0.yaml", JSON.stringify(file)))).toEqual({
    scope: "people-africa",
    bootstrap: { dcs: { ttl: 20, postgresql: { parameters: left } } },
    postgresql: { parameters: left, pg_hba: ["local all all reject"] },
  });
  expect(withoutCitus("keys-africa-0.yaml", JSON.stringify(file))).toBe(JSON.stringify(file));
});

describe("a run is judged by its record", () => {
  const record = (erased: number, control = false): WorldEvent[] => [
    { ms: 0, event: "run", scenario: "made up", control },
    { ms: 2000, event: "target" },
    { ms: 10_000, event: "fault" },
    { ms: 50_000, event: "restored", databaseBytes: 1000, seconds: 20 },
    { ms: 52_000, event: "seen", keys: 1 },
    { ms: 61_000, event: "seen", keys: erased },
    { ms: 62_000, event: "keys", erased, other: 1 },
    ...[1, 60].map((second) => ({
      ms: 1000 * second,
      event: "A",
      row: ["europe", "durable", 0, second, "a"],
    })),
    { ms: 66_000, event: "watched" },
    { ms: 70_000, event: "rows", client: "europe", commitClass: "durable", thread: 0, ranges: "1,60" },
  ];
  const heldBy = (...runs: WorldEvent[][]): boolean[] =>
    verdicts({ drill: "erasure", date: "2026-11-27", settingsDigest: "", runs: runs.map(summaryOf) }).map(
      ({ held }) => held,
    );

  test("by the keys that are there afterwards", () => {
    expect(summaryOf(record(0))).toMatchObject({
      erasedKeys: 0,
      otherKeys: 1,
      erasedKeysBefore: 1,
      erasedKeysServed: 0,
      control: false,
      rtoSeconds: 50,
    });
    // The first row after is at 60 s: whoever came then could have read the key.
    const late = record(0).map((event) => (event.ms === 52_000 ? { ...event, ms: 60_500 } : event));
    expect(summaryOf(late).erasedKeysServed).toBe(1);
  });

  test("which must be none, and in the control the one that came back", () => {
    expect(heldBy(record(0), record(1, true))).toEqual([true, true, true, true]);
    expect(heldBy(record(1), record(1, true))).toEqual([false, false, true, true]);
    expect(heldBy(record(0), record(0, true))).toEqual([true, true, true, false]);
    expect(heldBy(record(0))).toEqual([true, true, true, false]);
  });

  test("and is refused without them", () => {
    expect(() => summaryOf(record(0).filter(({ event }) => event !== "keys"))).toThrow(
      'the record of a run has no "keys"',
    );
  });
});
