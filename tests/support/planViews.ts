import { execFileSync } from "node:child_process";
import path from "node:path";
import type { ModeResult, StackRun } from "../../preview/mode";
import { testDay } from "./cli";

const root = path.resolve(__dirname, "..", "..");

/** Runs both modes in a process of its own, so that Jest's module loader has no part in it. */
const child = `
  require("./scripts/transpile.cjs");
  require("./scripts/lightSdk.cjs");
  const { runMode } = require("./preview/mode.ts");
  const { projectName, readStackFile } = require("./preview/stackFiles.ts");
  const { stackNames } = require("./components/facts/regions.ts");
  const [asOf] = process.argv.slice(1);
  const project = projectName(process.cwd());
  const stackFiles = stackNames().map((stack) => {
    const file = readStackFile(process.cwd(), project, stack);
    return { ...file, config: { ...file.config, [project + ":asOf"]: asOf } };
  });
  (async () => {
    const runs = [];
    for (const preview of [true, false])
      runs.push(await runMode({ project, preview, asOf, stackFiles, extraRegions: [] }));
    process.stdout.write(JSON.stringify(runs));
  })();
`;

/** What both modes recorded of the project's own stacks. */
export interface OwnRuns {
  readonly preview: readonly StackRun[];
  readonly resolved: readonly StackRun[];
}

/** The project's own plan, as rules are shown it. */
export function ownRuns(): OwnRuns {
  const text = execFileSync(process.execPath, ["-e", child, testDay], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const [preview, resolved] = JSON.parse(text) as ModeResult[];
  const faults = [...(preview?.faults ?? []), ...(resolved?.faults ?? [])];
  if (!preview || !resolved || faults.length > 0) throw new Error(JSON.stringify(faults));
  return { preview: preview.runs, resolved: resolved.runs };
}
