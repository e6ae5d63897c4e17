/** What exporters tell, as it is kept: dated where somebody asked a real one, with its source where nobody did. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { isDay } from "../../components/facts/days";
import { metrics } from "../../components/facts/metrics";
import { catalogueWith, exporterFiles, platformRuleGroups, readQuery } from "../../components/observability";
import { regionNamed } from "../../components/facts/regions";
import { readScrape } from "../../scripts/catalogue";

const files = exporterFiles();

test.each(files.map((file) => [file.exporter, file] as const))("%s", (exporter, file) => {
  expect(file.version).toMatch(/^v?\d+(\.\d+)*/);
  expect(file.observed === null || isDay(file.observed)).toBe(true);
  expect(file.source).not.toBe("");
  expect(Object.keys(file.metrics).length).toBeGreaterThan(0);
  for (const [name, { type, labels }] of Object.entries(file.metrics)) {
    expect([exporter, name]).toEqual([exporter, expect.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/)]);
    expect(["counter", "gauge", "histogram", "summary", "untyped"]).toContain(type);
    expect(new Set(labels).size).toBe(labels.length);
  }
});

test("real ones were asked of what this machine can run", () => {
  const seen = files.filter(({ observed }) => observed !== null).map(({ exporter }) => exporter);
  expect(seen).toEqual(
    expect.arrayContaining([
      "alertmanager",
      "blackbox",
      "etcd",
      "haproxy",
      "node-exporter",
      "patroni",
      "prometheus",
    ]),
  );
});

test("the edge-steering controller tells just what its file says", () => {
  const source = readFileSync(
    path.join(__dirname, "..", "..", "images", "edge-steering", "src", "metrics.ts"),
    "utf8",
  );
  const told = [...source.matchAll(/^ {2}(edge_steering_\w+): \{/gm)].map(([, name = ""]) => name);
  const kept = files.find(({ exporter }) => exporter === "edge-steering");
  expect(Object.keys(kept?.metrics ?? {}).sort()).toEqual([...told].sort());
});

test("a metric of ours is nobody else's", () => {
  const others = new Set(files.flatMap(({ metrics: told }) => Object.keys(told)));
  expect(Object.keys(metrics).filter((name) => others.has(name))).toEqual([]);
});

test("a metric that a rule asks for is told by one exporter only, or labels would be mixed", () => {
  const asked = new Set(
    platformRuleGroups(regionNamed("africa")).flatMap(({ recordings = [], alerts = [] }) =>
      [...recordings, ...alerts].flatMap(({ expr }) => readQuery(expr).asked.map(({ metric }) => metric)),
    ),
  );
  const tellers = (metric: string): readonly string[] =>
    files
      .filter(
        ({ metrics: told }) =>
          Object.hasOwn(told, metric.replace(/_(bucket|sum|count)$/, "")) || Object.hasOwn(told, metric),
      )
      .map(({ exporter }) => exporter);
  const several = [...asked].filter((metric) => tellers(metric).length > 1);
  expect(several).toEqual([]);
  expect(
    [...asked].filter((metric) => !catalogueWith(platformRuleGroups(regionNamed("africa"))).has(metric)),
  ).toEqual([]);
});

test("a scrape is read into names, types and labels, without what differs within a histogram", () => {
  const text = [
    "# HELP a_total Things",
    "# TYPE a_total counter",
    'a_total{b="x\\"y,z=\\"",c="d"} 3',
    "# TYPE h_seconds histogram",
    'h_seconds_bucket{b="x",le="+Inf"} 4 1700000000',
    'h_seconds_sum{b="x"} 1.5',
    'h_seconds_count{b="x"} 4',
    "plain 1",
    "",
  ].join("\n");
  expect(readScrape(text)).toEqual({
    a_total: { type: "counter", labels: ["b", "c"], help: "Things" },
    h_seconds: { type: "histogram", labels: ["b"] },
    plain: { type: "untyped", labels: [] },
  });
});
