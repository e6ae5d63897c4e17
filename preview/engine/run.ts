import * as pulumi from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { PlanFault, isConfigurationError, messageOf } from "./faults";
import { RecordingMonitor, type InvokeAnswer, type RecordedResource } from "./monitor";
import { activeResources, addedResources, startOpenWork, type OpenWork } from "./open";
import { getPendingResourceRegistrations, refuseCallbacks, waitForRPCs, resetState } from "./sdk";
import {
  boundRegistrations,
  forgetEarlierRuns,
  takeLoggedErrors,
  takeUndefinedInputs,
  tuneRuntime,
} from "./tuning";
import type { WireObject } from "./values";
import { redactor, unwrapTexts } from "../secrets";

export interface RunArgs {
  readonly project: string;
  readonly stack: string;
  readonly preview: boolean;
  /** Configuration as the engine hands it over: full keys, texts; objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The program: what `require(entry)` gives, a function that returns the stack's outputs. */
  readonly program: () => unknown;
  /** Outputs of other stacks, by the name that a StackReference asks for. */
  readonly stackOutputs?: ReadonlyMap<string, WireObject>;
  readonly invoke?: InvokeAnswer;
  /** How many resources the program may register; one more is a fault. Default 2000. */
  readonly registrationsMax?: number;
  /** How long a run may stand still, in milliseconds. Default 3000. */
  readonly stillMsMax?: number;
}

export interface RunResult {
  /** By URN, in the order of registration. */
  readonly resources: ReadonlyMap<string, RecordedResource>;
  readonly outputs: WireObject;
}

const tickMs = 50;

/** What a run that stands still is waiting for, as far as it can be told. */
function waitingFor(open: OpenWork, running: readonly string[]): string {
  const registrations = [...getPendingResourceRegistrations().values()]
    .map((pending) => `${pending.name ?? "?"} [${pending.type ?? "?"}]`)
    .slice(0, 3);
  if (registrations.length > 0) return `; waiting for ${registrations.join(", ")}`;
  if (open.count > 0)
    return `; ${open.count} ${open.count === 1 ? "waits" : "wait"} for a value that never comes: ${open.some().join(", ")}`;
  return running.length > 0 ? `; still running: ${running.join(", ")}` : "";
}

/** Rejects when nothing has moved for too long; a pending promise alone would end the process in silence. */
function watchdog(
  monitor: RecordingMonitor,
  loose: readonly unknown[],
  stillMsMax: number,
  waiting: () => string,
): { readonly expired: Promise<never>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    let seen = -1;
    let stillTicks = 0;
    // Ticks, not the clock: a program that computes for long delays its ticks, and is not standing still.
    timer = setInterval(() => {
      stillTicks = monitor.requests === seen ? stillTicks + 1 : 0;
      seen = monitor.requests;
      // Once a promise was rejected, whoever waited for it waits in vain.
      if (stillTicks * tickMs < (loose.length > 0 ? tickMs : stillMsMax)) return;
      reject(new Error(`never ends: nothing moved for ${stillMsMax / 1000} s${waiting()}`));
    }, tickMs);
  });
  return {
    expired,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Lets what was already rejected surface before a run is called clean. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      setImmediate(resolve);
    });
  });
}

function tick(): Promise<void> {
  return new Promise((resolve) => {
    // Not to be taken for a timer of the program.
    setTimeout(resolve, 5).unref();
  });
}

/** Ends when all requests have been answered, and the answers have led to no others. */
async function quiet(monitor: RecordingMonitor): Promise<void> {
  let seen;
  do {
    seen = monitor.requests;
    await waitForRPCs();
    await settle();
  } while (monitor.requests !== seen);
}

/** Every secret that a run has seen: given in configuration, or on the wire in either direction. */
function secretsOf(args: RunArgs, monitor: RecordingMonitor): string[] {
  return [
    ...args.secretKeys.map((key) => args.config[key] ?? ""),
    ...[...(args.stackOutputs?.values() ?? []), monitor.stackOutputs].flatMap(unwrapTexts),
    ...[...monitor.recorded.values()].flatMap(({ inputs, outputs }) => [
      ...unwrapTexts(inputs),
      ...unwrapTexts(outputs),
    ]),
  ];
}

/**
 * Runs a program once on Pulumi's mock engine and returns what it registered.
 * @throws PlanFault on an exception, a rejected promise, a logged error, an unanswered invoke, a duplicate URN, a remote
 * component, or a run that never ends.
 */
export async function runProgram(args: RunArgs): Promise<RunResult> {
  tuneRuntime();
  const monitor = new RecordingMonitor({
    project: args.project,
    stack: args.stack,
    preview: args.preview,
    stackOutputs: args.stackOutputs ?? new Map(),
    ...(args.invoke ? { invoke: args.invoke } : {}),
  });
  const loose: unknown[] = [];
  forgetEarlierRuns();
  boundRegistrations(args.registrationsMax ?? 2000);
  const open = startOpenWork();
  let before = activeResources();
  const onRejection = (reason: unknown): void => {
    loose.push(reason);
  };
  process.on("unhandledRejection", onRejection);
  process.on("uncaughtException", onRejection);
  const traceLimit = Error.stackTraceLimit;
  // Pulumi takes a stack trace for every resource, and people see the message only. AZORA_TRACE=1 is for whoever looks
  // for the line that failed.
  const tracing = process.env.AZORA_TRACE === "1";
  if (!tracing) Error.stackTraceLimit = 0;
  let thrown: unknown;
  let over = false;
  let leavesRunning = false;
  const guard = watchdog(monitor, loose, args.stillMsMax ?? 3000, () =>
    waitingFor(open, addedResources(before)),
  );
  try {
    resetState();
    settings.setMockOptions(monitor, args.project, args.stack, args.preview, "organization");
    refuseCallbacks();
    pulumi.runtime.setAllConfig({ ...args.config }, [...args.secretKeys]);
    before = activeResources();
    const run = async (): Promise<void> => {
      await pulumi.runtime.runInPulumiStack(async () => Promise.resolve(args.program()));
      await quiet(monitor);
      // Node would go on for as long as something keeps it alive, and so would the program.
      monitor.end();
      while (!over && loose.length === 0 && (open.count > 0 || addedResources(before).length > 0))
        await tick();
      const [missing] = loose.length === 0 ? await takeUndefinedInputs() : [];
      if (missing !== undefined) throw new Error(`${missing} is undefined when everything is known`);
    };
    await Promise.race([run(), guard.expired]);
  } catch (error) {
    thrown = error;
    // What the program began before it failed is its own, not the next one's.
    await settle();
    await Promise.race([quiet(monitor), guard.expired]).catch(() => undefined);
  } finally {
    over = true;
    leavesRunning = addedResources(before).length > 0;
    guard.stop();
    Error.stackTraceLimit = traceLimit;
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onRejection);
  }
  const redact = redactor(secretsOf(args, monitor));
  const hide = (error: unknown): string => redact(messageOf(error));
  if (tracing)
    for (const error of [thrown, ...loose])
      if (error instanceof Error) process.stderr.write(`${redact(error.stack ?? "")}\n`);
  const first = [...loose, thrown].find((error) => error !== undefined);
  const configuration = [...loose, thrown].find(isConfigurationError);
  if (configuration) throw new PlanFault(args.stack, hide(configuration), true, leavesRunning);
  // The monitor's own words come first: what the SDK makes of them repeats them with more around.
  const cause = monitor.faults[0] ?? (first === undefined ? takeLoggedErrors()[0] : first);
  if (cause !== undefined) throw new PlanFault(args.stack, hide(cause), false, leavesRunning);
  return { resources: monitor.recorded, outputs: monitor.stackOutputs };
}
