import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { changeSdk, narrowedByType } from "../../policies/framework/sdk";

interface Named {
  readonly name: string;
}

const everything: Named = { name: "everything" };
const buckets: Named = { name: "buckets" };
const keys: Named = { name: "keys" };
const narrowed = narrowedByType(
  [everything, buckets, keys],
  new Map([
    [buckets, new Set(["bucket", "object"])],
    [keys, new Set(["key"])],
  ]),
);
const gone = (): readonly string[] => {
  const names: string[] = [];
  for (const { name } of narrowed) names.push(name);
  return names;
};
const ask = (type: string): string => {
  const request = new proto.AnalyzeRequest();
  request.setType(type);
  return request.getType();
};

beforeAll(() => {
  changeSdk();
});

test("all policies are gone through where no type was asked for", () => {
  expect(gone()).toEqual(["everything", "buckets", "keys"]);
});

test.each([
  ["bucket", ["everything", "buckets"]],
  ["object", ["everything", "buckets"]],
  ["key", ["everything", "keys"]],
  ["queue", ["everything"]],
])("those that look at a %s are gone through once it was asked for", (type, names) => {
  expect(ask(type)).toBe(type);
  expect(gone()).toEqual(names);
  // What was asked for counts once: a whole stack is for all policies.
  expect(gone()).toEqual(["everything", "buckets", "keys"]);
});
