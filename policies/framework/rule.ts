import type { Reader } from "./reader";

/** How much a violation matters; nothing mandatory that is critical can be waived. */
type Severity = "critical" | "high" | "medium" | "low";

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
  /**
   * Why it is accepted all the same: a named exception of facts with its reason. The finding is then shown as
   * `passed-with-note` and stops nothing.
   */
  readonly note?: string;
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
  /** URNs of the resources from which each input derives. The engine tells this to stack rules only. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** A stack as a rule sees it. */
export interface StackView {
  readonly stack: string;
  readonly resources: readonly ResourceView[];
  /** The resources of a type. */
  ofType(type: string): readonly ResourceView[];
  /**
   * The resources from whose outputs an input derives, so that a rule can tell in a preview what an unknown will be: the
   * key behind a `kmsKeyId`.
   * @param property name of the input at the top level, such as `vpcConfig`.
   */
  sources(resource: ResourceView, property: string): readonly ResourceView[];
  /**
   * The stacks from whose outputs an input derives, as `organization/project/stack`, sorted, each once. References are read and never made, so
   * that they are among no stack's resources.
   */
  references(resource: ResourceView, property: string): readonly string[];
  /**
   * Calls `look` for each resource of the types. One that touches an unknown is noted as undecided by itself, and does not
   * keep the others from being looked at.
   */
  each(types: readonly string[], look: (resource: ResourceView) => void): void;
}

/** What rules may be told: thresholds and lists from the pack's configuration, and the day that counts as today. */
export interface Settings {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

interface Threshold {
  readonly description: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Texts that a pack's configuration may add, such as registries of an organisation's own. */
export interface ListSetting {
  readonly description: string;
  /** What each text must match. */
  readonly pattern: string;
  readonly default: readonly string[];
}

interface RuleBase {
  /** Words with dashes, the same as the file's name in camel case; unique over both packs. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  readonly level: "mandatory" | "advisory";
  readonly controls: Controls;
  /** The types that it looks at; `all` for every resource with a provider. */
  readonly types: readonly string[] | "all";
  /** The rule asks the same of many types, and says nothing about what one is for: tags, provider. */
  readonly general?: true;
  /** Numbers that the pack's configuration may change, with defaults from facts. */
  readonly thresholds?: Readonly<Record<string, Threshold>>;
  readonly lists?: Readonly<Record<string, ListSetting>>;
  /**
   * What an unknown in a deciding field means in a preview. `fail`: undecided, which stops the merge. `defer`: an
   * obligation, since such fields are known after deployment only; the resolved plan still decides it, with made-up ids.
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

/** A text among a resource's inputs that nobody marked as a secret. */
export interface OpenText {
  /** Where it stands, such as `values.auth.password`. */
  readonly path: string;
  /** The last key of the path. */
  readonly key: string;
  readonly text: string;
}

/**
 * Looks at what a program marked as secret. Such a rule runs in the offline plan only: a policy pack receives secrets
 * unwrapped and cannot tell.
 */
export interface PlanRule extends Omit<RuleBase, "types" | "onUnknown" | "thresholds" | "lists" | "general"> {
  readonly scope: "plan";
  check(resource: Pick<ResourceView, "urn" | "type">, open: readonly OpenText[]): readonly Finding[];
}
