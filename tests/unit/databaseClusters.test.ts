import fc from "fast-check";
import { databaseClusters, groupName, lockHosts, memberHost } from "../../components/facts/databaseClusters";
import { mayMove } from "../../components/facts/jurisdictions";
import { addRegion, allRegions, regionNamed } from "../../components/facts/regions";
import { roundTripMs } from "../../components/facts/roundTrips";
import { fictitiousRegion } from "../support/fictitious";

const named = (name: string) => {
  const found = databaseClusters().find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};

describe("the clusters of four regions", () => {
  test("are one without personal data, one for the people of each region, and one for their keys", () => {
    expect(databaseClusters().map(({ name }) => name)).toEqual([
      "core",
      "people-africa",
      "people-europe",
      "people-asia",
      "people-americas",
      "keys-africa",
      "keys-europe",
      "keys-asia",
      "keys-americas",
    ]);
  });

  test("core stands in all four, two members each at home and with the partner", () => {
    expect(named("core").members.map(({ name, inStep }) => [name, inStep])).toEqual([
      ["africa-0", true],
      ["africa-1", true],
      ["europe-0", true],
      ["europe-1", true],
      ["asia-0", false],
      ["americas-0", false],
    ]);
  });

  test("people's data stand at home and with the partner only", () => {
    expect(named("people-europe").members.map(({ name }) => name)).toEqual([
      "europe-0",
      "europe-1",
      "americas-0",
      "americas-1",
    ]);
  });

  test("each home's lock stands in the three others, and its leader neither at home nor with the partner", () => {
    const ofEach = [
      ["lock-africa", ["europe", "asia", "americas"], "asia"],
      ["lock-europe", ["americas", "africa", "asia"], "africa"],
      ["lock-asia", ["europe", "africa", "americas"], "africa"],
      ["lock-americas", ["europe", "africa", "asia"], "africa"],
    ];
    expect(databaseClusters().map(({ lock }) => [lock.name, lock.regions, lock.leaderRegion])).toEqual([
      ofEach[0],
      ...ofEach,
      ...ofEach,
    ]);
  });

  test("have names that other regions resolve", () => {
    const people = named("people-asia");
    const [first] = people.members;
    if (!first) throw new Error("no member");
    expect(groupName(people, 2)).toBe("people-asia-g2");
    expect(memberHost(people, 2, first, "azora.example")).toBe(
      "people-asia-g2-0.people-asia-g2.asia.internal.azora.example",
    );
    expect(lockHosts(named("core").lock, "azora.example")[1]).toBe(
      "lock-africa-0.lock-africa.asia.internal.azora.example",
    );
  });
});

/** What durable commits wait for while one member leads: the two in step, after it, with the highest priority. */
function inStepWith(cluster: ReturnType<typeof named>, leader: string): readonly string[] {
  return cluster.members
    .filter(({ name, inStep }) => inStep && name !== leader)
    .sort((a, b) => b.syncPriority - a.syncPriority)
    .slice(0, 2)
    .map(({ region }) => region);
}

describe("with more regions than four", () => {
  const removers: (() => void)[] = [];
  afterEach(() => {
    for (const remove of removers.splice(0)) remove();
  });

  test("every cluster keeps to the law, and a durable commit outlives any one region", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (more) => {
        removers.push(...Array.from({ length: more }, (_, index) => addRegion(fictitiousRegion(index))));
        try {
          for (const cluster of databaseClusters()) {
            const home = regionNamed(cluster.home);
            const dataClass = cluster.kind === "core" ? "internal" : "personal";
            for (const { region } of cluster.members)
              expect(mayMove(dataClass, home.jurisdiction, regionNamed(region).jurisdiction)).toBe(true);
            if (cluster.kind === "core")
              expect(new Set(cluster.members.map(({ region }) => region)).size).toBe(allRegions().length);
            // In the usual state one copy is in the region and one with the partner; in every other one is elsewhere.
            expect([...inStepWith(cluster, `${cluster.home}-0`)].sort()).toEqual(
              [cluster.home, cluster.partner].sort(),
            );
            for (const { name, region } of cluster.members.filter(({ inStep }) => inStep))
              expect(inStepWith(cluster, name).some((other) => other !== region)).toBe(true);
            expect(cluster.lock.regions).toHaveLength(3);
            expect(cluster.lock.regions).not.toContain(cluster.home);
            expect([cluster.home, cluster.partner]).not.toContain(cluster.lock.leaderRegion);
            expect(cluster.lock.regions).toContain(cluster.lock.leaderRegion);
            const priorities = cluster.members.map(({ failoverPriority }) => failoverPriority);
            expect(new Set(priorities).size).toBe(priorities.length);
          }
        } finally {
          for (const remove of removers.splice(0)) remove();
        }
      }),
      { numRuns: 12 },
    );
  });

  test("a home without a lawful partner is refused by name", () => {
    const closed: typeof mayMove = (dataClass, from, to) =>
      mayMove(dataClass, from, to) && !(dataClass === "personal" && from === "SG" && to === "EU");
    expect(() => databaseClusters(closed)).toThrow(
      'region "asia".partner is "europe"; allowed: a region to which personal data may go from Singapore: africa, americas',
    );
  });

  test("and one that has none at all is told so", () => {
    const closed: typeof mayMove = (dataClass, from) => !(dataClass === "personal" && from === "BR");
    expect(() => databaseClusters(closed)).toThrow(/may go from Brazil: there is none$/);
  });
});

describe("the way between regions", () => {
  test("is what facts state, whichever way it is asked", () => {
    expect(roundTripMs("europe", "africa")).toBe(150);
    expect(roundTripMs("africa", "europe")).toBe(150);
  });

  test("of a region that facts do not know follows from the distance", () => {
    const remove = addRegion({ ...fictitiousRegion(0), latitude: 50.1, longitude: 8.7 + 90 });
    try {
      // A quarter of the way round at 50.1° N: about 5,900 km as the great circle goes, at 100 km a millisecond, twice.
      expect(roundTripMs("europe", "fictitious-00")).toBeGreaterThan(110);
      expect(roundTripMs("europe", "fictitious-00")).toBeLessThan(130);
    } finally {
      remove();
    }
  });

  test("within a region is short", () => {
    expect(roundTripMs("asia", "asia")).toBe(2);
  });
});
