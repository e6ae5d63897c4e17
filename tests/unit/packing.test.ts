import fc from "fast-check";
import { fitting, packed } from "../../components/identities/packing";
import type { PolicyStatement } from "../../components/shared";

const statement = (Sid: string, length: number): PolicyStatement => ({
  Sid,
  Effect: "Allow",
  Action: "a".repeat(length),
  Resource: "*",
});
const sizeOf = (statements: readonly PolicyStatement[]): number =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
/** Characters of a policy of one statement beside its action. */
const around = sizeOf([statement("A", 0)]);

describe("statements spread over policies", () => {
  test("keep their order, are all there, and no policy is longer than IAM takes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 12 }), (lengths) => {
        const statements = lengths.map((length, index) => statement(`S${index}`, length));
        const policies = packed("role", statements);
        expect(policies.flat()).toEqual(statements);
        for (const policy of policies) expect(sizeOf(policy)).toBeLessThanOrEqual(6144);
      }),
    );
  });

  test("are in one policy as long as that takes them", () => {
    const room = 6144 - sizeOf([statement("A", 1), statement("B", 0)]);
    expect(packed("role", [statement("A", 1), statement("B", room)])).toHaveLength(1);
    expect(packed("role", [statement("A", 1), statement("B", room + 1)])).toHaveLength(2);
  });

  test("are refused where one alone is too long, or a role would hold more than ten policies with the one that reads", () => {
    const longest = 6144 - around;
    expect(packed("role", [statement("A", longest)])).toHaveLength(1);
    expect(() => packed("role", [statement("A", longest + 1)])).toThrow(
      "statement A of role, in characters is 6145; allowed: 6144 or fewer (IAM's limit of a managed policy)",
    );
    const full = (count: number): PolicyStatement[] =>
      Array.from({ length: count }, () => statement("A", longest));
    // AWS' own policy that reads is attached beside them.
    expect(packed("role", full(9))).toHaveLength(9);
    expect(() => packed("role", full(10))).toThrow(
      "policies of role is 10; allowed: 9 or fewer (IAM's limit of a role, with the one that reads)",
    );
  });
});

describe("a policy that cannot be split", () => {
  const longest = (limit: number): PolicyStatement[] => [statement("A", limit - around)];

  test.each([
    ["managedCharactersMax", 6144, "a managed policy"],
    ["trustCharactersMax", 2048, "a role's trust"],
  ] as const)("may be as long as IAM takes, and no longer: %s", (limit, characters, name) => {
    expect(fitting("of me", longest(characters), limit)).toEqual(longest(characters));
    expect(() => fitting("of me", longest(characters + 1), limit)).toThrow(
      `of me, in characters is ${characters + 1}; allowed: ${characters} or fewer (IAM's limit of ${name})`,
    );
  });
});
