import fc from "fast-check";
import {
  decide,
  fits,
  type EvaluatedStatement,
  type PolicyRequest,
} from "../../policies/shared/policyEvaluator";

const allowAll: EvaluatedStatement = { Effect: "Allow", Action: "*", Resource: "*" };
const request: PolicyRequest = { action: "s3:GetObject", resource: "arn:aws:s3:::azora-africa-logs/a" };

describe("the matcher of wildcards", () => {
  const one = (c: string): string => {
    if (c === "*") return "[^]*";
    return c === "?" ? "[^]" : c.replace(/[\\^$.+()[\]{}|/-]/g, "\\$&");
  };
  /** The same said by a regular expression, which is another way to decide it. */
  const byRegExp = (pattern: string, text: string): boolean =>
    new RegExp(`^${Array.from(pattern, one).join("")}$`, "u").test(text);
  const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", "."), maxLength: 10 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", ".", "*", "?"), maxLength: 8 });

  test("agrees with a regular expression on every pattern and text", () => {
    fc.assert(
      fc.property(pattern, text, (wild, given) => {
        expect(fits(wild, given)).toBe(byRegExp(wild, given));
      }),
      { numRuns: 2000 },
    );
  });

  test("fits a text to itself, and to itself with any part replaced by a star", () => {
    fc.assert(
      fc.property(text, fc.nat(10), fc.nat(10), (given, from, to) => {
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        expect(fits(given, given)).toBe(true);
        expect(fits(`${given.slice(0, start)}*${given.slice(end)}`, given)).toBe(true);
      }),
    );
  });

  test.each([
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a.c", "abc", false],
    ["*", "", true],
    ["?", "", false],
    ["a*b*c", "aXbYbZc", true],
    ["a*b*c", "aXc", false],
  ])("%s on %s is %s", (wild, given, expected) => {
    expect(fits(wild, given)).toBe(expected);
  });
});

describe("a decision", () => {
  test("is none without a statement, a permission with one, and a refusal where one refuses", () => {
    const deny: EvaluatedStatement = { Effect: "Deny", Action: "S3:get*", Resource: "arn:aws:s3:::azora-*" };
    expect(decide([], request)).toBe("not-allowed");
    expect(decide([allowAll], request)).toBe("allowed");
    expect(decide([allowAll, deny], request)).toBe("denied");
    expect(decide([deny, allowAll], { ...request, action: "s3:PutObject" })).toBe("allowed");
    expect(decide([allowAll, deny], { ...request, resource: "arn:aws:s3:::AZORA-logs" })).toBe("allowed");
  });

  test("of what is inverted is about everything else", () => {
    const only: EvaluatedStatement = { Effect: "Deny", NotAction: ["s3:*"], Resource: "*" };
    expect(decide([only], request)).toBe("not-allowed");
    expect(decide([only], { ...request, action: "ec2:RunInstances" })).toBe("denied");
    const others: EvaluatedStatement = { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::azora-*" };
    expect(decide([others], request)).toBe("not-allowed");
    expect(decide([others], { ...request, resource: "*" })).toBe("denied");
  });

  test.each<[string, string, string | readonly string[], string | readonly string[] | undefined, boolean]>([
    ["StringEquals", "k", "a", "a", true],
    ["StringEquals", "k", ["a", "b"], "b", true],
    ["StringEquals", "k", "a", "A", false],
    ["StringEquals", "K", "a", "a", true],
    ["StringEquals", "k", "a", undefined, false],
    ["StringNotEquals", "k", "a", "b", true],
    ["StringNotEquals", "k", ["a", "b"], "b", false],
    ["StringNotEquals", "k", "a", undefined, true],
    ["StringLike", "k", "a*", "ab", true],
    ["StringLike", "k", "a*", "ba", false],
    ["StringNotLike", "k", "a*", "ba", true],
    ["StringNotLike", "k", "a*", "ab", false],
    ["ArnLike", "k", "arn:aws:iam::*:role/azora-*", "arn:aws:iam::1:role/azora-x", true],
    ["ArnLike", "k", "arn:*:role/azora-*", "arn:aws:iam::1:role/azora-x", false],
    ["ArnEquals", "k", "arn:aws:iam::1:root", "arn:aws:iam::1:root", true],
    ["ArnNotLike", "k", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/b", true],
    ["ArnNotEquals", "k", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", false],
    ["Bool", "k", "true", "TRUE", true],
    ["Bool", "k", "true", undefined, false],
    ["Null", "k", "true", undefined, true],
    ["Null", "k", "true", "a", false],
    ["Null", "k", "false", "a", true],
    ["NumericLessThan", "k", "900", "899", true],
    ["NumericLessThan", "k", "900", "900", false],
    ["NumericLessThan", "k", "900", undefined, false],
    ["ForAnyValue:StringEquals", "k", "a", ["b", "a"], true],
    ["ForAnyValue:StringEquals", "k", "a", ["b"], false],
    ["ForAnyValue:StringEquals", "k", "a", undefined, false],
    ["ForAnyValue:StringNotLike", "k", "a*", ["ab", "b"], true],
    ["ForAnyValue:StringNotLike", "k", ["a*", "b"], ["ab", "b"], false],
    ["ForAnyValue:StringNotLike", "k", "a*", undefined, false],
    ["ForAllValues:StringLike", "k", ["a*", "b"], ["ab", "b"], true],
    ["ForAllValues:StringLike", "k", "a*", ["ab", "b"], false],
    ["ForAllValues:StringLike", "k", "a*", undefined, true],
    ["ForAllValues:StringNotEquals", "k", "a", ["b", "c"], true],
    ["ForAllValues:StringNotEquals", "k", "a", ["b", "a"], false],
  ])("%s of %s wanting %j, given %j, is %s", (operator, key, wanted, value, expected) => {
    const statement = { ...allowAll, Condition: { [operator]: { [key]: wanted } } };
    const context: PolicyRequest["context"] = value === undefined ? {} : { k: value };
    expect(decide([statement], { ...request, context })).toBe(expected ? "allowed" : "not-allowed");
  });

  test("needs every operator and every key", () => {
    const both = { ...allowAll, Condition: { StringEquals: { a: "1", b: "2" }, Bool: { c: "true" } } };
    expect(decide([both], { ...request, context: { a: "1", b: "2", c: "true" } })).toBe("allowed");
    expect(decide([both], { ...request, context: { a: "1", b: "3", c: "true" } })).toBe("not-allowed");
    expect(decide([both], { ...request, context: { a: "1", b: "2", c: "false" } })).toBe("not-allowed");
  });
});

describe("what it does not know it refuses to judge", () => {
  test.each<[object, string]>([
    [{ Condition: { DateLessThan: { k: "2026" } } }, "condition operator DateLessThan is not one"],
    [{ Condition: { "ForAllValues:DateLessThan": { k: "a" } } }, "ForAllValues:DateLessThan is not one"],
    [{ Condition: { "ForSomeValues:StringEquals": { k: "a" } } }, "ForSomeValues:StringEquals is not one"],
    [{ Condition: { toString: { k: "a" } } }, "condition operator toString is not one"],
    [{ Condition: { StringEqualsIfExists: { k: "a" } } }, "StringEqualsIfExists is not one"],
    [{ Condition: { StringEquals: { k: "${aws:username}" } } }, "statement has a policy variable"],
    [{ Effect: "Alow" }, "Effect is Alow; allowed: Allow, Deny"],
    [{ Principal: "*" }, "statement has Principal, which the evaluator does not know"],
    [{ NotAction: "a:b" }, "must have one of Action and NotAction"],
    [{ Resource: undefined }, "must have one of Resource and NotResource"],
  ])("%j", (part, message) => {
    const statement = { ...allowAll, ...part };
    expect(() => decide([statement], { ...request, context: { k: "a" } })).toThrow(message);
  });

  test("a key of several values where one is compared", () => {
    const statement = { ...allowAll, Condition: { StringEquals: { k: "a" } } };
    expect(() => decide([statement], { ...request, context: { k: ["a", "b"] } })).toThrow(
      "takes one value, and the call has 2",
    );
  });
});
