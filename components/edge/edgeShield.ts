import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { planHas, planLimits, type EdgePlan } from "../facts/edge";
import {
  apiClasses,
  managedRulesets,
  owaspDecision,
  rateCharacteristics,
  ratePeriodSeconds,
  type ApiClass,
} from "../facts/edgeShield";
import { edgeHealth } from "../facts/edgeMonitor";
import { check } from "../shared";
import { platformApiDocument } from "./apiDocument";
import { hostIn, pathIn } from "./expressions";

export interface EdgeShieldArgs {
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly plan: EdgePlan;
  /** Hosts that clients call. */
  readonly hosts: readonly string[];
  /** Classes of calls with a rate each. Default: `apiClasses` of facts. */
  readonly classes?: readonly ApiClass[];
}

type RulesetRule = cloudflare.types.input.RulesetRule;

const managedRules: readonly RulesetRule[] = [
  {
    ref: "cloudflare-managed",
    description: "Rules that Cloudflare keeps against known attacks",
    action: "execute",
    expression: "true",
    enabled: true,
    actionParameters: { id: managedRulesets.cloudflare },
  },
  {
    ref: "owasp-core",
    description: "OWASP's rules: a request is blocked by the sum of its scores",
    action: "execute",
    expression: "true",
    enabled: true,
    actionParameters: {
      id: managedRulesets.owasp,
      overrides: {
        categories: owaspDecision.levelsOff.map((category) => ({ category, enabled: false })),
        rules: [{ id: owaspDecision.ruleId, action: "block", scoreThreshold: owaspDecision.scoreMax }],
      },
    },
  },
];

function rateRule(hosts: readonly string[], { name, paths, requestsPerMinuteMax }: ApiClass): RulesetRule {
  return {
    ref: `rate-${name}`,
    description: `At most ${requestsPerMinuteMax} calls a minute from one address: ${name}`,
    action: "block",
    expression: paths.length === 0 ? hostIn(hosts) : `(${hostIn(hosts)} and (${pathIn(paths)}))`,
    enabled: true,
    ratelimit: {
      characteristics: [...rateCharacteristics],
      period: ratePeriodSeconds,
      requestsPerPeriod: requestsPerMinuteMax,
      mitigationTimeout: ratePeriodSeconds,
    },
  };
}

/**
 * What stands before the regions: managed and OWASP rules, rates by class of calls, no crawlers. Costs nothing beside the plan.
 * @throws InvalidValueError where the plan has fewer rate rules than there are classes.
 */
export class EdgeShield extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeShieldArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeShield", name, {}, opts);
    const { zoneId, plan, hosts, classes = apiClasses } = args;
    const rateRulesMax = planLimits("rateRulesMax");
    check(
      classes.length <= rateRulesMax[plan],
      "EdgeShield.classes",
      classes.length,
      `${rateRulesMax[plan]} or fewer with the plan ${plan} (${Object.entries(rateRulesMax)
        .map(([other, count]) => `${other} ${count}`)
        .join(", ")})`,
    );
    const ruleset = (key: string, phase: string, rules: readonly RulesetRule[]): cloudflare.Ruleset =>
      new cloudflare.Ruleset(
        `${name}-${key}`,
        { zoneId, kind: "zone", name: `azora-${key}`, phase, rules: [...rules] },
        { parent: this },
      );
    ruleset("managed", "http_request_firewall_managed", managedRules);
    ruleset(
      "rates",
      "http_ratelimit",
      classes.map((apiClass) => rateRule(hosts, apiClass)),
    );
    // Programs are an API's clients, so that automation alone is no sign; crawlers, honest or not, find nothing here.
    ruleset("bots", "http_request_firewall_custom", [
      {
        ref: "crawlers",
        description: "Crawlers have nothing to read in an API",
        action: "block",
        expression: `(${hostIn(hosts)} and cf.client.bot)`,
        enabled: true,
      },
    ]);
    new cloudflare.BotManagement(
      `${name}-bot-management`,
      { zoneId, aiBotsProtection: "block" },
      { parent: this },
    );
    if (planHas(plan, "apiSchemaValidation")) this.validateCalls(name, zoneId, hosts);
    this.registerOutputs({});
  }

  /** Refuses calls that a document describes otherwise; what no document knows passes to the rules above. */
  private validateCalls(name: string, zoneId: string, hosts: readonly string[]): void {
    // A document counts for calls that the edge knows as operations.
    const operations = hosts.map(
      (host) =>
        new cloudflare.ApiShieldOperation(
          `${name}-health-of-${host.split(".")[0] ?? host}`,
          { zoneId, method: "GET", host, endpoint: edgeHealth.path },
          { parent: this },
        ),
    );
    const document = new cloudflare.SchemaValidationSchemas(
      `${name}-platform-api`,
      {
        zoneId,
        kind: "openapi_v3",
        name: "azora-platform",
        source: platformApiDocument(hosts),
        validationEnabled: true,
      },
      { parent: this, dependsOn: operations },
    );
    new cloudflare.SchemaValidationSettings(
      `${name}-call-validation`,
      { zoneId, validationDefaultMitigationAction: "block" },
      { parent: this, dependsOn: [document] },
    );
  }
}
