import fc from "fast-check";
import { packed, unpacked } from "../../drills/shared/record";
import { runsIn } from "../../drills/shared/rows";
import type { WorldEvent } from "../../drills/world";

const row = fc.record({
  client: fc.constantFrom("africa", "asia"),
  commitClass: fc.constantFrom("durable", "fast"),
  thread: fc.integer({ min: 0, max: 2 }),
  server: fc.constantFrom("a", "b"),
  ms: fc.integer({ min: 0, max: 100_000 }),
  sequence: fc.integer({ min: 1, max: 1000 }),
});
const other = fc.record({
  event: fc.constantFrom("fault", "cut", "rows"),
  ms: fc.integer({ min: 0, max: 100_000 }),
});
const run = fc.tuple(fc.array(row), fc.array(other));

const text = (event: WorldEvent): string => JSON.stringify(Object.entries(event).sort());
const ordered = (events: readonly WorldEvent[]): readonly string[] => events.map(text).sort();
test("a record gives back every event of every run, and no other", () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
      const events = runs.flatMap(([rows, others], index): WorldEvent[] => [
        { ms: 0, event: "run", id: index },
        ...others,
        ...rows.map(({ ms, client, commitClass, thread, sequence, server }): WorldEvent => ({
          ms,
          event: "A",
          row: [client, commitClass, thread, sequence, server],
        })),
      ]);
      const back = unpacked(packed(events));
      expect(runsIn(back).map(ordered)).toEqual(runsIn(events).map(ordered));
    }),
  );
});

test("rows come in the order of their time", () => {
  const at = (ms: number, client: string, sequence: number): WorldEvent => ({
    ms,
    event: "A",
    row: [client, "fast", 0, sequence, "a"],
  });
  const events = [
    { ms: 0, event: "run" },
    at(1, "asia", 1),
    at(2, "africa", 1),
    at(3, "asia", 2),
    at(4, "africa", 5),
  ];
  expect(unpacked(packed(events))).toEqual(events);
});
