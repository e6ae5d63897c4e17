/**
 * The parts of Pulumi's Node runtime that its type definitions leave out, typed here once. They are internal: the SDK is
 * pinned to one version, and `tests/plan/engine.test.ts` fails when one of them is gone.
 */
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";

interface Store {
  readonly resourcePackages: unknown;
  readonly resourceModules: unknown;
  callbacks?: unknown;
}

interface PendingRegistration {
  readonly name?: string;
  readonly type?: string;
}

interface StateInternals {
  readonly LocalStore: new () => Store;
  readonly getStore: () => Store;
  readonly getPendingResourceRegistrations: () => ReadonlyMap<unknown, PendingRegistration>;
}

const { LocalStore, getStore } = state as unknown as StateInternals;
export const { getPendingResourceRegistrations } = state as unknown as StateInternals;

/**
 * Gives the runtime a new state, so that one run sees nothing of another. Runs in one thread come one after the other;
 * the SDK's own way (`withLocalStorage`) also keeps runs apart that overlap, and costs a tenth of a plan in hooks on
 * every promise.
 */
export function resetState(): void {
  const before = getStore();
  // What the providers' SDKs registered when they were loaded stays.
  const fresh = Object.assign(new LocalStore(), {
    resourcePackages: before.resourcePackages,
    resourceModules: before.resourceModules,
  });
  (globalThis as { globalStore?: Store }).globalStore = fresh;
}

/**
 * Stands where the SDK keeps the server that the engine calls back, and refuses what only the engine could call: a
 * transform would be registered, never applied, and the plan would show what the program did not mean. Hooks change
 * nothing that a plan shows.
 */
const callbacks = {
  ...Object.fromEntries(
    [
      ["registerStackTransform", "registerResourceTransform", "registerStackTransformation"],
      ["registerStackInvokeTransform", "registerInvokeTransform", "the arguments themselves"],
      ["registerStateMigration", "stateMigrations", "aliases"],
    ].map(([method = "", used = "", allowed = ""]) => [
      method,
      () => {
        throw new Error(
          `uses ${used}, which only the engine applies, so no offline plan can; allowed: ${allowed}`,
        );
      },
    ]),
  ),
  registerResourceHook: (): Promise<void> => Promise.resolve(),
  registerErrorHook: (): Promise<void> => Promise.resolve(),
  awaitStackRegistrations: (): Promise<void> => Promise.resolve(),
  shutdown: (): void => undefined,
};

/** Has the SDK call these instead of starting a server. To be called once a run, after its options are set. */
export function refuseCallbacks(): void {
  getStore().callbacks = callbacks;
}

/** Ends when every request of the run has been answered. */
export const { waitForRPCs } = settings as unknown as { readonly waitForRPCs: () => Promise<void> };
