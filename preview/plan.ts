import { compareModes } from "./compare";
import { toPlanObject, type PlanObject } from "./engine/values";
import { PlanFault } from "./engine/faults";
import type { Fault, ModeJob, ModeResult, StackRun } from "./mode";
import { stackNames } from "../components/facts/regions";
import { mergeVerdicts, type Finding } from "./findings";
import type * as packProcesses from "./packs";
import { redactor, unwrapTexts } from "./secrets";
import { summarise, type PlanSummary } from "./summary";
import { runBothModes, type ThreadOptions } from "./threads";

export const planSchemaVersion = 1;

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN; empty for the stack itself and for default providers. */
  readonly parent: string;
  /** URN; empty for components, providers and the stack. */
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  /** As a preview sees them: an unknown is `{"$unknown": true}`, a secret `{"$secret": true}`. */
  readonly inputs: PlanObject;
  /** With made-up ids in place of unknowns. */
  readonly resolved: PlanObject;
}

export interface StackPlan {
  readonly resources: readonly PlannedResource[];
  readonly outputs: PlanObject;
  readonly resolvedOutputs: PlanObject;
  /** What the gates say, worst first. */
  readonly findings: readonly Finding[];
}

export interface Plan {
  readonly schemaVersion: number;
  readonly asOf: string;
  readonly project: string;
  readonly stacks: Readonly<Record<string, StackPlan>>;
  readonly summary: PlanSummary;
}

/** A plan could not be made; every stack's fault is here. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map((fault) => `${fault.stack}: ${fault.reason}`).join("\n"));
  }
}

export interface PlanRequest extends Omit<ModeJob, "preview">, ThreadOptions {
  /** Stacks to show; the others are planned only where these refer to them. */
  readonly selected: readonly string[];
  /** Whether the packs also run as processes, and must say what the rules say in-process. Default false. */
  readonly packs?: boolean;
}

function stackPlan(preview: StackRun, resolved: StackRun, findings: readonly Finding[]): StackPlan {
  const resolvedInputs = new Map(resolved.resources.map((resource) => [resource.urn, resource.inputs]));
  const resources = preview.resources
    .map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      parent: resource.parent,
      provider: resource.provider,
      dependencies: resource.dependencies,
      protect: resource.protect,
      inputs: toPlanObject(resource.inputs),
      resolved: toPlanObject(resolvedInputs.get(resource.urn) ?? {}),
    }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return {
    resources,
    outputs: toPlanObject(preview.outputs),
    resolvedOutputs: toPlanObject(resolved.outputs),
    findings,
  };
}

/**
 * Plans the stacks twice, in preview mode and resolved, and holds the two against each other.
 * @throws PlanError with the fault of every stack that cannot be planned.
 */
export async function makePlan(request: PlanRequest): Promise<Plan> {
  const { packs = false, ...rest } = request;
  if (!packs) return planOf(rest);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it brings gRPC, for which only a plan with packs waits
  const { Packs } = require("./packs") as typeof packProcesses;
  const processes = new Packs();
  try {
    return await planOf(rest, processes);
  } finally {
    await processes.stop();
  }
}

async function planOf(request: Omit<PlanRequest, "packs">, processes?: packProcesses.Packs): Promise<Plan> {
  const { selected, progress, stackMsMax, ...job } = request;
  const { asOf } = job;
  const { preview, resolved } = await runBothModes(job, {
    ...(progress && { progress }),
    ...(stackMsMax !== undefined && { stackMsMax }),
  }).catch((error: unknown) => {
    if (!(error instanceof PlanFault)) throw error;
    throw new PlanError([{ stack: error.stackName, reason: error.reason, configuration: false }]);
  });
  const faults = [
    ...preview.faults,
    ...resolved.faults.filter((fault) => !preview.faults.some((other) => other.stack === fault.stack)),
  ];
  if (faults.length === 0) faults.push(...compareModes(preview.runs, resolved.runs));
  if (faults.length > 0) throw new PlanError(redact(faults, job, preview, resolved));
  if (preview.configMistakes.length > 0)
    throw new PlanError(
      preview.configMistakes.map((reason) => ({ stack: "policies", reason, configuration: true })),
    );
  const { waivers, mistakes } = preview.waivers;
  // What the CLI shows its packs before a deployment; a test holds the resolved mode too.
  const modes = [{ preview: true, runs: preview.runs }];
  const differences =
    (await processes?.compare({ project: job.project, asOf, waivers, waiverMistakes: mistakes, modes })) ??
    [];
  if (differences.length > 0) throw new PlanError(redact(differences, job, preview, resolved));
  const stacks: Record<string, StackPlan> = {};
  const used = new Set<string>();
  let decided = 0;
  for (const run of preview.runs) {
    const other = resolved.runs.find((candidate) => candidate.stack === run.stack);
    if (!other) continue;
    const merged = mergeVerdicts(run.gates.verdicts, other.gates.verdicts, waivers, asOf);
    for (const waiver of merged.used) used.add(JSON.stringify(waiver));
    if (!selected.includes(run.stack)) continue;
    decided += run.gates.decided;
    stacks[run.stack] = stackPlan(run, other, merged.findings);
  }
  // Only a plan of everything can tell that nothing needs a waiver.
  const unmatched =
    selected.length < stackNames().length
      ? []
      : waivers.filter((waiver) => !used.has(JSON.stringify(waiver)));
  const waiverMistakes = [
    ...mistakes,
    ...unmatched.map(
      ({ policy, resource }) => `the waiver of ${policy} for ${resource} matches nothing; allowed: remove it`,
    ),
  ];
  return {
    schemaVersion: planSchemaVersion,
    asOf,
    project: job.project,
    stacks,
    summary: summarise(stacks, { decided, waiverMistakes, judgedTypes: preview.judgedTypes }),
  };
}

/** Takes secrets out of what a comparison of the modes says; what a run says has none. */
function redact(
  faults: readonly Fault[],
  job: Omit<ModeJob, "preview">,
  ...results: readonly ModeResult[]
): Fault[] {
  const hide = redactor([
    ...job.stackFiles.flatMap((file) => file.secretKeys.map((key) => file.config[key] ?? "")),
    ...results.flatMap((result) =>
      result.runs.flatMap((run) => run.resources.flatMap((resource) => unwrapTexts(resource.inputs))),
    ),
  ]);
  return faults.map((fault) => ({ ...fault, reason: hide(fault.reason) }));
}
