/**
 * `npm run catalogue -- NAME VERSION ADDRESS [SOURCE]`: asks a running exporter for its metrics and keeps their names, types and labels as what
 * rules and dashboards may ask for (components/observability/catalogue). ADDRESS is a URL, or a file with what one said.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { today } from "../components/facts/days";
import type { ExporterFile } from "../components/observability";

type Told = ExporterFile["metrics"][string];

const home = path.join(__dirname, "..", "components", "observability", "catalogue");

/** Labels by which series of a histogram and of a summary differ by themselves. */
const ownLabels = ["le", "quantile"];

/**
 * Metrics in Prometheus' text format.
 * @example readScrape("# TYPE up gauge\nup{a=\"b\"} 1\n") // { up: { type: "gauge", labels: ["a"], help: "" } }
 */
export function readScrape(text: string): Readonly<Record<string, Told>> {
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  const labels = new Map<string, Set<string>>();
  for (const line of text.split("\n")) {
    const [, kind, about = "", rest = ""] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (kind === "TYPE") types.set(about, rest);
    if (kind === "HELP") helps.set(about, rest);
    const [, series = "", inside = ""] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? \S+/.exec(line) ?? [];
    if (series === "") continue;
    const base = series.replace(/_(bucket|sum|count)$/, "");
    const name = ["histogram", "summary"].includes(types.get(base) ?? "") ? base : series;
    const own = labels.get(name) ?? new Set<string>();
    for (const [, label = ""] of inside.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"/g))
      if (!ownLabels.includes(label)) own.add(label);
    labels.set(name, own);
  }
  return Object.fromEntries(
    [...labels]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, own]) => [
        name,
        {
          type: (types.get(name) ?? "untyped") as Told["type"],
          labels: [...own].sort(),
          ...(helps.has(name) ? { help: helps.get(name) ?? "" } : {}),
        },
      ]),
  );
}

async function textOf(address: string): Promise<string> {
  if (!/^https?:/.test(address)) return readFileSync(address, "utf8");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}

async function main([exporter, version, address, source]: readonly string[]): Promise<void> {
  if (exporter === undefined || version === undefined || address === undefined)
    throw new Error("usage: npm run catalogue -- NAME VERSION ADDRESS [SOURCE]");
  const metrics = readScrape(await textOf(address));
  const file: ExporterFile = {
    exporter,
    version,
    observed: today(),
    source: source ?? "its own /metrics",
    metrics,
  };
  writeFileSync(path.join(home, `${exporter}.json`), `${JSON.stringify(file, null, 1)}\n`);
  process.stdout.write(`${exporter} ${version}: ${Object.keys(metrics).length} metrics kept\n`);
}

if (process.argv[1] === __filename)
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`error ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
