import { controlStatements, type GuardStatement } from "../../components/facts/organization";
import { Reader } from "../../policies/framework/reader";
import { isAsStrong } from "../../policies/shared/guardStatements";

const wanted: GuardStatement = {
  Sid: "Some",
  Effect: "Deny",
  Action: ["s3:DeleteBucket", "s3:DeleteObject*"],
  Resource: ["arn:aws:s3:::azora-*-logs-*"],
  Condition: { StringNotEquals: { k: ["a", "b"] }, StringLike: { m: ["x", "y"] } },
};
const inverted: GuardStatement = {
  Sid: "Other",
  Effect: "Deny",
  NotAction: ["iam:*", "sts:*"],
  Resource: ["*"],
};
const judged = (given: object, against: GuardStatement): boolean => isAsStrong(new Reader(given), against);

test("every statement of facts is as strong as itself, and as strong where it spares roles of one account only", () => {
  for (const [label, statements] of Object.entries(controlStatements()))
    for (const [index, statement] of statements.entries()) {
      expect(judged(statement, statement)).toBe(true);
      expect(judged(controlStatements("111122223333")[label]?.[index] ?? {}, statement)).toBe(true);
    }
});

describe("a statement that spares roles by their ARNs", () => {
  const sparing: GuardStatement = {
    ...wanted,
    Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/azora-deployer-*"] } },
  };
  test.each([
    [true, ["arn:aws:iam::1:role/azora-deployer-*"]],
    [true, ["arn:aws:iam::1:role/azora-deployer-africa", "arn:aws:iam::2:role/azora-deployer-asia"]],
    [false, ["arn:aws:iam::1:role/azora-*"]],
    [false, ["arn:aws:iam::1:role/azora-deployer-asia", "arn:aws:iam::1:role/developer"]],
    [false, ["*"]],
  ])("is %s as strong where it spares %j", (expected, spared) => {
    const given = { ...sparing, Condition: { ArnNotLike: { "aws:PrincipalArn": spared } } };
    expect(judged(given, sparing)).toBe(expected);
  });
});

test.each<[string, object]>([
  ["all actions of the service, in any case", { Action: "S3:*" }],
  ["every action", { Action: "*" }],
  ["all buckets of ours", { Resource: ["arn:aws:s3:::azora-*"] }],
  ["everything", { Resource: "*" }],
  ["no condition", { Condition: {} }],
  ["fewer that are spared", { Condition: { StringNotEquals: { k: "b" } } }],
  ["more that are meant", { Condition: { StringLike: { m: ["x", "y", "z"] } } }],
])("as strong: %s", (_what, part) => {
  expect(judged({ ...wanted, ...part }, wanted)).toBe(true);
});

test.each<[string, object]>([
  ["one action of two", { Action: "s3:DeleteBucket" }],
  [
    "a pattern of one character where facts have one of any",
    { Action: ["s3:DeleteBucket", "s3:DeleteObject?"] },
  ],
  ["what is inverted", { Action: undefined, NotAction: "iam:*" }],
  ["buckets of one region", { Resource: "arn:aws:s3:::azora-africa-logs-*" }],
  ["no resource", { Resource: [] }],
  ["more that are spared", { Condition: { StringNotEquals: { k: ["a", "b", "c"] } } }],
  ["fewer that are meant", { Condition: { StringLike: { m: "x" } } }],
  ["another key", { Condition: { StringNotEquals: { other: "a" } } }],
  ["another operator", { Condition: { StringNotLike: { k: "a" } } }],
])("weaker: %s", (_what, part) => {
  expect(judged({ ...wanted, ...part }, wanted)).toBe(false);
});

test.each<[boolean, string, object]>([
  [true, "the same services spared", {}],
  [true, "fewer", { NotAction: "sts:*" }],
  [true, "a part of a service", { NotAction: "iam:Get*" }],
  [true, "none", { NotAction: undefined, Action: "*" }],
  [false, "one more", { NotAction: ["iam:*", "s3:*"] }],
  [false, "every", { NotAction: "*" }],
  [false, "all but some", { NotAction: undefined, Action: "s3:*" }],
])("of an inverted statement it is %s that as strong is one with %s", (expected, _what, part) => {
  expect(judged({ ...inverted, ...part }, inverted)).toBe(expected);
});
