import * as pulumi from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { PlanFault, isConfigurationError, messageOf } from "./faults";
import { RecordingMonitor, type InvokeAnswer, type RecordedResource } from "./monitor";
import { getPendingResourceRegistrations, waitForRPCs, resetState } from "./sdk";
import { takeLoggedErrors, takeUndefinedInputs, tuneRuntime } from "./tuning";
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
  /** How long a run may stand still, in milliseconds. Default 3000. */
  readonly stillMsMax?: number;
}

export interface RunResult {
  /** By URN, in the order of registration. */
  readonly resources: ReadonlyMap<string, RecordedResource>;
  readonly outputs: WireObject;
}

const tickMs = 50;

/** Rejects when nothing has moved for too long; a pending promise alone would end the process in silence. */
function watchdog(
  monitor: RecordingMonitor,
  loose: readonly unknown[],
  stillMsMax: number,
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
      const waiting = [...getPendingResourceRegistrations().values()]
        .map((pending) => `${pending.name ?? "?"} [${pending.type ?? "?"}]`)
        .slice(0, 3);
      reject(
        new Error(
          `never ends: nothing moved for ${stillMsMax / 1000} s${waiting.length > 0 ? `; waiting for ${waiting.join(", ")}` : ""}`,
        ),
      );
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
  takeLoggedErrors();
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
  try {
    resetState();
    settings.setMockOptions(monitor, args.project, args.stack, args.preview, "organization");
    pulumi.runtime.setAllConfig({ ...args.config }, [...args.secretKeys]);
    const guard = watchdog(monitor, loose, args.stillMsMax ?? 3000);
    try {
      const run = (async () => {
        await pulumi.runtime.runInPulumiStack(async () => Promise.resolve(args.program()));
        await waitForRPCs();
      })();
      await Promise.race([run, guard.expired]);
      await settle();
    } finally {
      guard.stop();
    }
  } catch (error) {
    thrown = error;
    await settle();
  } finally {
    Error.stackTraceLimit = traceLimit;
    process.off("unhandledRejection", onRejection);
    process.off("uncaughtException", onRejection);
  }
  if (tracing)
    for (const error of [thrown, ...loose])
      if (error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  const [missing] = thrown === undefined ? await takeUndefinedInputs() : [];
  if (missing !== undefined) loose.push(new Error(`${missing} is undefined when everything is known`));
  const hide = (error: unknown): string => redactor(secretsOf(args, monitor))(messageOf(error));
  const first = [...loose, thrown].find((error) => error !== undefined);
  const configuration = [...loose, thrown].find(isConfigurationError);
  if (configuration) throw new PlanFault(args.stack, hide(configuration), true);
  // The monitor's own words come first: what the SDK makes of them repeats them with more around.
  const cause = monitor.faults[0] ?? (first === undefined ? takeLoggedErrors()[0] : first);
  if (cause !== undefined) throw new PlanFault(args.stack, hide(cause), false);
  return { resources: monitor.recorded, outputs: monitor.stackOutputs };
}
