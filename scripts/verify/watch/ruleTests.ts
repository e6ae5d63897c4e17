/** Unit tests of rules, as `promtool test rules` reads them, from the cases in `tests/alerts`. */
import { readQuery } from "../../../components/observability";
import { alertCases, bandCases, recordingCases, type AlertCase } from "../../../tests/alerts";
import type { RuleFile } from "./objects";

type Rule = RuleFile["groups"][number]["rules"][number];

interface Sample {
  readonly labels: string;
  readonly value: number;
}

/** One test of promtool's. */
interface UnitTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly Sample[];
  }[];
}

/** One test as promtool reads it, in a file of its own, so that each is counted and named. */
export interface TestFile {
  readonly group: string;
  readonly name: string;
  readonly content: {
    readonly rule_files: readonly string[];
    readonly evaluation_interval: string;
    readonly tests: readonly [UnitTest];
  };
}

const defaultInterval = "60s";

function rulesOf(file: RuleFile): readonly Rule[] {
  return file.groups.flatMap(({ rules }) => rules);
}

/** The group's file, behind every one whose recordings it asks for, and theirs: promtool evaluates them in this order. */
function needed(name: string, files: readonly RuleFile[]): readonly string[] {
  const found: string[] = [];
  const under = new Set<string>();
  const visit = (each: string): void => {
    if (under.has(each)) return;
    under.add(each);
    const file = files.find((candidate) => candidate.name === each);
    const asked = new Set(
      (file === undefined ? [] : rulesOf(file)).flatMap(({ expr }) =>
        readQuery(expr).asked.map(({ metric }) => metric),
      ),
    );
    for (const other of files)
      if (rulesOf(other).some(({ record }) => record !== undefined && asked.has(record))) visit(other.name);
    found.push(each);
  };
  visit(name);
  return found;
}

/** The files that a test needs: the group's alone where it is given what rules record. */
function filesOf(file: RuleFile, { input_series }: UnitTest, files: readonly RuleFile[]): readonly string[] {
  const recorded = new Set(files.flatMap(rulesOf).map(({ record }) => record));
  return input_series.every(({ series }) => recorded.has(/^[^{]+/.exec(series)?.[0]))
    ? [file.name]
    : needed(file.name, files);
}

function written(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",");
}

function seriesOf(values: Readonly<Record<string, string>>): UnitTest["input_series"] {
  return Object.entries(values).map(([series, list]) => ({ series, values: list }));
}

/** Seconds or minutes, whichever says it in whole numbers. */
const span = (minutes: number): string => (Number.isInteger(minutes) ? `${minutes}m` : `${minutes * 60}s`);

/** An alert by what its id says: name, severity, and values of labels that tell it from others. */
function ruleWith(id: string, file: RuleFile): Rule | undefined {
  return rulesOf(file).find(({ alert, labels = {} }) => {
    const own = Object.entries(labels).flatMap(([label, value]) =>
      ["severity", "service", "owner"].includes(label) ? [] : [value],
    );
    return [alert, labels["severity"], ...own].join(" ") === id;
  });
}

/** Two tests: that it fires with the labels that people are told by, and that it does not on what is close. */
function testsOf(
  id: string,
  rule: Rule,
  { fires, quiet, at, about, everyMinutes = 1 }: AlertCase,
): readonly UnitTest[] {
  const labels = { ...about, ...rule.labels, alertname: rule.alert ?? "", alertstate: "firing" };
  const own = written({ alertname: labels.alertname, alertstate: "firing", ...rule.labels });
  const test = (what: string, series: AlertCase["fires"], expected: readonly Sample[]): UnitTest => ({
    name: `${id} ${what}`,
    interval: span(everyMinutes),
    input_series: seriesOf(series),
    promql_expr_test: [{ expr: `ALERTS{${own}}`, eval_time: span(at), exp_samples: expected }],
  });
  return [
    test("fires", fires, [{ labels: `ALERTS{${written(labels)}}`, value: 1 }]),
    test("is quiet", quiet, []),
  ];
}

/** Each signal's band, beside the one that stands for the alert. */
function bandTests(file: RuleFile): readonly UnitTest[] {
  return Object.entries(bandCases).flatMap(([name, { above, below }]) =>
    (
      [
        ["AnomalyAbove warning", above],
        ["AnomalyBelow warning", below],
      ] as const
    ).flatMap(([id, each]) => {
      const rule = ruleWith(id, file);
      return rule === undefined || each === undefined ? [] : testsOf(`${id} (${name})`, rule, each);
    }),
  );
}

function recordingTests(group: string): readonly UnitTest[] {
  return (recordingCases[group] ?? []).map(({ record, series, at, is, everyMinutes = 1 }) => ({
    name: `${record} is worth ${is[0]?.value ?? "nothing"}`,
    interval: span(everyMinutes),
    input_series: seriesOf(series),
    promql_expr_test: [
      {
        // Rounded, so that a value says what it is and not how it was computed.
        expr: `round(${record}, 0.0001)`,
        eval_time: span(at),
        exp_samples: is.map(({ labels, value }) => ({ labels: `{${written(labels)}}`, value })),
      },
    ],
  }));
}

/**
 * The tests of a region's rules; and what has none, or is tested and does not exist.
 * @param pathOf where a group's rules lie.
 */
export function ruleTests(
  files: readonly RuleFile[],
  pathOf: (name: string) => string,
  always: string,
): { readonly testFiles: readonly TestFile[]; readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const testFiles = files.flatMap((file) => {
    const cases = alertCases[file.name] ?? {};
    const alerts = rulesOf(file).filter(({ alert }) => alert !== undefined && alert !== always);
    const tests = Object.entries(cases).flatMap(([id, each]) => {
      const rule = ruleWith(id, file);
      if (rule === undefined) mistakes.push(`${file.name}: "${id}" is tested, and is no alert`);
      return rule === undefined ? [] : testsOf(id, rule, each);
    });
    const tested = new Set(Object.keys(cases).map((id) => ruleWith(id, file)));
    for (const rule of alerts)
      if (!tested.has(rule)) mistakes.push(`${file.name}: alert "${rule.alert ?? ""}" has no test`);
    const all = [
      ...tests,
      ...(file.name === "anomalies" ? bandTests(file) : []),
      ...recordingTests(file.name),
    ];
    return all.map((test) => ({
      group: file.name,
      name: test.name,
      content: {
        rule_files: filesOf(file, test, files).map(pathOf),
        evaluation_interval: file.groups[0]?.interval ?? defaultInterval,
        tests: [test] as const,
      },
    }));
  });
  return { testFiles, mistakes };
}
