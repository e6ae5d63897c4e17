/** Dashboards: data that is checked before anything is made of it, and the JSON that Grafana reads. */
import { dashboardUid, sourceUids } from "../../components/facts/dashboards";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { thresholds } from "../../components/facts/serviceLevels";
import {
  dashboardData,
  dashboardFiles,
  dashboardMistakes,
  platformRuleGroups,
  troubles,
  type DashboardData,
  type Panel,
} from "../../components/observability";
import { dashboards } from "../../components/observability/rules/rule";
import { grafanaFaults, type GrafanaBoard, type GrafanaPanel } from "../support/grafanaSchema";

const groups = platformRuleGroups(regionNamed("africa"));
const url = "https://github.com/azora/platform";
const files = dashboardFiles(groups, url);
const boards = Object.fromEntries(
  Object.entries(files).map(([key, text]) => [key, JSON.parse(text) as GrafanaBoard]),
);

/** A value that a test knows to be there. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("nothing is there");
  return value;
}

const boardOf = (key: string): GrafanaBoard => {
  const board = boards[key];
  if (board === undefined) throw new Error(`no dashboard "${key}"`);
  return board;
};
const panelOf = (key: string, title: string): GrafanaPanel => {
  const panel = boardOf(key).panels.find((each) => each.title === title);
  if (panel === undefined) throw new Error(`no panel "${title}" on "${key}"`);
  return panel;
};

/** The cache's dashboard, with its first panel changed. */
function withPanel(change: Partial<Panel>): DashboardData {
  const { rows, ...rest } = dashboardData.cache;
  return {
    ...rest,
    rows: rows.map((row, at) => ({
      ...row,
      panels: row.panels.map((panel, index) => (at + index === 0 ? { ...panel, ...change } : panel)),
    })),
  };
}

const asked = (expr: string, legend = "x"): Partial<Panel> => ({
  queries: [{ kind: "promql", expr, legend }],
  links: [],
});
const inCache = 'dashboard "cache": panel "Servers that answer": ';

test.each(allRegions().map(({ name }) => name))("%s can show all of them", (name) => {
  expect(dashboardMistakes(dashboardData, troubles, platformRuleGroups(regionNamed(name)))).toEqual([]);
});

describe("refused with the names of the dashboard and the panel:", () => {
  test.each<[string, Partial<Panel>, string]>([
    [
      "a query that does not parse",
      asked("sum by (region (up)"),
      `${inCache}no query of Prometheus from "(up)" on`,
    ],
    [
      "an unknown metric",
      asked("kube_statefulset_replicaz"),
      `${inCache}metric "kube_statefulset_replicaz" is unknown; nearest: "kube_statefulset_replicas"`,
    ],
    [
      "a label that a metric has not",
      asked('max by (region) (cluster:timeline:max{pod="core-0"})'),
      `${inCache}metric "cluster:timeline:max" has no label "pod"; it has region, scope, observer`,
    ],
    [
      "a legend's label that results have not",
      asked("max by (region) (up)", "{{pod}}"),
      `${inCache}its legend names "pod", and its results have region`,
    ],
    [
      "a variable that the dashboard has not",
      asked('up{namespace=~"$namespace"}'),
      `${inCache}variable "$namespace" is none of the dashboard's; it has region`,
    ],
    [
      "lines that are asked wrongly",
      {
        kind: "logs",
        queries: [{ kind: "logql", tenant: "platform", expr: '{service_name="x"' }],
        links: [],
      },
      `${inCache}no LogQL from character 18 on: `,
    ],
    [
      "lines by a label that streams have not",
      { kind: "logs", queries: [{ kind: "logql", tenant: "platform", expr: '{pod="x"}' }], links: [] },
      `${inCache}lines have no label "pod"; they have service_name, k8s_namespace_name, azora_region`,
    ],
    [
      "a kind that cannot show what is asked",
      { ...asked("up"), kind: "logs" },
      `${inCache}it asks a query of kind "promql"; a logs may ask logql`,
    ],
    [
      "nothing that is asked",
      { queries: [], links: [] },
      `${inCache}it asks nothing; allowed: one query or more`,
    ],
    ["no description", { description: "" }, `${inCache}description is ""; allowed: one sentence`],
    [
      "two sentences",
      { description: "One. Two." },
      `${inCache}description is "One. Two."; allowed: one sentence`,
    ],
    [
      "a title that stands twice",
      { title: "Who is the primary" },
      'dashboard "cache": panel "Who is the primary" stands twice',
    ],
    ["no title", { title: " " }, 'dashboard "cache": panel " ": title is empty; allowed: a few words'],
    [
      "limits in the wrong order",
      { limits: { worse: "above", warning: 3, critical: 2 } },
      `${inCache}limits warn at 3, which is not before 2`,
    ],
    [
      "a link to a dashboard that is not there",
      { links: [{ to: "weather" as "cache" }] },
      `${inCache}leads to dashboard "weather"; allowed: overview, region,`,
    ],
    [
      "a link with a variable that its target has not",
      { links: [{ to: "region", with: { namespace: "statefulset" } }] },
      `${inCache}gives "region" the variable "namespace"; it has region`,
    ],
    [
      "a link with a label that its results have not",
      { links: [{ to: "region", with: { region: "node" } }] },
      `${inCache}gives "region" the label "node", which not all of its results have`,
    ],
    [
      "a link to a runbook that is not there",
      { links: [{ runbook: "prayers" as "alerts" }] },
      `${inCache}leads to runbook "prayers"; allowed: alerts,`,
    ],
    [
      "a link to an alert that is not there",
      { links: [{ runbook: "alerts", alert: "SkyFalls" }] },
      `${inCache}leads to the alert "SkyFalls", which is unknown`,
    ],
    [
      "a link to a heading of a page that has none",
      { links: [{ runbook: "region-lost", alert: "ReplicaLags" }] },
      `${inCache}names an alert's heading in "region-lost", which has none`,
    ],
  ])("%s", (_, change, message) => {
    const mistakes = dashboardMistakes({ ...dashboardData, cache: withPanel(change) }, troubles, groups);
    expect(mistakes).toContainEqual(expect.stringContaining(message));
  });

  test("all at once, before anything is made", () => {
    const { cache, ...others } = dashboardData;
    const broken = { ...others, weather: cache };
    expect(dashboardMistakes(broken, [], groups)).toEqual(
      expect.arrayContaining([
        'dashboard "cache" is missing',
        expect.stringMatching(/^dashboard "weather" is unknown; allowed: overview, region, /),
        'dashboard "region": panel "Cache members missing": leads to dashboard "cache"; allowed: ' +
          Object.keys(broken).join(", "),
        'dashboard "weather" is Infinity clicks away; allowed: 3',
      ]),
    );
  });

  test("a dashboard that does not show what an alert goes by", () => {
    const { compliance, ...others } = dashboardData;
    const [, ...rows] = compliance.rows;
    expect(dashboardMistakes({ ...others, compliance: { ...compliance, rows } }, [], groups)).toContain(
      'dashboard "compliance": no panel shows "azora_compliance_controls", which the alert "ControlNotMet" goes by',
    );
  });

  test("but not what a service team's own alert goes by", () => {
    const alert = {
      alert: "OrdersStuck",
      severity: "critical",
      service: "orders",
      expr: "sum by (region) (rate(azora_orders_total[5m])) == 0",
      forMinutes: 5,
      summary: "No orders",
      description: "None.",
      runbook: "alerts",
      dashboard: "service",
    } as const;
    const withAlert = (own: object) => [...groups, { name: "orders", alerts: [{ ...alert, ...own }] }];
    expect(dashboardMistakes(dashboardData, troubles, withAlert({ owner: "shop" }))).toEqual([]);
    expect(dashboardMistakes(dashboardData, troubles, withAlert({}))).toEqual([
      'dashboard "service": no panel shows "azora_orders_total", which the alert "OrdersStuck" goes by',
    ]);
  });

  test("one that says nothing, or more than anybody reads", () => {
    const { cache } = dashboardData;
    const panel = there(cache.rows[0]?.panels[0]);
    const many = Array.from({ length: 17 }, (_, index) => ({ ...panel, title: `Panel ${index}` }));
    for (const [panels, count] of [
      [many, 17],
      [many.slice(0, 5), 5],
    ] as const)
      expect(
        dashboardMistakes(
          { ...dashboardData, cache: { ...cache, rows: [{ title: "", panels }] } },
          [],
          groups,
        ),
      ).toContain(`dashboard "cache": it has ${count} panels; allowed: 6 to 16`);
  });

  test("a choice whose series or order is wrong", () => {
    const { service } = dashboardData;
    const variable = (wanted: string) => there(service.variables.find(({ name }) => name === wanted));
    const [region, namespace, name] = [variable("region"), variable("namespace"), variable("service")];
    expect(
      dashboardMistakes(
        { ...dashboardData, service: { ...service, variables: [region, name, namespace] } },
        [],
        groups,
      ),
    ).toContain('dashboard "service": variable "service": "$namespace" is not chosen before it');
    const of = { series: "service:requests:rate5m", label: "pod" };
    expect(
      dashboardMistakes(
        { ...dashboardData, service: { ...service, variables: [region, { ...namespace, of }, name] } },
        [],
        groups,
      ),
    ).toContainEqual(
      expect.stringMatching(/^dashboard "service": variable "namespace": its legend names "pod"/),
    );
  });
});

describe("from the first page to the cause", () => {
  test.each(troubles.map((trouble) => [trouble.says, trouble] as const))(
    "%s: three clicks at the most, each with the time and the region",
    (_, { way }) => {
      expect(way.length).toBeLessThanOrEqual(4);
      way.slice(0, -1).forEach(({ on, panel }, index) => {
        const next = there(way[index + 1]).on;
        const { links = [], fieldConfig } = panelOf(on, panel);
        const urls = [...links, ...(fieldConfig?.defaults.links ?? [])].map(({ url: to }) => to);
        const address = urls.find((to) => to.startsWith(`/d/${dashboardUid(next)}?`));
        expect(address).toContain("${__url_time_range}");
        if (boardOf(next).templating.list.some(({ name }) => name === "region"))
          expect(address).toMatch(/var-region=\$\{__(field|data)|\$\{region:queryparam\}/);
      });
      const last = there(way.at(-1));
      expect(panelOf(last.on, last.panel)).toBeDefined();
    },
  );

  test("the five that wake people most are among them", () => {
    expect(troubles.map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        "reads are slow",
        "writes fail",
        "a copy is behind",
        "a region cannot be reached",
        "a disk is full",
      ]),
    );
  });

  test.each<[string, (typeof troubles)[number]["way"], string]>([
    [
      "a panel that is not there",
      [{ on: "overview", panel: "Crystal ball" }],
      'trouble "x": looks at "Crystal ball" on "overview", which is not there',
    ],
    [
      "a link that is not there",
      [
        { on: "overview", panel: "Requests" },
        { on: "cache", panel: "Clients" },
      ],
      'trouble "x": panel "Requests" of "overview" has no link to "cache"',
    ],
    [
      "a way that begins elsewhere",
      [{ on: "region", panel: "Requests" }],
      'trouble "x": begins on "region"; allowed: "overview"',
    ],
  ])("%s is told", (_, way, message) => {
    expect(dashboardMistakes(dashboardData, [{ says: "x", way }], groups)).toEqual([message]);
  });

  test("a way that is too long is told, and one that no alert begins", () => {
    const look = { on: "overview", panel: "Requests" } as const;
    expect(
      dashboardMistakes(
        dashboardData,
        [{ says: "x", alert: "SkyFalls", way: [look, look, look, look, look] }],
        groups,
      ),
    ).toEqual(
      expect.arrayContaining([
        'trouble "x": takes 4 clicks; allowed: 3',
        'trouble "x": is told by "SkyFalls", which is unknown',
      ]),
    );
  });
});

describe.each(dashboards.map((key) => [key]))("%s, as Grafana reads it", (key) => {
  const board = boardOf(key);
  const panels = board.panels.filter(({ type }) => type !== "row");

  test("is what the SDK's own types allow, down to each panel's options and each query", () => {
    expect(grafanaFaults(board)).toEqual([]);
  });

  test("is found by its address, cannot be changed there, and begins with six hours in UTC", () => {
    expect(board).toMatchObject({
      uid: `azora-${key}`,
      editable: false,
      timezone: "utc",
      refresh: "1m",
      time: { from: "now-6h", to: "now" },
      tags: ["azora"],
    });
    expect(board.links[0]).toMatchObject({
      type: "dashboards",
      tags: ["azora"],
      keepTime: true,
      includeVars: true,
    });
    expect(board.annotations.list).toHaveLength(1);
  });

  test("numbers each panel once, and none lies on another or beside the page", () => {
    const ids = board.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Map<string, string>();
    for (const { title, gridPos } of board.panels) {
      expect([title, gridPos.x + gridPos.w <= 24, gridPos.w > 0, gridPos.h > 0]).toEqual([
        title,
        true,
        true,
        true,
      ]);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([`${x},${y}`, taken.get(`${x},${y}`)]).toEqual([`${x},${y}`, undefined]);
          taken.set(`${x},${y}`, title);
        }
    }
  });

  test("asks sources that there are, each query by a name of its own", () => {
    for (const { title, targets = [] } of panels) {
      expect([title, targets.length > 0]).toEqual([title, true]);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { datasource } of targets) expect(sourceUids).toContain(datasource.uid);
    }
  });

  test("hands on what its target has, and the time, by every link", () => {
    for (const { links = [], fieldConfig } of panels)
      for (const { url: to } of [...links, ...(fieldConfig?.defaults.links ?? [])]) {
        if (to.startsWith(url)) continue;
        const [, name = "", query = ""] = /^\/d\/azora-(\w+)\?(.*)$/.exec(to) ?? [];
        const has = boardOf(name).templating.list.map((each) => each.name);
        const given = [...query.matchAll(/(?:^|&)(?:var-(\w+)=|\$\{(\w+):queryparam\})/g)].map(
          ([, set, own]) => set ?? own,
        );
        for (const variable of given) expect(has).toContain(variable);
        expect(query).toMatch(/(^|&)\$\{__url_time_range\}$/);
      }
  });
});

test("the schema notices what Grafana would not take", () => {
  const board = boardOf("overview");
  const stat = panelOf("overview", "Error budget left");
  const [target] = there(stat.targets);
  const changed = (change: object): GrafanaBoard => ({
    ...board,
    panels: board.panels.map((panel) => (panel.id === stat.id ? { ...panel, ...change } : panel)),
  });
  expect(grafanaFaults({ ...board, time: "6h" } as unknown as GrafanaBoard)).not.toEqual([]);
  expect(grafanaFaults(changed({ gridPos: { x: "0" } }))).not.toEqual([]);
  expect(grafanaFaults(changed({ options: { ...stat.options, colour: "red" } }))).toEqual([
    'Error budget left: options must NOT have additional properties {"additionalProperty":"colour"}',
  ]);
  expect(grafanaFaults(changed({ targets: [{ ...target, expr: 1 }] }))).toEqual([
    'Error budget left: query A/expr must be string {"type":"string"}',
  ]);
});

test("is made of the same bytes each time", () => {
  expect(dashboardFiles(groups, url)).toEqual(files);
});

test("what nobody has seen from a real exporter says so, and nothing else does", () => {
  expect(panelOf("mesh", "Calls in plain").description).toMatch(
    /\.\n\n⚠ never observed: istio_requests_total \(istio\)$/,
  );
  // Through what rules record of it.
  expect(panelOf("overview", "Requests").description).toContain(
    "never observed: istio_requests_total (istio)",
  );
  expect(panelOf("database", "Members").description).not.toContain("never observed");
  expect(panelOf("traces", "Spans that arrive").description).not.toContain("never observed");
});

test("colours change at the alerts' own limits, on the right side", () => {
  const stepsOf = (key: string, title: string) => panelOf(key, title).fieldConfig?.defaults.thresholds?.steps;
  expect(stepsOf("overview", "Latency of the slowest class")).toEqual([
    { value: null, color: "green" },
    { value: thresholds.warning.p95SecondsAbove, color: "orange" },
    { value: thresholds.critical.p95SecondsAbove, color: "red" },
  ]);
  expect(stepsOf("overview", "Uptime of a day")).toEqual([
    { value: null, color: "red" },
    { value: thresholds.critical.uptimeRatioBelow, color: "orange" },
    { value: thresholds.warning.uptimeRatioBelow, color: "green" },
  ]);
  expect(stepsOf("overview", "Regions whose alerts live")).toEqual([
    { value: null, color: "red" },
    { value: allRegions().length, color: "green" },
  ]);
  expect(stepsOf("cost", "Spot's share of nodes")).toEqual([
    { value: null, color: "orange" },
    { value: 0.6, color: "green" },
  ]);
  expect(stepsOf("region", "Requests")).toEqual([{ value: null, color: "green" }]);
});

test("the map has every region where it is", () => {
  const [{ expr = "" } = {}] = panelOf("overview", "Regions on the map").targets ?? [];
  for (const { name, latitude, longitude } of allRegions()) {
    expect(expr).toContain(`"latitude", "${latitude}", "region", "${name}"`);
    expect(expr).toContain(`"longitude", "${longitude}", "region", "${name}"`);
  }
});

test("a region that tells nothing can be chosen all the same", () => {
  for (const key of dashboards.filter((each) => each !== "overview"))
    expect(boardOf(key).templating.list[0]).toMatchObject({
      name: "region",
      type: "custom",
      query: allRegions()
        .map(({ name }) => name)
        .join(","),
    });
});

test("a table's columns are called as the queries are, each with its unit", () => {
  const { transformations, fieldConfig } = panelOf("overview", "Regions side by side");
  expect(transformations).toContainEqual({
    id: "organize",
    options: {
      excludeByName: { Time: true },
      renameByName: expect.objectContaining({
        "Value #A": "requests",
        "Value #D": "up in 30 days",
      }) as object,
    },
  });
  expect(fieldConfig?.overrides).toContainEqual({
    matcher: { id: "byName", options: "up in 30 days" },
    properties: [{ id: "unit", value: "percentunit" }],
  });
});
