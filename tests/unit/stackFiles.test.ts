import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stackNames } from "../../components/facts/regions";
import { PlanFault } from "../../preview/engine/faults";
import { projectName, readStackFile, type StackFile } from "../../preview/stackFiles";

const root = path.resolve(__dirname, "..", "..");

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "azora-stack-file-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** A stack's file, read from its text. */
function read(source: string): StackFile {
  writeFileSync(path.join(home, "Pulumi.one.yaml"), source);
  return readStackFile(home, "azora", "one");
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof PlanFault)) throw error;
    expect(error.configuration).toBe(true);
    return error.reason;
  }
  throw new Error("not refused");
}

describe("a value in a stack file", () => {
  // What Pulumi hands to a program is the text as it was written, not what YAML makes of it.
  test.each([
    ["text", "text"],
    ['"quoted"', "quoted"],
    ["'it''s'", "it's"],
    ["000111222333", "000111222333"],
    ['"000111222333"', "000111222333"],
    ["111122223333", "111122223333"],
    ["1.30", "1.30"],
    ["0x1F", "0x1F"],
    ["1e3", "1e3"],
    ["true", "true"],
    ["false", "false"],
    ["2026-11-24", "2026-11-24"],
    ["no", "no"],
    ['""', ""],
    ['"a: b # c"', "a: b # c"],
    ["café ☕", "café ☕"],
  ])("%s is the text %j", (yaml, text) => {
    expect(read(`config:\n  azora:key: ${yaml}\n`).config).toEqual({ "azora:key": text });
  });

  test.each([
    ["[a, b]", ["a", "b"]],
    ['["0012"]', ["0012"]],
    ["{a: {b: [1, true]}}", { a: { b: [1, true] } }],
    ["[]", []],
  ])("%s is JSON", (yaml, value) => {
    const { config, secretKeys } = read(`config:\n  azora:key: ${yaml}\n`);
    expect(JSON.parse(config["azora:key"] ?? "")).toEqual(value);
    expect(secretKeys).toEqual([]);
  });

  test("of several lines is kept", () => {
    expect(read("config:\n  azora:key: |\n    one\n    two\n").config["azora:key"]).toBe("one\ntwo\n");
  });

  test.each([
    ["config:\n  azora:one: &a 0012\n  azora:key: *a\n", "0012"],
    ["config:\n  azora:one: &a [a, 1]\n  azora:key: *a\n", '["a",1]'],
    ["config:\n  azora:one: &a x\n  azora:key: [*a, y]\n", '["x","y"]'],
    ["encryptionsalt: &a v1\nconfig: {azora:key: *a}\n", "v1"],
    ["secretsprovider: &a {azora:key: x}\nconfig: *a\n", "x"],
  ])("may be an alias: %j", (source, text) => {
    expect(read(source).config["azora:key"]).toBe(text);
  });

  test("is a secret also through an alias", () => {
    const { secretKeys } = read("config:\n  azora:one: &a {secure: v1:abc}\n  azora:key: *a\n");
    expect(secretKeys).toEqual(["azora:one", "azora:key"]);
  });

  test("without a namespace belongs to the project", () => {
    expect(read("config:\n  key: a\n  aws:key: b\n").config).toEqual({ "azora:key": "a", "aws:key": "b" });
  });
});

describe("an encrypted value in a stack file", () => {
  test.each([
    ["itself", "{secure: v1:abc:def}"],
    ["in an object", "{a: {b: {secure: v1:abc:def}}}"],
    ["in a list", "[open, {secure: v1:abc:def}]"],
  ])("makes its key a secret, and leaves neither ciphertext nor neighbours: %s", (_, yaml) => {
    expect(read(`config:\n  azora:key: ${yaml}\n  azora:other: open\n`)).toEqual({
      stack: "one",
      config: { "azora:key": "(encrypted value of azora:key)", "azora:other": "open" },
      secretKeys: ["azora:key"],
    });
  });

  test("is none because a text says so", () => {
    expect(read('config:\n  azora:key: "secure: v1:abc"\n').secretKeys).toEqual([]);
  });
});

describe("a stack file", () => {
  test.each(stackNames())("of the project is read: %s", (stack) => {
    const { config } = readStackFile(root, projectName(root), stack);
    expect(config["azora:accountId"]).toMatch(/^\d{12}$/);
  });

  test.each(["", "# nothing\n", "config:\n", "config: {}\n", "encryptionsalt: v1:abc\nconfig: {}\n"])(
    "may hold no configuration: %j",
    (source) => {
      expect(read(source)).toEqual({ stack: "one", config: {}, secretKeys: [] });
    },
  );

  test("that is missing is named", () => {
    expect(refusal(() => readStackFile(home, "azora", "two"))).toBe("Pulumi.two.yaml is missing");
  });

  test.each([
    ["config:\n  a: [x\n", /^Pulumi\.one\.yaml:\d+:\d+ is no valid YAML: \S/],
    ["config:\n  a: 1\n  a: 2\n", /^Pulumi\.one\.yaml:\d+:\d+ is no valid YAML: .*unique/],
    ["- a\n", /^Pulumi\.one\.yaml is no map; allowed keys: config, /],
    ["text\n", /^Pulumi\.one\.yaml is no map; /],
    ["konfig: {}\n", /^Pulumi\.one\.yaml: "konfig" is unknown; allowed: config, /],
    [
      "config:\n  a: &a {x: 1}\n  b: {<<: *a}\n",
      /^Pulumi\.one\.yaml merges maps with "<<", which this reader does not; allowed: /,
    ],
    ["config:\n  a: *nowhere\n", /^Pulumi\.one\.yaml is no valid YAML: Unresolved alias .*: nowhere$/],
    [
      "environment: [prod]\n",
      /^Pulumi\.one\.yaml: environment is \["prod"\], of Pulumi ESC, which the offline plan cannot know; allowed: /,
    ],
    ["config: [a]\n", /^Pulumi\.one\.yaml: config is \["a"\]; allowed: a map of keys$/],
    ["config: text\n", /^Pulumi\.one\.yaml: config is "text"; allowed: a map of keys$/],
  ])("is refused in one line: %j", (source, message) => {
    const reason = refusal(() => read(source));
    expect(reason).toMatch(message);
    expect(reason).not.toContain("\n");
  });
});

describe("the project's name", () => {
  test("is the one in Pulumi.yaml", () => {
    expect(projectName(root)).toBe("azora");
  });

  test("stands in a file without configuration: that is each stack's", () => {
    writeFileSync(path.join(home, "Pulumi.yaml"), "name: azora\nconfig:\n  azora:edge: false\n");
    expect(refusal(() => projectName(home))).toMatch(
      /^config is set for all stacks at once, which the offline plan does not read; allowed: /,
    );
  });

  test.each(["runtime: nodejs\n", "name: [a]\n", ""])("is wanted: %j", (source) => {
    writeFileSync(path.join(home, "Pulumi.yaml"), source);
    expect(refusal(() => projectName(home))).toBe("name is missing; allowed: a text");
  });
});
