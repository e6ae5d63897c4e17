import {
  alike,
  attribute,
  convertFields,
  emptyNotes,
  first,
  flat,
  json,
  list,
  merge,
  none,
  object,
  oneOf,
  resourcePolicy,
  resources,
  tags,
  targetsOf,
  text,
  to,
  whole,
  within,
  words,
  type AnyFields,
} from "../../scripts/verify/aws/fields";

interface Shape {
  name: string;
  size: number;
  nested: object;
  items: object[];
}

const convert = (fields: AnyFields, source: Parameters<typeof convertFields>[1]) => {
  const notes = emptyNotes();
  return { ...convertFields(fields, source, "", notes), notes };
};

describe("rules of the table", () => {
  it("rename a field", () => {
    expect(convert({ cidrBlock: "CidrBlock" }, { cidrBlock: "10.0.0.0/16" }).value).toEqual({
      CidrBlock: "10.0.0.0/16",
    });
  });

  it("capitalise fields that both call the same", () => {
    expect(alike<Shape>("name", "size")).toEqual({ name: "Name", size: "Size" });
  });

  it("put a field below other properties", () => {
    const fields = { fromPort: "PortRange.From", toPort: "PortRange.To" };
    expect(convert(fields, { fromPort: 1, toPort: 2 }).value).toEqual({ PortRange: { From: 1, To: 2 } });
  });

  it("collect fields in one list", () => {
    const fields = {
      http2: to("Attributes[]", attribute("http2.enabled")),
      idle: to("Attributes[]", attribute("idle")),
    };
    expect(convert(fields, { http2: true, idle: 60 }).value).toEqual({
      Attributes: [
        { Key: "http2.enabled", Value: "true" },
        { Key: "idle", Value: "60" },
      ],
    });
  });

  it("merge a nested object into where it stands", () => {
    const fields = { expiration: flat(object<{ days: number }>({ days: "ExpirationInDays" })), id: "Id" };
    expect(convert(fields, { expiration: { days: 3 }, id: "x" }).value).toEqual({
      ExpirationInDays: 3,
      Id: "x",
    });
  });

  it("make a list of a single value, and one value of a list", () => {
    const part = object<{ keyArn: string }>({ keyArn: "KeyArn" });
    const fields = { one: to("Many", list(part)), many: to("One", first(part)) };
    expect(convert(fields, { one: { keyArn: "a" }, many: [{ keyArn: "b" }] }).value).toEqual({
      Many: [{ KeyArn: "a" }],
      One: { KeyArn: "b" },
    });
  });

  it("lay JSON open", () => {
    const { value } = convert({ policy: to("PolicyDocument", json) }, { policy: '{"Version":"2012-10-17"}' });
    expect(value).toEqual({ PolicyDocument: { Version: "2012-10-17" } });
  });

  it("say that a text is not JSON", () => {
    const { notes, value } = convert({ policy: to("PolicyDocument", json) }, { policy: "{" });
    expect(value).toEqual({});
    expect(notes.problems).toEqual([
      { field: "policy", message: expect.stringMatching(/^is not JSON: /) as string },
    ]);
  });

  it("write tags as keys and values", () => {
    expect(convert({ tags: to("Tags", tags) }, { tags: { team: "platform" } }).value).toEqual({
      Tags: [{ Key: "team", Value: "platform" }],
    });
  });

  it("translate words and leave others for the linter", () => {
    const fields = {
      a: to("A", words({ true: "internal" })),
      b: to("B", words({ true: "internal" })),
      c: to("C", text),
    };
    expect(convert(fields, { a: true, b: "sideways", c: 7 }).value).toEqual({
      A: "internal",
      B: "sideways",
      C: "7",
    });
  });

  it("leave a value of the wrong shape for the linter", () => {
    const fields = { config: to("Config", object<{ a: string }>({ a: "A" })) };
    expect(convert(fields, { config: "text" }).value).toEqual({ Config: "text" });
  });
});

describe("values that cfn-lint does not know", () => {
  const problems = (fields: AnyFields, source: Parameters<typeof convertFields>[1]) =>
    convert(fields, source).notes.problems;

  it("are words that the API has", () => {
    const fields = { dns: to("DnsSupport", oneOf("enable", "disable")) };
    expect(problems(fields, { dns: "enable" })).toEqual([]);
    expect(problems(fields, { dns: "on" })).toEqual([
      { field: "dns", message: '"on" is not one of enable, disable' },
    ]);
  });

  it.each([64_511, 65_535, 4_199_999_999, 4_294_967_295])("are not %d, outside every range", (asn) => {
    const fields = { asn: to("Asn", within([64_512, 65_534], [4_200_000_000, 4_294_967_294])) };
    expect(problems(fields, { asn })).toEqual([
      { field: "asn", message: `${asn} is not a number of 64512–65534 or 4200000000–4294967294` },
    ]);
  });

  it.each([64_512, 65_534, 4_200_000_000, 4_294_967_294])("may be %d, the end of a range", (asn) => {
    const fields = { asn: to("Asn", within([64_512, 65_534], [4_200_000_000, 4_294_967_294])) };
    expect(problems(fields, { asn })).toEqual([]);
  });

  it("are policies that it judges in other types only: those get a stand-in", () => {
    const { notes, value } = convert({ policy: to("PolicyDocument", resourcePolicy) }, { policy: '{"a":1}' });
    expect(value).toEqual({ PolicyDocument: { a: 1 } });
    expect(notes.pieces).toEqual([
      { cfn: "AWS::KMS::Key", properties: { KeyPolicy: { a: 1 } }, origins: [{ path: [], field: "policy" }] },
    ]);
  });
});

describe("what is not converted", () => {
  it("is counted when no rule names it, without its index", () => {
    const fields = { rules: to("Rules", list(object<{ id: string }>({ id: "Id" }))) };
    const { notes } = convert(fields, { rules: [{ id: "a" }, { id: "b", new: 1 }], other: 1 });
    expect(notes.unmapped).toEqual(["rules[].new", "other"]);
  });

  it("is counted with its reason when CloudFormation has none", () => {
    const { notes, value } = convert({ forceDestroy: none("how Pulumi deletes") }, { forceDestroy: true });
    expect(notes.absent).toEqual(["forceDestroy: how Pulumi deletes"]);
    expect(value).toEqual({});
  });

  it("is not counted when it names what the part belongs to", () => {
    const { notes } = convert({ bucket: whole }, { bucket: "data" });
    expect([...notes.absent, ...notes.unmapped]).toEqual([]);
  });

  it("is a secret, at any depth", () => {
    const secret = { $secret: true };
    const fields = { password: "A.Password", labels: "Labels", list: to("List", list(text)) };
    const { notes, value } = convert(fields, {
      password: secret,
      labels: { a: secret, b: "x" },
      list: [secret, "y"],
    });
    expect(value).toEqual({ Labels: { b: "x" }, List: ["y"] });
    expect(notes.secrets).toEqual(["Password"]);
  });
});

describe("origins", () => {
  it("lead from a property back to its field, through lists", () => {
    const fields = { rules: to("Config.Rules", list(object<{ status: string }>({ status: "Status" }))) };
    expect(convert(fields, { rules: [{ status: "a" }, { status: "b" }] }).origins).toContainEqual({
      path: ["Config", "Rules", 1, "Status"],
      field: "rules[1].status",
    });
  });

  it("move along when a list is appended to", () => {
    const of = (name: string) => ({ value: { L: [name] }, origins: [{ path: ["L", 0], field: name }] });
    expect(merge(of("a"), of("b"))).toEqual({
      value: { L: ["a", "b"] },
      origins: [
        { path: ["L", 0], field: "a" },
        { path: ["L", 1], field: "b" },
      ],
    });
  });
});

describe("elements that are resources", () => {
  it("become one each, with what they do not hold themselves", () => {
    const fields = {
      ingress: resources<{ ruleNo: number }>(
        "AWS::EC2::NetworkAclEntry",
        { ruleNo: "RuleNumber" },
        { Egress: false },
      ),
    };
    const { notes, value } = convert(fields, { ingress: [{ ruleNo: 10 }, { ruleNo: 20 }] });
    expect(value).toEqual({});
    expect(notes.pieces.map(({ properties }) => properties)).toEqual([
      { Egress: false, RuleNumber: 10 },
      { Egress: false, RuleNumber: 20 },
    ]);
    expect(notes.pieces[1]?.origins).toContainEqual({ path: ["RuleNumber"], field: "ingress[1].ruleNo" });
  });
});

describe("targetsOf", () => {
  it("lists every path that rules can set", () => {
    const fields: AnyFields = {
      name: "Name",
      tags: to("Tags", tags),
      rules: to("Config.Rules", list(object<{ id: string }>({ id: "Id" }))),
      gone: none("not there"),
    };
    expect(targetsOf(fields).map((path) => path.join("."))).toEqual([
      "Name",
      "Tags.*.Key",
      "Tags.*.Value",
      "Config.Rules.*.Id",
    ]);
  });
});
