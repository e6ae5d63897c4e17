/**
 * `node scripts/run.mjs scripts/pipelineStacks.ts CHOICE`: which stacks a pipeline takes, as outputs of a step of GitHub
 * Actions. CHOICE is `all`, or names of stacks. Exit status 2 if it is neither.
 */
import { deploymentOrder, globalStackName, stackNames } from "../components/facts/regions";

export interface PipelineStacks {
  /** In the order in which they are deployed. */
  readonly regions: readonly string[];
  /** Whether the global stack follows. */
  readonly global: boolean;
}

/** @throws Error naming the choice and what is allowed. */
export function pipelineStacks(choice: string): PipelineStacks {
  const words = choice.split(/[\s,]+/).filter((word) => word !== "");
  const names = words.join() === "all" ? [...deploymentOrder(), globalStackName] : words;
  const known = stackNames();
  const valid =
    names.length > 0 && names.every((name, index) => known.includes(name) && names.indexOf(name) === index);
  if (!valid)
    throw new Error(`stacks is "${choice}"; allowed: all, or different ones of ${known.join(", ")}`);
  return {
    regions: names.filter((name) => name !== globalStackName),
    global: names.includes(globalStackName),
  };
}

if (process.argv[1] === __filename) {
  try {
    const { regions, global } = pipelineStacks(process.argv.slice(2).join(" "));
    process.stdout.write(`regions=${JSON.stringify(regions)}\nglobal=${global}\n`);
  } catch (error) {
    process.stderr.write(`error ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
