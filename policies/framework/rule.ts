import type { Reader } from "./reader";

/** How much a violation matters; nothing mandatory that is critical can be waived. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Control ids by framework. */
export interface Controls {
  /** Trust services criteria, such as `CC6.1`. */
  readonly soc2?: readonly string[];
  /** Articles, such as `32(1)(a)`. */
  readonly gdpr?: readonly string[];
  /** Sections of 45 CFR, such as `164.312(a)(2)(iv)`. */
  readonly hipaa?: readonly string[];
  /** Sections of the California Civil Code, such as `1798.100(e)`. */
  readonly ccpa?: readonly string[];
}

/** One thing that is not as it should be. */
export interface Finding {
  /** Where in the resource's inputs, such as `rules[0].expiration`; empty for the resource as a whole. */
  readonly path: string;
  /** What is there, as a person would read it. */
  readonly found: string;
  /** What should be there. */
  readonly wanted: string;
  /** How to mend it, one sentence. */
  readonly fix: string;
  /** The resource that it is about, where a rule looks at several. */
  readonly urn?: string;
}

/** A resource as a rule sees it. */
export interface ResourceView {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Reader;
  readonly protect: boolean;
  /** `undefined` for components, and for resources of the engine's own. */
  readonly provider: { readonly name: string; readonly type: string; readonly props: Reader } | undefined;
}

/** A stack as a rule sees it. */
export interface StackView {
  readonly stack: string;
  readonly resources: readonly ResourceView[];
  /**
   * Calls `look` for each resource of the types. One that touches an unknown is noted as undecided by itself, and does not
   * keep the others from being looked at.
   */
  each(types: readonly string[], look: (resource: ResourceView) => void): void;
}

/** What rules may be told: thresholds from the pack's configuration, and the day that counts as today. */
export interface Settings {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly thresholds: Readonly<Record<string, number>>;
}

export interface Threshold {
  readonly description: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

interface RuleBase {
  /** Verb and noun with dashes; unique over both packs. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly level: "mandatory" | "advisory";
  readonly controls: Controls;
  /** The types that it looks at; `taggable` and other sets are lists of these. */
  readonly types: readonly string[];
  /** Numbers that the pack's configuration may change, with defaults from facts. */
  readonly thresholds?: Readonly<Record<string, Threshold>>;
  /**
   * What an unknown in a deciding field means. `fail`: undecided, which stops the merge. `defer`: an obligation that is
   * discharged on the deployed state.
   */
  readonly onUnknown: "fail" | "defer";
}

/** Looks at one resource at a time. */
export interface ResourceRule extends RuleBase {
  readonly scope: "resource";
  check(resource: ResourceView, settings: Settings): readonly Finding[];
}

/** Looks at all resources of a stack. */
export interface StackRule extends RuleBase {
  readonly scope: "stack";
  check(stack: StackView, settings: Settings): readonly Finding[];
}

export type Rule = ResourceRule | StackRule;
