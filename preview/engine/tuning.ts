/**
 * Three changes to Pulumi's Node runtime, for as long as a plan is being made.
 *
 * 1. `debuggablePromise` records a stack trace for each of some thirty promises a resource; nobody reads them here, and
 *    they cost more than all the rest (202 resources: 1.0 s with, 0.3 s without). Which run never ends is told by the
 *    registrations that are pending, not by the list of promises that it keeps.
 * 2. An output that no provider answers becomes `undefined` without a word, and a role or an endpoint then vanishes from
 *    a policy or a kubeconfig. Resolved, it becomes a marked text instead, which the plan looks for afterwards.
 * 3. An error that the program logs goes to a list, since there is no engine to send it to.
 */
import debuggable = require("@pulumi/pulumi/runtime/debuggable");
import log = require("@pulumi/pulumi/log");
import rpc = require("@pulumi/pulumi/runtime/rpc");
import { isDryRun } from "@pulumi/pulumi/runtime/settings";

/** Begins the text that stands for an output which nobody answered. */
export const unansweredPrefix = "azora-unanswered-output:";

type Patchable = Record<string, unknown>;
type Resolvers = Record<string, unknown>;

let tuned = false;
let loggedErrors: string[] = [];

/** The errors that were logged since the last call. */
export function takeLoggedErrors(): readonly string[] {
  const taken = loggedErrors;
  loggedErrors = [];
  return taken;
}

/** Applies the changes, once a thread. */
export function tuneRuntime(): void {
  if (tuned) return;
  tuned = true;
  (debuggable as Patchable).debuggablePromise = <T>(promise: T): T => promise;

  (log as Patchable).error = (message: string): Promise<void> => {
    loggedErrors.push(message);
    return Promise.resolve();
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
        properties[key] ??= `${unansweredPrefix}${type}.${key} of ${name};`;
      }
    }
    return original(resource, resolvers, type, name, properties, ...rest);
  };
}
