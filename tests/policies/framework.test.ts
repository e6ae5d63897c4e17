import { Ruleset, type Verdict } from "../../policies/framework/evaluate";
import { diagnosticsOf, stops } from "../../policies/framework/diagnostics";
import { configMistakes, settingsOf } from "../../policies/framework/config";
import { Reader, UnknownError } from "../../policies/framework/reader";
import type { ResourceRule, ResourceView, StackRule } from "../../policies/framework/rule";
import { mergeVerdicts } from "../../preview/findings";
import { testDay } from "../support/cli";
import { judge, recordedFixtures, unknown } from "../support/rules";
import { viewsOf } from "../../preview/gates";

const type = "test:index/store:Store";

const rule: ResourceRule = {
  id: "test-rule",
  title: "A store is closed",
  why: "For the tests.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["CC6.1"] },
  scope: "resource",
  types: [type],
  onUnknown: "fail",
  check: ({ props }) =>
    props.flag("open") === true ? [{ path: "open", found: "true", wanted: "false", fix: "close it" }] : [],
};

const stackRule: StackRule = {
  ...rule,
  id: "test-stack-rule",
  scope: "stack",
  check: (stack) => {
    const open: string[] = [];
    stack.each([type], ({ urn, props }) => {
      if (props.flag("open") === true) open.push(urn);
    });
    return open.map((urn) => ({ urn, path: "open", found: "true", wanted: "false", fix: "close it" }));
  },
};

const closed = { type, props: { open: false } };
const opened = { type, props: { open: true } };
const hidden = { type, props: { open: unknown } };

function states(verdicts: readonly Verdict[]): string[] {
  return verdicts.map(({ policy, level, state }) => `${policy} ${level} ${state}`);
}

describe("a resource rule", () => {
  test("passes what is compliant, and counts the decision", () => {
    const views = viewsOf(recordedFixtures([closed]));
    const ruleset = new Ruleset([rule], { asOf: testDay, preview: true });
    expect(views.map((view) => ruleset.judgeResource(view).decided)).toEqual([0, 1]);
  });

  test("reports what it finds, at its own level", () => {
    expect(states(judge(rule, [opened]))).toEqual(["test-rule mandatory violated"]);
    expect(states(judge({ ...rule, level: "advisory" }, [opened]))).toEqual(["test-rule advisory violated"]);
  });

  test("is undecided at an unknown, which stops the merge, and is no decision", () => {
    const [verdict] = judge(rule, [hidden]);
    expect(verdict).toMatchObject({ state: "undecided", path: "open", level: "mandatory" });
    expect(verdict && stops(verdict)).toBe(true);
    const ruleset = new Ruleset([rule], { asOf: testDay, preview: true });
    expect(viewsOf(recordedFixtures([hidden])).map((view) => ruleset.judgeResource(view).decided)).toEqual([
      0, 0,
    ]);
  });

  test("defers an unknown in a preview only, if it may", () => {
    const deferring = { ...rule, onUnknown: "defer" as const };
    expect(states(judge(deferring, [hidden]))).toEqual(["test-rule mandatory deferred"]);
    expect(states(judge(deferring, [hidden], { preview: false }))).toEqual(["test-rule mandatory undecided"]);
  });

  test("that throws anything else is itself a mandatory violation that names the rule", () => {
    const broken: ResourceRule = {
      ...rule,
      level: "advisory",
      check: () => {
        throw new TypeError("no such thing");
      },
    };
    const [verdict] = judge(broken, [closed]);
    expect(verdict).toMatchObject({
      level: "mandatory",
      severity: "critical",
      state: "violated",
      found: "rule test-rule failed: no such thing",
    });
  });

  test("accepts with a note what facts excuse", () => {
    const noting: ResourceRule = {
      ...rule,
      check: (resource) =>
        rule.check(resource, settingsOf(rule, testDay)).map((f) => ({ ...f, note: "a fact" })),
    };
    const [verdict] = judge(noting, [opened]);
    expect(verdict).toMatchObject({ state: "passed-with-note", note: "a fact" });
    expect(verdict && stops(verdict)).toBe(false);
  });

  test("looks at its types only", () => {
    expect(judge(rule, [{ ...opened, type: "test:index/other:Other" }])).toEqual([]);
  });
});

describe("a stack rule", () => {
  test("names the resource it is about, and is undecided for each that it cannot read by itself", () => {
    const verdicts = judge(stackRule, [hidden, opened, closed]);
    expect(verdicts.map(({ urn, state }) => [urn.split("::").pop(), state]).sort()).toEqual([
      ["fixture-0", "undecided"],
      ["fixture-1", "violated"],
    ]);
  });

  test("is told from what an input derives", () => {
    const seen: string[] = [];
    const asking: StackRule = {
      ...stackRule,
      check: (stack) => {
        for (const resource of stack.ofType(type))
          seen.push(...stack.sources(resource, "key").map(({ name }) => name));
        return [];
      },
    };
    judge(asking, [
      { ...closed, name: "store", from: { key: ["the-key", "gone"] } },
      { type: "test:index/key:Key", name: "the-key", props: {} },
    ]);
    expect(seen).toEqual(["the-key"]);
  });
});

describe("the reader", () => {
  const value = { known: { a: 1 }, list: ["x", unknown], gone: undefined, whole: unknown, text: `{"a":[1]}` };
  const reader = new Reader(value);

  // What plain JavaScript, and the SDK's proxy, answer without a word.
  test.each<[string, (r: Reader) => unknown]>([
    ["whether it is there", (r) => r.at("whole").exists],
    ["what is below it", (r) => r.at("whole", "deeper")],
    ["how many items it has", (r) => r.items("whole").length],
    ["which keys it has", (r) => r.keys("whole")],
    ["its text", (r) => r.text("whole")],
    ["its number", (r) => r.number("whole")],
    ["its truth", (r) => r.flag("whole")],
    ["its JSON", (r) => r.json("whole")],
    ["the texts of a list that holds one", (r) => r.texts("list")],
    ["all of a value that holds one", (r) => r.at("list").whole()],
    ["how it is shown", (r) => r.at("whole").shown],
  ])("throws when asked of an unknown %s", (_, ask) => {
    expect(() => ask(reader)).toThrow(UnknownError);
  });

  test("answers about what is known, and about what is absent", () => {
    expect(reader.at("known", "a").number()).toBe(1);
    expect(reader.items("list").length).toBe(2);
    expect(reader.at("gone").exists).toBe(false);
    expect(reader.at("absent", "deeper").exists).toBe(false);
    expect(reader.at("constructor").exists).toBe(false);
    expect(reader.json("text").at("a", 0).number()).toBe(1);
    expect(reader.json("text").at("a", 0).path).toBe("text.a[0]");
  });
});

describe("settings", () => {
  const configurable: ResourceRule = {
    ...rule,
    thresholds: { daysMin: { description: "Days.", default: 60, min: 60, max: 365 } },
    lists: { mirrors: { description: "Mirrors.", pattern: "^oci://", default: [] } },
  };

  test("are the rule's own where the configuration says nothing", () => {
    expect(settingsOf(configurable, testDay)).toEqual({
      asOf: testDay,
      thresholds: { daysMin: 60 },
      lists: { mirrors: [] },
    });
    expect(settingsOf(configurable, testDay, { daysMin: 90, mirrors: ["oci://a"] })).toMatchObject({
      thresholds: { daysMin: 90 },
      lists: { mirrors: ["oci://a"] },
    });
  });

  test.each([
    [{ "test-rule": { daysMin: 60 } }, undefined],
    [{ "test-rule": { daysMin: 365, enforcementLevel: "mandatory" } }, undefined],
    [{ "test-rule": { daysMin: 59 } }, "test-rule.daysMin is 59; allowed: a number from 60 to 365"],
    [{ "test-rule": { daysMin: 366 } }, "test-rule.daysMin is 366; allowed: a number from 60 to 365"],
    [{ "test-rule": { daysMin: "60" } }, 'test-rule.daysMin is "60"; allowed: a number from 60 to 365'],
    [
      { "test-rule": { mirrors: ["x"] } },
      'test-rule.mirrors is ["x"]; allowed: a list of texts like ^oci://',
    ],
    [
      { "test-rule": { other: 1 } },
      "test-rule.other is unknown; allowed: enforcementLevel, daysMin, mirrors",
    ],
    [
      { "test-rule": { enforcementLevel: "disabled" } },
      'test-rule.enforcementLevel is "disabled"; allowed: mandatory (a waiver accepts a violation for a while)',
    ],
    [{ "no-rule": {} }, "no-rule is no rule of this pack"],
    [{ "test-rule": 3 }, "test-rule is 3; allowed: a map of its settings"],
    [[], "the configuration is no map; allowed: a map from a rule's id to its settings"],
  ])("%j", (config, mistake) => {
    expect(configMistakes([configurable], config)).toEqual(mistake === undefined ? [] : [mistake]);
  });
});

describe("both modes together", () => {
  const asVerdict = (verdicts: readonly Verdict[]) =>
    verdicts.map((verdict) => ({ ...verdict, pack: "compliance" as const }));

  test("a violation in either mode is a violation, once", () => {
    const violated = asVerdict(judge(rule, [opened]));
    for (const [preview, resolved] of [
      [violated, []],
      [[], violated],
      [violated, violated],
      [asVerdict(judge({ ...rule, onUnknown: "defer" }, [hidden])), violated],
    ] as const) {
      const { findings } = mergeVerdicts(preview, resolved, [], testDay);
      expect(findings.map(({ state }) => state)).toEqual(["violated"]);
    }
  });

  test("what a preview could not decide stays open, though made-up values passed", () => {
    const undecided = asVerdict(judge(rule, [hidden]));
    const deferred = asVerdict(judge({ ...rule, onUnknown: "defer" }, [hidden]));
    expect(mergeVerdicts(undecided, [], [], testDay).findings.map(({ state }) => state)).toEqual([
      "undecided",
    ]);
    expect(mergeVerdicts(deferred, [], [], testDay).findings.map(({ state }) => state)).toEqual(["deferred"]);
  });
});

test("a pack reports each state at a level that holds, whatever the SDK would make of it", () => {
  const verdicts = [
    ...judge(rule, [opened, hidden]),
    ...judge({ ...rule, onUnknown: "defer" }, [hidden]),
    ...judge({ ...rule, level: "advisory" }, [opened, hidden]),
  ];
  expect(diagnosticsOf(verdicts, [], testDay).map(({ state, level }) => `${state} ${level}`)).toEqual([
    "violated mandatory",
    "undecided mandatory",
    "deferred advisory",
    "violated advisory",
    "undecided advisory",
  ]);
});

test("a rule for all looks at what has a provider", () => {
  const general: ResourceRule = { ...rule, types: "all", general: true };
  const ruleset = new Ruleset([general], { asOf: testDay, preview: true });
  const [provider, resource] = viewsOf(recordedFixtures([opened])) as [ResourceView, ResourceView];
  expect(ruleset.judgeResource(provider).decided).toBe(0);
  expect(states(ruleset.judgeResource(resource).verdicts)).toEqual(["test-rule mandatory violated"]);
});
