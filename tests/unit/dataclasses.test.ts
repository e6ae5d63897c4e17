import { dataClasses, dataClassNames, dataClassReach } from "../../components/facts/dataClasses";
import { mayMove } from "../../components/facts/jurisdictions";
import { logRetentionDays, retention } from "../../components/facts/retention";
import { RegionKeys } from "../../components/keys";
import { RegionContext } from "../../components/shared";
import { built } from "../support/built";
import { testContext } from "../support/testContext";

describe("classes of data", () => {
  test("are those of the architecture, each explained", () => {
    expect([...dataClassNames].sort()).toEqual(["audit", "internal", "operational", "personal"]);
    for (const name of dataClassNames) expect(dataClasses[name].length).toBeGreaterThan(10);
  });

  test.each(dataClassNames)("%s can be a tag's value and a part of a key's alias", (name) => {
    expect(name).toMatch(/^[a-z]+$/);
  });

  test.each(dataClassNames)("%s is what a resource's tag says of it", (dataClass) => {
    const context = testContext("europe");
    expect(context).toBeInstanceOf(RegionContext);
    expect(context.tags({ service: "any", dataClass })["data-class"]).toBe(dataClass);
    expect(context.tags({ service: "any" })["data-class"]).toBe("internal");
  });

  test("have a key each, tagged with the class and reached by its alias", async () => {
    const { resources } = await built(() => new RegionKeys("keys", { context: testContext("asia") }));
    const keys = resources.filter(({ type }) => type === "aws:kms/key:Key");
    const aliases = resources.filter(({ type }) => type === "aws:kms/alias:Alias");
    const classOf = ({ inputs }: (typeof keys)[number]): unknown =>
      (inputs.tags as Record<string, unknown>)["data-class"];
    expect(keys.map(classOf).sort()).toEqual([...dataClassNames].sort());
    for (const key of keys) {
      const alias = aliases.find(({ inputs }) => inputs.targetKeyId === key.id);
      expect(alias?.inputs.name).toBe(`alias/azora/asia/${String(classOf(key))}`);
    }
  });

  test("may be copied as far as their reach", () => {
    expect(dataClassReach).toEqual({
      personal: "lawful-edges",
      internal: "anywhere",
      operational: "lawful-edges",
      audit: "home",
    });
    for (const dataClass of dataClassNames) {
      expect(mayMove(dataClass, "ZA", "ZA")).toBe(true);
      expect(mayMove(dataClass, "ZA", "EU")).toBe(dataClass !== "audit");
    }
  });

  test("are logged for thirty days, audit for seven years", () => {
    expect(logRetentionDays).toEqual({ personal: 30, internal: 30, operational: 30, audit: 2557 });
    expect(retention.auditDays).toBe(Math.ceil(7 * 365.25));
  });
});
