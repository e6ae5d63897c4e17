import { failover, recovery, slo } from "../../components/facts/promises";
import { addRegion, regionNamed } from "../../components/facts/regions";
import { tradeOffs } from "../../components/facts/tradeoffs";
import { fictitiousRegion } from "../support/fictitious";

const line = (promise: string): string =>
  tradeOffs().find((found) => found.promise === promise)?.instead ?? "";

describe("the trade-offs", () => {
  test("are those of the design, one each", () => {
    expect(tradeOffs().map(({ promise }) => promise)).toEqual([
      "Lagos serves its users",
      "traffic from Nigeria stays there",
      `p95 below ${slo.p95LatencyMsMax} ms`,
      "copies in all regions",
      "erasure, and logs that nobody changes for 7 years",
      `health checks every ${failover.healthCheckIntervalSeconds} s`,
      `decision within ${failover.decisionSecondsMax} s`,
      `RPO below ${recovery.rpoMinutesMax} min`,
      "every error's trace is kept",
      "automatic failover",
    ]);
  });

  test("can be read: one line, no longer than two of a terminal", () => {
    for (const { promise, instead } of tradeOffs()) {
      expect(`${promise}: ${instead}`.length).toBeLessThanOrEqual(240);
      expect(`${promise}${instead}`).not.toMatch(/\n|undefined|NaN/);
      expect(instead).toMatch(/^[^A-Z]|^S3/);
    }
  });

  test.each([
    ["p95 below 100 ms", "150 to 200 ms"],
    ["erasure, and logs that nobody changes for 7 years", "14 days"],
    ["health checks every 5 s", "10, 15 or 60 s"],
    ["decision within 10 s", "20 s"],
    ["RPO below 5 min", "15 min"],
    ["every error's trace is kept", "45 of 500"],
    ["every error's trace is kept", "4000 spans"],
    ["automatic failover", "2 of 3"],
    ["automatic failover", "5 of 486"],
  ])("%s: says the number that stands against it", (promise, number) => {
    expect(line(promise)).toContain(number);
  });

  test("of a Local Zone follow from its region's facts", () => {
    const localZone = regionNamed("africa").localZone;
    if (!localZone) throw new Error("africa has no Local Zone");
    const remove = addRegion({
      ...fictitiousRegion(0),
      city: "Timbuktu",
      localZone: { ...localZone, jurisdiction: "EU" },
    });
    try {
      const promises = tradeOffs().map(({ promise }) => promise);
      expect(promises).toContain("Timbuktu serves its users");
      // There the edge can process, so nothing stands against it.
      expect(promises.filter((promise) => promise.startsWith("traffic from"))).toHaveLength(1);
    } finally {
      remove();
    }
  });
});
