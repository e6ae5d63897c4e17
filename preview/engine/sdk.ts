/**
 * The parts of Pulumi's Node runtime that its type definitions leave out, typed here once. They are internal: the SDK is
 * pinned to one version, and `tests/plan/engine.test.ts` fails when one of them is gone.
 */
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";

interface Store {
  readonly settings: { engine?: object };
  readonly leakCandidates: Set<Promise<unknown>>;
}

interface PendingRegistration {
  readonly name?: string;
  readonly type?: string;
}

interface StateInternals {
  /** Runs a program with state of its own. */
  readonly withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
  readonly getStore: () => Store;
  readonly getPendingResourceRegistrations: () => ReadonlyMap<unknown, PendingRegistration>;
}

export const { withLocalStorage, getStore, getPendingResourceRegistrations } =
  state as unknown as StateInternals;
/** Ends when every request of the run has been answered. */
export const { waitForRPCs } = settings as unknown as { readonly waitForRPCs: () => Promise<void> };
