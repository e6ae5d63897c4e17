import { UnknownError } from "./reader";
import type { Finding, ResourceView, Rule, Settings, StackView } from "./rule";

/** What came of one rule on one resource. */
export type State = "violated" | "undecided" | "deferred";

export interface Verdict extends Finding {
  /** Id of the rule. */
  readonly policy: string;
  readonly level: Rule["level"];
  readonly severity: Rule["severity"];
  readonly state: State;
  readonly urn: string;
}

/** How often rules came to a decision, and what they found. */
export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  /** Pairs of rule and resource (or rule and stack) that were decided. */
  readonly decided: number;
}

function about(rule: Rule): Pick<Verdict, "policy" | "level" | "severity"> {
  return { policy: rule.id, level: rule.level, severity: rule.severity };
}

const unknownFix =
  "make the value known before deployment, or have the rule's obligation discharged after it";

/** What an unknown in a deciding field means for a rule. */
function onUnknown(rule: Rule, urn: string, error: UnknownError): Verdict {
  return {
    ...about(rule),
    urn,
    state: rule.onUnknown === "fail" ? "undecided" : "deferred",
    path: error.path,
    found: "unknown",
    wanted: "a value that is known",
    fix: unknownFix,
  };
}

/** A rule that throws anything but an unknown is itself a violation, whatever its level. */
function onFailure(rule: Rule, urn: string, error: unknown): Verdict {
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
    fix: `mend policies: ${rule.id}`,
  };
}

function attempt(
  rule: Rule,
  urn: string,
  check: () => readonly Finding[],
): { readonly verdicts: Verdict[]; readonly decided: boolean } {
  try {
    return {
      verdicts: check().map((finding) => ({ ...about(rule), state: "violated", urn, ...finding })),
      decided: true,
    };
  } catch (error) {
    const verdict = error instanceof UnknownError ? onUnknown(rule, urn, error) : onFailure(rule, urn, error);
    return { verdicts: [verdict], decided: false };
  }
}

/** A stack that notes by itself which resource a stack rule could not read. */
function stackView(
  stack: string,
  resources: readonly ResourceView[],
  note: (urn: string, error: UnknownError) => void,
): StackView {
  return {
    stack,
    resources,
    each(types, look) {
      for (const resource of resources) {
        if (!types.includes(resource.type)) continue;
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

/** Settings of one rule: its thresholds' defaults, but for those that the pack's configuration changes. */
function settingsOf(rule: Rule, settings: Settings): Settings {
  const thresholds: Record<string, number> = {};
  for (const [name, threshold] of Object.entries(rule.thresholds ?? {})) {
    thresholds[name] = settings.thresholds[name] ?? threshold.default;
  }
  return { ...settings, thresholds };
}

/** Runs the resource rules that apply to a resource. */
export function evaluateResource(
  rules: readonly Rule[],
  resource: ResourceView,
  settings: Settings,
): Evaluation {
  const verdicts: Verdict[] = [];
  let decided = 0;
  for (const rule of rules) {
    if (rule.scope !== "resource" || !rule.types.includes(resource.type)) continue;
    const result = attempt(rule, resource.urn, () => rule.check(resource, settingsOf(rule, settings)));
    verdicts.push(...result.verdicts);
    if (result.decided) decided++;
  }
  return { verdicts, decided };
}

/** Runs the stack rules on a stack; findings without a resource of their own go to the stack. */
export function evaluateStack(
  rules: readonly Rule[],
  stack: string,
  stackUrn: string,
  resources: readonly ResourceView[],
  settings: Settings,
): Evaluation {
  const verdicts: Verdict[] = [];
  let decided = 0;
  for (const rule of rules) {
    if (rule.scope !== "stack") continue;
    const unread: Verdict[] = [];
    const view = stackView(stack, resources, (urn, error) => unread.push(onUnknown(rule, urn, error)));
    const result = attempt(rule, stackUrn, () => rule.check(view, settingsOf(rule, settings)));
    verdicts.push(...result.verdicts, ...unread);
    if (result.decided && unread.length === 0) decided++;
  }
  return { verdicts, decided };
}
