import { today } from "../../components/facts/days";
import {
  PolicyPack,
  type Policy,
  type PolicyConfigSchema,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { mistakesOfRule } from "./config";
import { diagnosticsOf, waiverDiagnostics, waiversPolicy } from "./diagnostics";
import { Ruleset, type Verdict } from "./evaluate";
import { loadRules, loadWaivers, type PackName } from "./load";
import { Reader } from "./reader";
import type { ResourceView, Rule } from "./rule";
import { changeSdk, narrowedByType, resourcesTold, type ToldResource } from "./sdk";

/** How the SDK's proxy says what it is and what it stands for (@pulumi/policy, proxy.js; left out of its types). */
const isProxy = "__isSpecialProxy";
const proxyTarget = "__getSpecialProxyTarget";

/** The properties themselves: our reader finds unknowns where the SDK's proxy does not (`in`, `length`, absent keys). */
function plain(props: Readonly<Record<string, unknown>>): object {
  return props[isProxy] === true ? (props[proxyTarget] as object) : props;
}

/** @param propertyDependencies the engine tells it of stacks only. */
function view(
  { urn, type, name, props, protect, provider }: Omit<ToldResource, "propertyDependencies">,
  propertyDependencies: ToldResource["propertyDependencies"] = {},
): ResourceView {
  return {
    urn,
    type,
    name,
    props: new Reader(plain(props)),
    protect,
    provider: provider && {
      name: provider.name,
      type: provider.type,
      props: new Reader(plain(provider.props)),
    },
    propertyDependencies,
  };
}

interface SeenStack {
  readonly name: string;
  readonly urn: string;
  readonly resources: readonly ResourceView[];
}

const stacks = new WeakMap<readonly ToldResource[], SeenStack>();

/** A stack as rules see it, made once for all of them. */
function stackOf(told: readonly ToldResource[]): SeenStack {
  const known = stacks.get(told);
  if (known) return known;
  const resources = told.map((resource) => view(resource, resource.propertyDependencies));
  const urn = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const stack = { name: urn.split(":")[2] ?? "", urn, resources };
  stacks.set(told, stack);
  return stack;
}

type PropertySchema = PolicyConfigSchema["properties"][string];

/** Settings that belong to the run and not to a rule. */
const runProperties = {
  asOf: {
    type: "string",
    description: "The day that counts as today, YYYY-MM-DD; default: today.",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  },
  resolved: {
    type: "boolean",
    description: "Everything is known: what cannot be decided is not deferred. npm start sets it.",
    default: false,
  },
} satisfies Record<string, PropertySchema>;

/** What may be configured of one rule. */
function configSchema(rule: Rule): PolicyConfigSchema {
  const properties: Record<string, PropertySchema> = { ...runProperties };
  for (const [name, threshold] of Object.entries(rule.thresholds ?? {})) {
    const { description, min, max } = threshold;
    properties[name] = {
      type: "number",
      description,
      default: threshold.default,
      minimum: min,
      maximum: max,
    };
  }
  for (const [name, list] of Object.entries(rule.lists ?? {})) {
    const { description, pattern } = list;
    const items = { type: "string", pattern } as const;
    properties[name] = { type: "array", description, default: [...list.default], items };
  }
  return { properties };
}

/** The day that counts as today: the configuration's, or the calendar's. */
function dayOf(given: Record<string, unknown>): string {
  return typeof given.asOf === "string" ? given.asOf : today();
}

const waivers = new Map<string, ReturnType<typeof loadWaivers>>();

/** The waivers of a day, read once. */
function waiversOn(asOf: string): ReturnType<typeof loadWaivers> {
  const known = waivers.get(asOf) ?? loadWaivers(asOf);
  waivers.set(asOf, known);
  return known;
}

/** One rule under the configuration that the engine last gave; a pack serves many stacks, each with its own. */
class Configured {
  private key = "";
  private ruleset: Ruleset | undefined;
  private asOf = "";

  constructor(private readonly rule: Rule) {}

  /** Runs the rule and reports. */
  run(given: Record<string, unknown>, judge: (ruleset: Ruleset) => readonly Verdict[], send: Report): void {
    const verdicts = judge(this.under(given));
    for (const { level, state, message, urn } of diagnosticsOf(
      verdicts,
      waiversOn(this.asOf).waivers,
      this.asOf,
    )) {
      // A configuration may raise an advisory rule, and only the SDK knows of it.
      if (level === "advisory" && state === "violated") send({ message, urn });
      else send({ message, urn, enforcementLevel: level });
    }
  }

  /** @throws Error where the configuration is wrong: the engine then ends the preview. */
  private under(given: Record<string, unknown>): Ruleset {
    const key = JSON.stringify(given);
    if (this.ruleset && key === this.key) return this.ruleset;
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in runProperties)));
    const mistakes = mistakesOfRule(this.rule, own);
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    this.key = key;
    this.asOf = dayOf(given);
    const config = { [this.rule.id]: own };
    this.ruleset = new Ruleset([this.rule], { asOf: this.asOf, preview: given.resolved !== true, config });
    return this.ruleset;
  }
}

type Report = (violation: { message: string; urn: string; enforcementLevel?: string }) => void;

function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const configured = new Configured(rule);
  const policy: Policy = {
    name: rule.id,
    description: `${rule.title}. ${rule.why}`,
    enforcementLevel: rule.level,
    severity: rule.severity,
    configSchema: configSchema(rule),
  };
  if (rule.scope === "resource") {
    return {
      ...policy,
      validateResource: (resource, send) => {
        const seen = view({ ...resource, provider: resource.provider, protect: resource.opts.protect });
        const judge = (ruleset: Ruleset) => ruleset.judgeResource(seen).verdicts;
        configured.run(resource.getConfig(), judge, send as unknown as Report);
      },
    };
  }
  return {
    ...policy,
    validateStack: (stack, send) => {
      const { name, urn, resources } = stackOf(resourcesTold(plain(stack.resources[0]?.props ?? {})));
      const judge = (ruleset: Ruleset) => ruleset.judgeStack(name, urn, resources).verdicts;
      configured.run(stack.getConfig(), judge, send as unknown as Report);
    },
  };
}

/** Reports the waivers that count for nothing, once a stack; what they accepted is a violation again by itself. */
function waiversCount(): StackValidationPolicy {
  return {
    name: waiversPolicy,
    description: "Every waiver counts. One that is expired, malformed or too broad accepts nothing.",
    enforcementLevel: "mandatory",
    configSchema: { properties: runProperties },
    validateStack: (stack, send) => {
      for (const { message } of waiverDiagnostics(waiversOn(dayOf(stack.getConfig())).mistakes, ""))
        send(message);
    },
  };
}

/** Starts a policy pack that runs its folder's rules over Pulumi's protocol. */
export function startPack(pack: PackName): PolicyPack {
  changeSdk();
  const rules = loadRules(pack).map((rule) => [policyOf(rule), rule] as const);
  const types = rules.flatMap(([policy, { scope, types }]) =>
    scope === "stack" || types === "all" ? [] : [[policy, new Set(types)] as const],
  );
  const policies = [...rules.map(([policy]) => policy), waiversCount()];
  return new PolicyPack(`azora-${pack}`, {
    policies: narrowedByType(policies, new Map(types)),
    enforcementLevel: "mandatory",
  });
}
