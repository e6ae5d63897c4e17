import {
  PolicyPack,
  type Policy,
  type PolicyConfigSchema,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { evaluateResource, evaluateStack, type Verdict } from "./evaluate";
import { messageOf } from "./message";
import { Reader } from "./reader";
import type { ResourceView, Rule, Settings } from "./rule";
import { applyWaivers, type Waiver } from "./waivers";

/** What the engine tells of a resource, as far as rules look at it. */
interface EngineResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
  readonly opts: { readonly protect: boolean };
  readonly provider?: {
    readonly name: string;
    readonly type: string;
    readonly props: Record<string, unknown>;
  };
}

export interface PackArgs {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Day that counts as today where the configuration says none. */
  readonly today: string;
}

/** How the SDK's proxy says what it is and what it stands for (@pulumi/policy, proxy.js; left out of its types). */
const isProxy = "__isSpecialProxy";
const proxyTarget = "__getSpecialProxyTarget";

/** The properties themselves: our reader finds unknowns where the SDK's proxy does not (`in`, `length`, absent keys). */
function plain(props: Record<string, unknown>): unknown {
  return props[isProxy] === true ? props[proxyTarget] : props;
}

function view(resource: EngineResource): ResourceView {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: new Reader(plain(resource.props)),
    protect: resource.opts.protect,
    provider: resource.provider && {
      name: resource.provider.name,
      type: resource.provider.type,
      props: new Reader(plain(resource.provider.props)),
    },
  };
}

/** Configuration of one rule: the day that counts as today, and its thresholds. */
function configSchema(rule: Rule): PolicyConfigSchema {
  const thresholds = Object.entries(rule.thresholds ?? {}).map(
    ([name, threshold]): [string, PolicyConfigSchema["properties"][string]] => [
      name,
      {
        type: "number",
        description: threshold.description,
        default: threshold.default,
        minimum: threshold.min,
        maximum: threshold.max,
      },
    ],
  );
  return {
    properties: {
      asOf: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
      ...Object.fromEntries(thresholds),
    },
  };
}

/** What the pack's configuration says of one rule. */
function settingsOf(rule: Rule, config: Readonly<Record<string, unknown>>, today: string): Settings {
  const given = Object.keys(rule.thresholds ?? {}).flatMap((name) => {
    const value = config[name];
    return typeof value === "number" ? [[name, value] as const] : [];
  });
  return {
    asOf: typeof config.asOf === "string" ? config.asOf : today,
    thresholds: Object.fromEntries(given),
  };
}

type Report = (
  message: string | { message: string; urn: string; enforcementLevel: string },
  urn?: string,
) => void;

/** Reports with a level of its own, since the SDK makes advisory what touches an unknown. */
function report(verdicts: readonly Verdict[], waivers: readonly Waiver[], asOf: string, send: Report): void {
  const { verdicts: left, waived } = applyWaivers(verdicts, waivers, asOf);
  for (const verdict of left) {
    const stops = verdict.state !== "deferred" && verdict.level === "mandatory";
    send({
      message: messageOf(verdict),
      urn: verdict.urn,
      enforcementLevel: stops ? "mandatory" : "advisory",
    });
  }
  for (const { verdict, waiver, daysLeft } of waived) {
    send({
      message: `waived for ${daysLeft} more days by ${waiver.approver} (${waiver.ticket}): ${messageOf(verdict)}`,
      urn: verdict.urn,
      enforcementLevel: "advisory",
    });
  }
}

function policyOf(rule: Rule, args: PackArgs): ResourceValidationPolicy | StackValidationPolicy {
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
        const settings = settingsOf(rule, resource.getConfig(), args.today);
        const { verdicts } = evaluateResource([rule], view(resource), settings);
        report(verdicts, args.waivers, settings.asOf, send as unknown as Report);
      },
    };
  }
  return {
    ...policy,
    validateStack: (stack, send) => {
      const settings = settingsOf(rule, stack.getConfig(), args.today);
      const resources = stack.resources.map((resource) => view(resource as unknown as EngineResource));
      const root = resources.find((resource) => resource.type === "pulumi:pulumi:Stack");
      const stackUrn = root?.urn ?? "";
      const { verdicts } = evaluateStack([rule], stackUrn.split(":")[2] ?? "", stackUrn, resources, settings);
      report(verdicts, args.waivers, settings.asOf, send as unknown as Report);
    },
  };
}

/** Starts a policy pack that runs the rules over Pulumi's protocol. */
export function startPack(args: PackArgs): PolicyPack {
  return new PolicyPack(args.name, {
    policies: args.rules.map((rule) => policyOf(rule, args)),
    enforcementLevel: "mandatory",
  });
}
