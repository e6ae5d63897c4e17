/** Rules that could not work are refused with their name; those of the platform can. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { runbooks, watchdogAlert } from "../../components/facts/alerting";
import { metrics, seriesPerMetricMax, type MetricFact } from "../../components/facts/metrics";
import { regionNamed, allRegions } from "../../components/facts/regions";
import {
  metricMistakes,
  platformRuleGroups,
  ruleMistakes,
  seriesOfMetric,
  type Alert,
  type Recording,
  type RuleGroup,
} from "../../components/observability";
import { alertId } from "../../components/observability/rules/rule";
import { alertCases } from "../alerts";

const africa = regionNamed("africa");
const alert: Alert = {
  alert: "ThingBreaks",
  severity: "warning",
  service: "database",
  expr: "max by (region, scope) (patroni_is_paused) == 1",
  forMinutes: 5,
  summary: "{{ $labels.region }}: it breaks",
  description: "It is {{ $value }}.",
  runbook: "alerts",
  dashboard: "database",
};
const recording: Recording = {
  record: "region:thing:sum",
  labels: ["region"],
  expr: "sum by (region) (up)",
  help: "things",
};
const withAlert = (change: Partial<Record<keyof Alert, unknown>>): readonly RuleGroup[] => [
  { name: "own", alerts: [{ ...alert, ...change } as Alert] },
];
const withRecording = (change: Partial<Record<keyof Recording, unknown>>): readonly RuleGroup[] => [
  { name: "own", recordings: [{ ...recording, ...change } as Recording] },
];

test("what can work is not refused", () => {
  expect(ruleMistakes([{ name: "own", alerts: [alert], recordings: [recording] }])).toEqual([]);
});

test.each([
  {
    what: "an unknown metric",
    change: { expr: "patroni_is_pausd == 1" },
    says: 'metric "patroni_is_pausd" is unknown; nearest: "patroni_is_paused"',
  },
  {
    what: "an unknown label",
    change: { expr: 'patroni_is_paused{scop="core"} == 1' },
    says: 'metric "patroni_is_paused" has no label "scop"; it has',
  },
  {
    what: "a label that is grouped by",
    change: { expr: "max by (region, scop) (patroni_is_paused) == 1" },
    says: 'no metric of the query has the label "scop"',
  },
  {
    what: "a query that cannot be read",
    change: { expr: "max by (region (up)" },
    says: "no query of Prometheus from",
  },
  {
    what: "a severity",
    change: { severity: "page" },
    says: 'severity is "page"; allowed: critical, warning, info',
  },
  {
    what: "a service of nobody's",
    change: { service: "orders" },
    says: 'service is "orders", of which no owner is known',
  },
  { what: "a runbook", change: { runbook: "nothing" }, says: 'runbook is "nothing"; allowed: alerts, ' },
  {
    what: "a dashboard",
    change: { dashboard: "nothing" },
    says: 'dashboard is "nothing"; allowed: overview, ',
  },
  { what: "a name", change: { alert: "thing breaks" }, says: 'name is "thing breaks"; allowed: words like' },
  {
    what: "a ratio above one",
    change: { expr: "up", threshold: { is: ">", value: 95, unit: "ratio" } },
    says: "threshold is 95; allowed: 0 to 1 (ratio)",
  },
  {
    what: "seconds below nothing",
    change: { expr: "up", threshold: { is: ">", value: -1, unit: "seconds" } },
    says: "threshold is -1; allowed: 0 to 7776000 (seconds)",
  },
  {
    what: "a wait of two days",
    change: { forMinutes: 2880 },
    says: "forMinutes is 2880; allowed: 0 to 1440",
  },
  { what: "no summary", change: { summary: " " }, says: "summary is empty; allowed: a sentence" },
  {
    what: "a summary of two lines",
    change: { summary: "a\nb" },
    says: "summary has more than one line; allowed: one",
  },
])("$what is refused with the alert's name", ({ change, says }) => {
  const mistakes = ruleMistakes(withAlert(change));
  expect(mistakes).toHaveLength(1);
  const name = "alert" in change ? change.alert : alert.alert;
  const severity = "severity" in change ? change.severity : alert.severity;
  expect(mistakes[0]).toContain(`alert "${name} ${severity}": `);
  expect(mistakes[0]).toContain(says);
});

test.each([
  {
    what: "a name without a level",
    change: { record: "things" },
    says: 'name is "things"; allowed: level:metric:operations',
  },
  {
    what: "no region",
    change: { labels: [] },
    says: 'it has no label "region"; what crosses regions needs it',
  },
  {
    what: "an unknown metric",
    change: { expr: "sum by (region) (upp)" },
    says: 'metric "upp" is unknown; nearest: "up"',
  },
])("$what is refused with the recording's name", ({ change, says }) => {
  const mistakes = ruleMistakes(withRecording(change));
  expect(mistakes).toEqual([expect.stringContaining(says)]);
  expect(mistakes[0]).toContain(
    `recording "${"record" in change ? (change.record ?? "") : recording.record}": `,
  );
});

test("a rule that stands twice is refused, and one of another severity is another", () => {
  const group = (...alerts: readonly Alert[]): readonly RuleGroup[] => [{ name: "own", alerts }];
  expect(ruleMistakes(group(alert, alert))).toEqual(['alert "ThingBreaks warning" stands twice']);
  expect(ruleMistakes(group(alert, { ...alert, severity: "critical" }))).toEqual([]);
  expect(ruleMistakes([{ name: "own", recordings: [recording, recording] }])).toEqual([
    'recording "region:thing:sum" stands twice',
  ]);
  expect(ruleMistakes([{ name: "own" }, { name: "own" }])).toEqual(['group "own" stands twice']);
});

describe.each(allRegions().map(({ name }) => name))("the platform's rules in %s", (name) => {
  const groups = platformRuleGroups(regionNamed(name));

  test("can work", () => {
    expect(ruleMistakes(groups)).toEqual([]);
  });

  test("name a region in every alert", () => {
    for (const { alerts = [] } of groups)
      for (const each of alerts)
        expect([each.alert, each.summary]).toEqual([
          each.alert,
          expect.stringMatching(/\$labels\.region|from here|scope/),
        ]);
  });
});

describe("every alert of the platform", () => {
  const groups = platformRuleGroups(africa);
  const all = groups.flatMap(({ name, alerts = [] }) => alerts.map((each) => ({ group: name, each })));

  test("there are some", () => {
    expect(all.length).toBeGreaterThan(40);
  });

  test("has a case in which it fires and one in which it does not, and nothing else has", () => {
    const wanted = all.filter(({ each }) => each.alert !== watchdogAlert);
    expect(
      Object.entries(alertCases)
        .flatMap(([group, cases]) => Object.keys(cases).map((id) => `${group}: ${id}`))
        .sort(),
    ).toEqual(wanted.map(({ group, each }) => `${group}: ${alertId(each)}`).sort());
  });

  test("has a page, and the page that collects small ones has a heading for each and for nothing else", () => {
    const text = (page: string): string =>
      readFileSync(path.join(__dirname, "..", "..", "docs", "runbooks", `${page}.md`), "utf8");
    for (const page of runbooks) expect(text(page)).toMatch(/^# /);
    const headings = [...text("alerts").matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
    const own = all.filter(({ each }) => each.runbook === "alerts").map(({ each }) => each.alert);
    expect([...headings].sort()).toEqual([...new Set(own)].sort());
  });
});

describe("declared metrics", () => {
  test.each(Object.entries(metrics))("%s keeps to the conventions and its bound", (name, fact) => {
    expect(metricMistakes(name, fact)).toEqual([]);
  });

  const counter: MetricFact = { type: "counter", unit: "none", help: "", labels: { kind: 3 }, owner: "shop" };
  test.each([
    { name: "azora_things", fact: counter, says: "a counter's name ends with _total" },
    {
      name: "azora_things_total",
      fact: { ...counter, type: "gauge" as const },
      says: "only a counter's name ends with _total",
    },
    {
      name: "azora_wait_ms",
      fact: { ...counter, type: "gauge" as const },
      says: "its unit is no base unit; allowed: seconds, bytes, ratio, usd",
    },
    {
      name: "azora_wait",
      fact: { ...counter, type: "gauge" as const, unit: "seconds" as const },
      says: "its name says no unit; allowed: …_seconds",
    },
    { name: "Things_total", fact: counter, says: "allowed: words in lower case, joined by _" },
    {
      name: "azora_things_total",
      fact: { ...counter, labels: { user_id: 2 } },
      says: 'label "user_id" is refused',
    },
    { name: "azora_things_total", fact: { ...counter, labels: { pod: 2 } }, says: 'label "pod" is refused' },
    {
      name: "azora_wait_seconds",
      fact: { ...counter, type: "histogram" as const, unit: "seconds" as const },
      says: "a histogram says how many buckets it has",
    },
    {
      name: "azora_things_total",
      fact: { ...counter, labels: { a: 101, b: 100 } },
      says: `it can have 10100 series in a region; allowed: ${seriesPerMetricMax}`,
    },
  ])("$name is refused: $says", ({ name, fact, says }) => {
    expect(metricMistakes(name, fact)).toEqual([expect.stringContaining(`metric "${name}": ${says}`)]);
  });

  test("a histogram's series are its buckets, one without a bound, a sum and a count", () => {
    expect(seriesOfMetric({ ...counter, type: "histogram", unit: "seconds", buckets: 10 })).toBe(3 * 13);
    expect(seriesOfMetric(counter)).toBe(3);
  });
});
