import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { regionNamed } from "../../components/facts/regions";
import { logqlFault } from "../../components/observability/logs";
import type { RuleGroup } from "../../components/observability/rules";
import { checkedGroups } from "../../components/observability/ruleSets";

const page = readFileSync(path.join(__dirname, "..", "..", "docs", "observability.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text = ""]) => text);

describe("what the page tells a service team", () => {
  test("rules, alerts and objectives are such as a plan takes", () => {
    const groups = blocks("ts").map((text) => runInNewContext(`(${text})`) as RuleGroup);
    expect(groups.map(({ name }) => name)).toEqual(["orders", "orders-objective"]);
    const all = checkedGroups(regionNamed("africa"), true, groups);
    for (const group of groups) expect(all).toContain(group);
  });

  test("queries of lines are such as Loki reads", () => {
    const queries = blocks("logql");
    expect(queries).toHaveLength(1);
    expect(queries.map(logqlFault)).toEqual([undefined]);
  });

  test("what is put beside a pod is YAML", () => {
    const [monitor, annotations] = blocks("yaml").map((text) => parse(text) as Record<string, unknown>);
    expect(monitor).toMatchObject({ kind: "PodMonitor", metadata: { namespace: "shop" } });
    expect(annotations).toEqual({
      annotations: { "instrumentation.opentelemetry.io/inject-nodejs": "observability/programs" },
    });
  });
});
