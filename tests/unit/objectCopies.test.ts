import fc from "fast-check";
import { erasure } from "../../components/facts/compliance";
import { dataClassNames } from "../../components/facts/dataClasses";
import type { mayMove } from "../../components/facts/jurisdictions";
import { jurisdictions, type JurisdictionCode } from "../../components/facts/jurisdictions";
import { keyPrefixes, objectCopies } from "../../components/facts/objectCopies";
import {
  bucketPurpose,
  bucketPurposeNames,
  intelligentTiering,
  replicationAlarms,
} from "../../components/facts/objects";
import { addRegion, allRegions, regionNamed } from "../../components/facts/regions";
import { retention } from "../../components/facts/retention";
import { anyRegions } from "../support/anyRegions";
import { fictitiousRegion } from "../support/fictitious";

const edges = (purpose: string): string[] =>
  objectCopies()
    .filter((copy) => copy.purpose === purpose)
    .map(({ home, from, to }) => `${home}: ${from} to ${to}`);

describe("the copies of four regions", () => {
  test("of data go to the partner, and home again", () => {
    expect(edges("data")).toEqual([
      "africa: africa to europe",
      "africa: europe to africa",
      "europe: europe to americas",
      "europe: americas to europe",
      "asia: asia to europe",
      "asia: europe to asia",
      "americas: americas to europe",
      "americas: europe to americas",
    ]);
    expect(
      objectCopies()
        .filter(({ purpose }) => purpose === "data")
        .every(({ bothWays }) => bothWays),
    ).toBe(true);
  });

  test("of backups go to every other region, and never back", () => {
    expect(edges("backups")).toHaveLength(12);
    expect(objectCopies().filter(({ purpose, bothWays }) => purpose === "backups" && bothWays)).toEqual([]);
  });

  test("of audit records and of the key database's backups do not leave their place", () => {
    expect(edges("audit")).toEqual([]);
    expect(edges("subject-keys")).toEqual([]);
  });

  test("leave keys under no prefix but those of the homes that may be there", () => {
    expect(keyPrefixes("data", "europe")).toEqual(["europe/", "africa/", "asia/", "americas/"]);
    expect(keyPrefixes("data", "africa")).toEqual(["africa/"]);
    expect(keyPrefixes("backups", "asia")).toEqual([
      "asia/",
      "africa/",
      "europe/",
      "americas/",
      "repositories/",
    ]);
    expect(keyPrefixes("audit", "americas")).toEqual(["americas/"]);
    expect(keyPrefixes("subject-keys", "europe")).toEqual(["repositories/"]);
  });
});

/** A law that knows nothing but a list of what is allowed. */
const lawOf =
  (allowed: ReadonlySet<string>): typeof mayMove =>
  (_dataClass, from, to) =>
    from === to || allowed.has(`${from} ${to}`);
const codes = Object.keys(jurisdictions) as JurisdictionCode[];
const pairs = codes.flatMap((from) => codes.filter((to) => to !== from).map((to) => `${from} ${to}`));
const anyLaw = fc.subarray(pairs).map((list) => lawOf(new Set(list)));

test("no copy is planned that a law refuses, whatever the law", () => {
  fc.assert(
    fc.property(anyLaw, (law) => {
      let copies;
      try {
        copies = objectCopies(law);
      } catch {
        // Some region's partner may not hold its data, and so no plan is made at all.
        return allRegions().some(
          ({ jurisdiction, partner }) => !law("personal", jurisdiction, regionNamed(partner).jurisdiction),
        );
      }
      return copies.every(({ purpose, home, from, to }) => {
        const { dataClass } = bucketPurpose(purpose);
        const place = (name: string): JurisdictionCode => regionNamed(name).jurisdiction;
        // The law of the place that the copy leaves, and that of the people's home.
        return law(dataClass, place(from), place(to)) && law(dataClass, place(home), place(to));
      });
    }),
  );
});

test("one direction is planned alone where the law refuses the other, and says so", () => {
  const there = lawOf(new Set(pairs.filter((pair) => pair !== "EU ZA")));
  const data = objectCopies(there).filter(({ purpose, home }) => purpose === "data" && home === "africa");
  expect(data.map(({ from, to, bothWays }) => [from, to, bothWays])).toEqual([["africa", "europe", false]]);
});

test("a region whose partner may not hold its data is refused by name, with those that may", () => {
  const law = lawOf(new Set(pairs.filter((pair) => pair !== "ZA EU")));
  expect(() => objectCopies(law)).toThrow(
    'region "africa".partner is "europe"; allowed for bucket "data": a region to which personal data may go from South Africa: asia, americas',
  );
  expect(() => objectCopies(lawOf(new Set()))).toThrow(/from South Africa: there is none$/);
});

test("any number of regions: a backup in every other, and no rule twice", () => {
  fc.assert(
    fc.property(anyRegions, (regions) => {
      const remove = regions.map(addRegion);
      try {
        const copies = objectCopies();
        const all = allRegions().length;
        const rules = copies.map(({ purpose, from, id }) => `${purpose} ${from} ${id}`);
        expect(new Set(rules).size).toBe(rules.length);
        expect(copies.filter(({ purpose }) => purpose === "backups")).toHaveLength(all * (all - 1));
        const allowed = new Map(
          bucketPurposeNames.flatMap((purpose) =>
            allRegions().map(({ name }) => [`${purpose} ${name}`, new Set(keyPrefixes(purpose, name))]),
          ),
        );
        // What is copied somewhere may lie there under its own prefix.
        expect(
          copies.filter(
            ({ purpose, from, to, prefix }) =>
              from === to || allowed.get(`${purpose} ${to}`)?.has(prefix) !== true,
          ),
        ).toEqual([]);
      } finally {
        for (const undo of remove) undo();
      }
    }),
    { numRuns: 2 },
  );
});

test("a fifth region of another law brings its own edges", () => {
  const undo = addRegion({ ...fictitiousRegion(0), jurisdiction: "SG", partner: "asia" });
  try {
    expect(edges("data").slice(-2)).toEqual([
      "fictitious-00: fictitious-00 to asia",
      "fictitious-00: asia to fictitious-00",
    ]);
    expect(edges("backups")).toHaveLength(20);
  } finally {
    undo();
  }
});

describe("what a purpose's bucket keeps", () => {
  test("has a class that facts know, and ends or moves", () => {
    for (const purpose of bucketPurposeNames) {
      const { dataClass, expireAfterDays, tierAfterDays } = bucketPurpose(purpose);
      expect(dataClassNames).toContain(dataClass);
      expect(expireAfterDays ?? tierAfterDays).toBeDefined();
    }
  });

  test("of the key database is gone 14 days after it was written, versions and both midnights included", () => {
    const { expireAfterDays = Infinity, noncurrentDays } = bucketPurpose("subject-keys");
    expect(noncurrentDays).toBe(1);
    expect(expireAfterDays + 1 + noncurrentDays + 1).toBe(erasure.keyBackupDaysMax);
  });

  test("of backups stays as long as promised, and longer than that in repositories", () => {
    const { expireAfterDays = 0, homeExpireAfterDays, noncurrentDays } = bucketPurpose("backups");
    expect(homeExpireAfterDays).toBe(30);
    expect(noncurrentDays).toBe(7);
    expect(expireAfterDays).toBeGreaterThan(2 * retention.backupDays);
  });

  test("is deleted at the copies only where erasure asks for it", () => {
    expect(bucketPurposeNames.filter((purpose) => bucketPurpose(purpose).copiesDeletions)).toEqual(["data"]);
  });

  test("moves to Intelligent-Tiering only where that is cheaper than it costs", () => {
    const { monitoringUsdPerMillionObjects, standardUsdPerGb, idle90DaysUsdPerGb, objectBytesMin } =
      intelligentTiering;
    const breakEvenBytes =
      (monitoringUsdPerMillionObjects / 1e6 / (standardUsdPerGb - idle90DaysUsdPerGb)) * 1e9;
    // S3's own limit is within 1 % of the size from which the fee is earned.
    expect(Math.abs(breakEvenBytes - objectBytesMin) / objectBytesMin).toBeLessThan(0.01);
    for (const purpose of bucketPurposeNames) {
      const { tierAfterDays, expireAfterDays = Infinity } = bucketPurpose(purpose);
      if (tierAfterDays !== undefined) expect(expireAfterDays).toBeGreaterThan(tierAfterDays + 90);
    }
  });
});

test("alarms come within the recovery point: 300 s, and what 1 Gbit/s carries meanwhile", () => {
  expect(replicationAlarms.lagSecondsMax).toBe(300);
  expect(replicationAlarms.pendingBytesMax).toBe(37_500_000_000);
  expect(replicationAlarms.periodSeconds * replicationAlarms.periods).toBeLessThanOrEqual(300);
});
