import { UnknownError } from "./reader";
import { settingsOf, type PackConfig } from "./config";
import type {
  Finding,
  OpenText,
  PlanRule,
  ResourceRule,
  ResourceView,
  Rule,
  Settings,
  StackRule,
  StackView,
} from "./rule";

/** What came of one rule on one resource, where it did not simply pass. */
export type State = "violated" | "undecided" | "deferred" | "passed-with-note";

export interface Verdict extends Omit<Finding, "note"> {
  /** Id of the rule. */
  readonly policy: string;
  readonly level: Rule["level"];
  readonly severity: Rule["severity"];
  readonly state: State;
  readonly urn: string;
  /** Why it is accepted; with `passed-with-note` only. */
  readonly note?: string;
}

/** How often rules came to a decision, and what they found. */
export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  /** Pairs of rule and resource (or rule and stack) that were decided. */
  readonly decided: number;
}

/** What evaluation is told beside the resources. */
export interface Context {
  /** The day that counts as today, YYYY-MM-DD. */
  readonly asOf: string;
  /** The pack's configuration. Default: every setting as its rule has it. */
  readonly config?: PackConfig;
  /**
   * Whether what a provider computes is unknown, as in a preview. Where everything should be known, a rule that cannot
   * decide is undecided, also one that may be deferred.
   */
  readonly preview: boolean;
}

const unknownFix = "make the value known before deployment";
const deferredFix = "nothing now: npm run discharge decides it on the deployed stack";

function about(rule: Rule | PlanRule): Pick<Verdict, "policy" | "level" | "severity"> {
  return { policy: rule.id, level: rule.level, severity: rule.severity };
}

/** What an unknown in a deciding field means for a rule. */
function onUnknown(rule: Rule, urn: string, error: UnknownError, preview: boolean): Verdict {
  const deferred = rule.onUnknown === "defer" && preview;
  return {
    ...about(rule),
    urn,
    state: deferred ? "deferred" : "undecided",
    path: error.path,
    found: "unknown",
    wanted: "a value that is known",
    fix: deferred ? deferredFix : unknownFix,
  };
}

/** A rule that throws anything but an unknown is itself a violation, whatever its level. */
function onFailure(rule: Rule | PlanRule, urn: string, error: unknown): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  return {
    policy: rule.id,
    level: "mandatory",
    severity: "critical",
    urn,
    state: "violated",
    path: "",
    found: `rule ${rule.id} failed: ${message}`,
    wanted: "a rule that decides",
    fix: `mend the rule ${rule.id}`,
  };
}

function verdictOf(rule: Rule | PlanRule, urn: string, finding: Finding): Verdict {
  const state = finding.note === undefined ? "violated" : "passed-with-note";
  return { ...about(rule), state, urn, ...finding };
}

interface Attempt {
  readonly verdicts: readonly Verdict[];
  readonly decided: boolean;
}

const passed: Attempt = { verdicts: [], decided: true };

function attempt(rule: Rule, urn: string, preview: boolean, check: () => readonly Finding[]): Attempt {
  try {
    const findings = check();
    if (findings.length === 0) return passed;
    return { verdicts: findings.map((finding) => verdictOf(rule, urn, finding)), decided: true };
  } catch (error) {
    const verdict =
      error instanceof UnknownError ? onUnknown(rule, urn, error, preview) : onFailure(rule, urn, error);
    return { verdicts: [verdict], decided: false };
  }
}

/** Runs the rules about secrets on one resource. */
export function judgeOpenTexts(
  rules: readonly PlanRule[],
  resource: Pick<ResourceView, "urn" | "type">,
  open: readonly OpenText[],
): Verdict[] {
  return rules.flatMap((rule) => {
    try {
      return rule.check(resource, open).map((finding) => verdictOf(rule, resource.urn, finding));
    } catch (error) {
      return [onFailure(rule, resource.urn, error)];
    }
  });
}

/** What a reference's URN refers to; `undefined` for the URN of anything else. */
function stackReferredTo(urn: string): string | undefined {
  const [, , type, ...name] = urn.split("::");
  return type === "pulumi:pulumi:StackReference" ? name.join("::") : undefined;
}

/** A stack's resources by what rules ask for: made once, looked at by every rule. */
class StackIndex {
  private readonly byType = new Map<string, ResourceView[]>();
  private readonly byUrn = new Map<string, ResourceView>();

  private static readonly made = new WeakMap<readonly ResourceView[], StackIndex>();

  static of(resources: readonly ResourceView[]): StackIndex {
    const known = StackIndex.made.get(resources) ?? new StackIndex(resources);
    StackIndex.made.set(resources, known);
    return known;
  }

  private constructor(readonly resources: readonly ResourceView[]) {
    for (const resource of resources) {
      this.byUrn.set(resource.urn, resource);
      const same = this.byType.get(resource.type);
      if (same) same.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  ofType(type: string): readonly ResourceView[] {
    return this.byType.get(type) ?? [];
  }

  sources(resource: ResourceView, property: string): readonly ResourceView[] {
    return (resource.propertyDependencies?.[property] ?? []).flatMap((urn) => this.byUrn.get(urn) ?? []);
  }

  references(resource: ResourceView, property: string): readonly string[] {
    const stacks = (resource.propertyDependencies?.[property] ?? []).flatMap(
      (urn) => stackReferredTo(urn) ?? [],
    );
    return [...new Set(stacks)].sort();
  }
}

/** A stack that notes by itself which resource a stack rule could not read. */
function stackView(
  stack: string,
  index: StackIndex,
  note: (urn: string, error: UnknownError) => void,
): StackView {
  return {
    stack,
    resources: index.resources,
    ofType: (type) => index.ofType(type),
    sources: (resource, property) => index.sources(resource, property),
    references: (resource, property) => index.references(resource, property),
    each(types, look) {
      for (const resource of types.flatMap((type) => index.ofType(type))) {
        try {
          look(resource);
        } catch (error) {
          if (!(error instanceof UnknownError)) throw error;
          note(resource.urn, error);
        }
      }
    },
  };
}

interface Prepared<R extends Rule> {
  readonly rule: R;
  readonly settings: Settings;
}

/** The rules of a pack, sorted by the types that they look at, with their settings worked out. */
export class Ruleset {
  private readonly byType = new Map<string, Prepared<ResourceRule>[]>();
  private readonly forAll: Prepared<ResourceRule>[] = [];
  private readonly stackRules: Prepared<StackRule>[] = [];

  constructor(
    readonly rules: readonly Rule[],
    private readonly context: Context,
  ) {
    for (const rule of rules) {
      const settings = settingsOf(rule, context.asOf, context.config?.[rule.id]);
      if (rule.scope === "stack") this.stackRules.push({ rule, settings });
      else if (rule.types === "all") this.forAll.push({ rule, settings });
      else
        for (const type of new Set(rule.types)) {
          const same = this.byType.get(type);
          if (same) same.push({ rule, settings });
          else this.byType.set(type, [{ rule, settings }]);
        }
    }
  }

  /** Runs the resource rules that apply to a resource. */
  judgeResource(resource: ResourceView): Evaluation {
    const verdicts: Verdict[] = [];
    let decided = 0;
    const general = resource.provider ? this.forAll : [];
    for (const { rule, settings } of [...(this.byType.get(resource.type) ?? []), ...general]) {
      const result = attempt(rule, resource.urn, this.context.preview, () => rule.check(resource, settings));
      verdicts.push(...result.verdicts);
      if (result.decided) decided++;
    }
    return { verdicts, decided };
  }

  /** Runs the stack rules on a stack; findings without a resource of their own go to the stack. */
  judgeStack(stack: string, stackUrn: string, resources: readonly ResourceView[]): Evaluation {
    const { preview } = this.context;
    const index = StackIndex.of(resources);
    const verdicts: Verdict[] = [];
    let decided = 0;
    for (const { rule, settings } of this.stackRules) {
      const unread: Verdict[] = [];
      const view = stackView(stack, index, (urn, error) => unread.push(onUnknown(rule, urn, error, preview)));
      const result = attempt(rule, stackUrn, preview, () => rule.check(view, settings));
      verdicts.push(...result.verdicts, ...unread);
      if (result.decided && unread.length === 0) decided++;
    }
    return { verdicts, decided };
  }
}
