import { loadRules, packNames } from "../../policies/framework/load";
import { caseTables } from "../support/caseTables";
import { judge, mutate } from "../support/rules";

const tables = caseTables();

test("each rule has a table of cases, of its file's name", () => {
  const rules = packNames.flatMap((pack) =>
    loadRules(pack).map(
      ({ id }) => `${pack}/${id.replaceAll(/-(\w)/g, (_, c: string) => c.toUpperCase())}.ts`,
    ),
  );
  expect(tables.map(([file]) => file)).toEqual(rules);
});

describe.each(tables)("%s", (_file, { rule, fixtures, mutations }) => {
  test("accepts what is compliant", () => {
    const refused = judge(rule, fixtures).filter(({ state }) => state !== "passed-with-note");
    expect(refused).toEqual([]);
  });

  test.each(mutations.map((mutation) => [mutation.name, mutation] as const))("%s", (_name, mutation) => {
    const verdicts = judge(rule, mutate(fixtures, mutation));
    expect(verdicts).toContainEqual(
      expect.objectContaining({ policy: rule.id, state: "violated", ...mutation.finding }),
    );
  });

  test("is refused for a value and for an unknown, if it is mandatory", () => {
    const states = mutations.map(({ finding }) => finding.state ?? "violated");
    const kinds = new Set(states.map((state) => (state === "violated" ? "value" : "unknown")));
    expect([...kinds].sort()).toEqual(
      rule.level === "mandatory" ? ["unknown", "value"] : expect.arrayContaining(["value"]),
    );
  });
});
