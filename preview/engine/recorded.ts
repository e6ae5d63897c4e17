import type { WireObject } from "./values";

/** One resource as the engine would see it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  /** URN of its provider; empty for components, providers and the stack. */
  readonly provider: string;
  readonly custom: boolean;
  /** Made up in resolved mode; empty in a preview, and for components. */
  readonly id: string;
  readonly protect: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly inputs: WireObject;
  /** What a component registered as its outputs, or what a resource answers with. */
  outputs: WireObject;
}

/** Answers an invoke; `undefined` means that it cannot. */
export type InvokeAnswer = (token: string, args: WireObject) => WireObject | undefined;
