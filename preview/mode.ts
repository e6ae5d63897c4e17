import path from "node:path";
import { addRegion, globalStackName, type Region } from "../components/facts/regions";
import { loadPack, loadWaivers, packNames } from "../policies/framework/load";
import { Gates, type StackVerdicts } from "./gates";
import { PlanFault, messageOf } from "./engine/faults";
import { runProgram } from "./engine/run";
import type { RecordedResource } from "./engine/monitor";
import type { WireObject } from "./engine/values";
import type { StackFile } from "./stackFiles";

/** What one mode of a plan needs; plain data, so that it can go to a worker thread. */
export interface ModeJob {
  readonly project: string;
  readonly preview: boolean;
  /** The day that counts as today, YYYY-MM-DD. */
  readonly asOf: string;
  /** In the order in which they run: regions first, `global` last. */
  readonly stackFiles: readonly StackFile[];
  /** Regions beyond those in facts (tests and benchmarks). */
  readonly extraRegions: readonly Region[];
  /** The program's entry; default `stacks/index.ts`. */
  readonly entry?: string;
}

/** One stack in one mode; plain data. */
export interface StackRun {
  readonly stack: string;
  readonly resources: readonly RecordedResource[];
  readonly outputs: WireObject;
  /** What the gates say in this mode. */
  readonly gates: StackVerdicts;
}

export interface Fault {
  readonly stack: string;
  readonly reason: string;
  readonly configuration: boolean;
}

export interface ModeResult {
  readonly runs: readonly StackRun[];
  readonly faults: readonly Fault[];
  readonly waivers: ReturnType<typeof loadWaivers>;
  /** What is wrong with the packs' configuration. */
  readonly configMistakes: readonly string[];
  /** Types that a rule of either pack is about; rules that ask the same of everything do not count. */
  readonly judgedTypes: readonly string[];
}

/** A resource without its state, which is large and read by nobody after the run. */
function withoutState(resource: RecordedResource): StackRun["resources"][number] {
  return { ...resource, outputs: {} };
}

/**
 * How many resources a stack may register: several times what the largest of four regions has, and room for `global`, where
 * every region adds resources and every pair of regions adds more. A thread has the memory for more.
 */
function registrationsMax(stacks: number): number {
  return 1500 + 100 * stacks + 10 * stacks ** 2;
}

const defaultEntry = path.join(__dirname, "..", "stacks", "index.ts");

/** Runs every stack once, in one mode; a stack that fails does not keep the others from being tried. */
export async function runMode(
  job: ModeJob,
  progress: (stack: string) => void = () => undefined,
): Promise<ModeResult> {
  const removers = job.extraRegions.map((region) => addRegion(region));
  const runs: StackRun[] = [];
  const faults: Fault[] = [];
  const packs = packNames.map((pack) => loadPack(pack));
  const gates = new Gates(packs, job.asOf, job.preview);
  const stackOutputs = new Map<string, WireObject>();
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the entry is chosen at run time, as Pulumi's runner does
    const program = require(job.entry ?? defaultEntry) as () => unknown;
    for (const file of job.stackFiles) {
      progress(file.stack);
      // What global would say without a region is a consequence, not a cause.
      if (file.stack === globalStackName && faults.length > 0) break;
      try {
        const result = await runProgram({
          project: job.project,
          stack: file.stack,
          preview: job.preview,
          config: file.config,
          secretKeys: file.secretKeys,
          program,
          stackOutputs,
          registrationsMax: registrationsMax(job.stackFiles.length),
        });
        const resources = [...result.resources.values()];
        runs.push({
          stack: file.stack,
          resources: resources.map(withoutState),
          outputs: result.outputs,
          gates: gates.judge(file.stack, resources),
        });
        stackOutputs.set(`organization/${job.project}/${file.stack}`, result.outputs);
      } catch (error) {
        faults.push(
          error instanceof PlanFault
            ? { stack: error.stackName, reason: error.reason, configuration: error.configuration }
            : { stack: file.stack, reason: messageOf(error), configuration: false },
        );
        // What that program left behind would act in the next one's name.
        if (error instanceof PlanFault && error.leavesRunning) break;
      }
    }
  } finally {
    for (const remove of removers) remove();
  }
  const configMistakes = packs.flatMap(({ pack, mistakes }) =>
    mistakes.map((mistake) => `policies/${pack}/config.json: ${mistake}`),
  );
  const judgedTypes = packs
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.general !== true)
    .flatMap(({ types }) => (types === "all" ? [] : types));
  return { runs, faults, waivers: loadWaivers(job.asOf), configMistakes, judgedTypes };
}
