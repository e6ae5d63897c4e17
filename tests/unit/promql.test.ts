/** Queries of Prometheus are read by its own parser. */
import { readQuery } from "../../components/observability";

test.each([
  { text: "up", asked: [{ metric: "up", labels: [] }], grouped: [], made: [] },
  {
    text: 'sum by (a, b) (rate(m_total{c="d",e=~"f|g"}[5m])) / ignoring (h) n',
    asked: [
      { metric: "m_total", labels: ["c", "e"] },
      { metric: "n", labels: [] },
    ],
    grouped: ["a", "b", "h"],
    made: [],
  },
  {
    text: '{__name__="m",a="b"} offset 5m',
    asked: [{ metric: "m", labels: ["a"] }],
    grouped: [],
    made: [],
  },
  {
    text: 'label_replace(max by (target) (m) == 0, "region", "$1", "target", "(.+)")',
    asked: [{ metric: "m", labels: [] }],
    grouped: ["target"],
    made: ["region"],
  },
  {
    text: 'label_join(m, "all", "-", "a", "b")',
    asked: [{ metric: "m", labels: [] }],
    grouped: ["a", "b"],
    made: ["all"],
  },
  {
    text: "predict_linear(m:n:o[6h], 4 * 86400) < 0",
    asked: [{ metric: "m:n:o", labels: [] }],
    grouped: [],
    made: [],
  },
  { text: 'label_replace(vector(1), "region", "africa", "", "")', asked: [], grouped: [], made: ["region"] },
])("$text", ({ text, ...query }) => {
  expect(readQuery(text)).toEqual(query);
});

test.each(["", "sum by (a (m)", "rate(m[5m)", "m{a=}", "m > > 1", "sum("])('"%s" is no query', (text) => {
  expect(() => readQuery(text)).toThrow("no query of Prometheus from");
});
