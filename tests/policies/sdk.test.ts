import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import deserialize = require("@pulumi/policy/deserialize");
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { changeSdk, narrowedByType, resourcesTold } from "../../policies/framework/sdk";

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

test("a stack's resources are read once and shown as one, references to other stacks among what they derive from", () => {
  const resource = (name: string): proto.AnalyzerResource => {
    const message = new proto.AnalyzerResource();
    message.setType("aws:s3/bucket:Bucket");
    message.setName(name);
    message.setUrn(`urn:pulumi:africa::azora::aws:s3/bucket:Bucket::${name}`);
    message.setProperties(Struct.fromJavaScript({ bucket: name }));
    return message;
  };
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(true);
  const provider = new proto.AnalyzerProviderResource();
  provider.setType("pulumi:providers:aws");
  provider.setName("af-south-1");
  provider.setProperties(Struct.fromJavaScript({ region: "af-south-1" }));
  const reference = "urn:pulumi:africa::azora::pulumi:pulumi:StackReference::organization/azora/global";
  const dependencies = new proto.AnalyzerPropertyDependencies();
  dependencies.setUrnsList([reference]);
  const data = resource("data");
  data.setOptions(options);
  data.setProvider(provider);
  data.getPropertydependenciesMap().set("bucket", dependencies);
  const request = new proto.AnalyzeStackRequest();
  request.setResourcesList([data, resource("audit")]);

  const shown = request.getResourcesList();
  expect(shown).toHaveLength(1);
  const { deserializeProperties } = deserialize as unknown as {
    deserializeProperties: (message: object | undefined, proxySecrets: boolean) => object;
  };
  const props = deserializeProperties(shown[0]?.getProperties(), false);
  expect(resourcesTold(props)).toEqual([
    {
      type: "aws:s3/bucket:Bucket",
      name: "data",
      urn: "urn:pulumi:africa::azora::aws:s3/bucket:Bucket::data",
      props: { bucket: "data" },
      protect: true,
      provider: { type: "pulumi:providers:aws", name: "af-south-1", props: { region: "af-south-1" } },
      propertyDependencies: { bucket: [reference] },
    },
    {
      type: "aws:s3/bucket:Bucket",
      name: "audit",
      urn: "urn:pulumi:africa::azora::aws:s3/bucket:Bucket::audit",
      props: { bucket: "audit" },
      protect: false,
      provider: undefined,
      propertyDependencies: {},
    },
  ]);
});

test("a stack that is shown in any other way is refused, since rules that see nothing would pass", () => {
  expect(() => resourcesTold({ bucket: "data" })).toThrow("a stack is shown in another way");
  expect(() => resourcesTold({})).toThrow("a stack is shown in another way");
});
