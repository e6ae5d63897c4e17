/**
 * Nine changes to Pulumi's Node runtime, for as long as a plan is being made.
 *
 * 1. `debuggablePromise` records a stack trace for each of some thirty promises a resource; nobody reads them here, and
 *    they cost more than all the rest (202 resources: 1.0 s with, 0.3 s without). Its list of those that have not settled
 *    is kept, without the traces.
 * 2. An output that no provider answers becomes `undefined` without a word, and a role or an endpoint then vanishes from
 *    a policy or a kubeconfig. Resolved, it becomes a mark instead, which the plan looks for afterwards.
 * 3. An input whose value turns out undefined is left out by the SDK, also without a word, as when a program reads a field
 *    that an output does not have. Resolved, each is noted with its resource.
 * 4. Values go from the program to the monitor and back as they are, not through protobuf's form of them: both ends are in
 *    this thread, and the conversions are a tenth of a plan.
 * 5. An error that the program logs goes to a list, since there is no engine to send it to.
 * 6. A function given to `apply` is counted until it is through. One that waits for a promise which nobody keeps would
 *    leave out whatever it makes.
 * 7. Transforms run in the engine, which is not there: a resource that brings some is refused.
 * 8. The SDK notes for each resource all the calls that led to it, for the engine's error messages; no plan shows them,
 *    and they are a tenth of it.
 * 9. Registrations are counted and bounded: a program that makes them without end would take this process's memory with it,
 *    and no monitor hears of a loop that never waits.
 */
import * as pulumi from "@pulumi/pulumi";
import debuggable = require("@pulumi/pulumi/runtime/debuggable");
import resource = require("@pulumi/pulumi/runtime/resource");
import struct = require("google-protobuf/google/protobuf/struct_pb");
import log = require("@pulumi/pulumi/log");
import rpc = require("@pulumi/pulumi/runtime/rpc");
import { openWork } from "./open";
import { seeingMarks, unanswered } from "./unanswered";
import { isDryRun } from "@pulumi/pulumi/runtime/settings";

type Patchable = Record<string, unknown>;
type Resolvers = Record<string, unknown>;

let tuned = false;
let loggedErrors: string[] = [];

let registrations = 0;
let registrationsMax = Infinity;

/** Counts a run's registrations from nought; one more than `most` throws. */
export function boundRegistrations(most: number): void {
  registrations = 0;
  registrationsMax = most;
}

let undefinedInputs: Promise<string | undefined>[] = [];

/** Inputs, since the last call, that were given as outputs and turned out undefined. Waits for those outputs. */
export async function takeUndefinedInputs(): Promise<readonly string[]> {
  const taken = undefinedInputs;
  undefinedInputs = [];
  return (await Promise.all(taken)).filter((text) => text !== undefined);
}

/** Forgets the inputs and errors of a run that failed: they must not be found in the next. */
export function forgetEarlierRuns(): void {
  undefinedInputs = [];
  loggedErrors = [];
}

/** Notes every output among a resource's inputs that resolves to `undefined`. */
function watch(value: unknown, where: string): void {
  if (pulumi.Output.isInstance(value)) {
    const output = value as unknown as { promise(): Promise<unknown> };
    undefinedInputs.push(
      // A rejection is reported by the resource that waits for it.
      output.promise().then(
        (known) => (known === undefined ? where : undefined),
        () => undefined,
      ),
    );
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      watch(item, `${where}[${index}]`);
    });
  } else if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const [key, item] of Object.entries(value)) watch(item, `${where}.${key}`);
  }
}

/** The errors that were logged since the last call. */
export function takeLoggedErrors(): readonly string[] {
  const taken = loggedErrors;
  loggedErrors = [];
  return taken;
}

function debuggablePromise<T>(promise: Promise<T>, label = "a promise"): Promise<T> {
  const open = openWork();
  open.add(promise, label);
  // The promise that is given on must be the one that rejects, or nobody would hear of it.
  return promise.then(
    (value) => {
      open.delete(promise);
      return value;
    },
    (error: unknown) => {
      open.delete(promise);
      throw error;
    },
  );
}

interface AppliedOutput {
  readonly isKnown: Promise<boolean>;
}
type Apply = (func: (value: unknown) => unknown, ...rest: unknown[]) => AppliedOutput;

function counted(output: AppliedOutput): AppliedOutput {
  const open = openWork();
  const settled = (): void => {
    open.delete(output);
  };
  open.add(output, "a function given to apply");
  // A rejection stays unhandled in the output's other promises, where it is reported.
  output.isKnown.then(settled, settled);
  return output;
}

/** Applies the changes, once a thread. */
export function tuneRuntime(): void {
  if (tuned) return;
  tuned = true;
  (debuggable as Patchable).debuggablePromise = debuggablePromise;

  const outputs = (pulumi.Output as unknown as { readonly prototype: { apply: Apply } }).prototype;
  const apply = outputs.apply;
  outputs.apply = function (this: unknown, func, ...rest) {
    return counted(apply.call(this, isDryRun() ? func : seeingMarks(func), ...rest));
  };

  (log as Patchable).error = (message: string): Promise<void> => {
    loggedErrors.push(message);
    return Promise.resolve();
  };

  (pulumi.Resource as unknown as Patchable).stackTrace = () => [];

  const empty = new struct.Struct();
  (struct.Struct as unknown as Patchable).fromJavaScript = (value: object): object =>
    Object.assign(Object.create(empty) as object, { toJavaScript: () => value });

  const register = resource.registerResource as (...args: unknown[]) => unknown;
  (resource as Patchable).registerResource = (...args: unknown[]): unknown => {
    const [, , type, name, custom, , , inputs, options] = args as [
      unknown,
      unknown,
      string,
      string,
      boolean,
      unknown,
      unknown,
      object,
      pulumi.ResourceOptions,
    ];
    if (++registrations > registrationsMax)
      throw new Error(
        `registers more than ${registrationsMax} resources, ${type} "${name}" the first beyond: does it register without end?`,
      );
    if ((options.transforms ?? []).length > 0)
      throw new Error(
        `${type} "${name}" has transforms, which only the engine applies, so no offline plan can; allowed: transformations, which the SDK applies`,
      );
    // A provider's own class turns every option that is not given into an output of `undefined`.
    if (custom && !type.startsWith("pulumi:providers:") && !isDryRun()) {
      for (const [key, value] of Object.entries(inputs)) watch(value, `${key} of ${type} "${name}"`);
    }
    return register(...args);
  };

  const original = rpc.resolveProperties as (...args: unknown[]) => unknown;
  (rpc as Patchable).resolveProperties = (
    resource: object,
    resolvers: Resolvers,
    type: string,
    name: string,
    properties: Record<string, unknown>,
    ...rest: unknown[]
  ): unknown => {
    if (!isDryRun() && type !== "pulumi:pulumi:StackReference") {
      for (const key of Object.keys(resolvers)) {
        properties[key] ??= unanswered(`${type}.${key}`, name);
      }
    }
    return original(resource, resolvers, type, name, properties, ...rest);
  };
}
