import { readdirSync } from "node:fs";
import path from "node:path";
import { judge, mutate, type RuleCases } from "../support/rules";

const home = path.join(__dirname, "cases");

/** Every table of cases, by its file. */
async function allCases(): Promise<[string, RuleCases][]> {
  const files = ["compliance", "cost"].flatMap((pack) =>
    readdirSync(path.join(home, pack)).map((file) => path.join(home, pack, file)),
  );
  return Promise.all(
    files.map(
      async (file) =>
        [path.relative(home, file), ((await import(file)) as { cases: RuleCases }).cases] as [
          string,
          RuleCases,
        ],
    ),
  );
}

test("each rule accepts what is compliant, and names what one changed field breaks", async () => {
  const wrong: string[] = [];
  for (const [file, cases] of await allCases()) {
    for (const verdict of judge(cases.rule, cases.fixtures)) {
      wrong.push(`${file}: compliant, yet ${verdict.state} at ${verdict.path}: ${verdict.found}`);
    }
    for (const mutation of cases.mutations) {
      const verdicts = judge(cases.rule, mutate(cases.fixtures, mutation));
      const expected = { state: "violated", ...mutation.finding };
      const hit = verdicts.some((verdict) =>
        Object.entries(expected).every(([key, value]) => verdict[key as keyof typeof verdict] === value),
      );
      if (!hit) {
        const got = verdicts
          .map(({ state, path: at, found, wanted }) => JSON.stringify({ state, path: at, found, wanted }))
          .join(" ");
        wrong.push(
          `${file}: ${mutation.name}: expected ${JSON.stringify(expected)}, got ${got || "nothing"}`,
        );
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("a mandatory rule has a mutation that fails it, and one with an unknown", async () => {
  const toothless = (await allCases()).filter(([, { rule, mutations }]) => {
    const states = mutations.map((mutation) => mutation.finding.state ?? "violated");
    return (
      rule.level === "mandatory" &&
      !(states.includes("violated") && states.some((state) => state !== "violated"))
    );
  });
  expect(toothless.map(([file]) => file)).toEqual([]);
});
