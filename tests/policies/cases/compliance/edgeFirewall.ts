import { managedRulesets, owaspDecision } from "../../../../components/facts/edgeShield";
import { rule } from "../../../../policies/compliance/rules/edgeFirewall";
import { globalBalancer, typeOf, zoneId } from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const executing = { action: "execute", expression: "true", enabled: true };
const fixtures = [
  globalBalancer,
  {
    type: typeOf("ruleset"),
    name: "managed",
    stack: "global",
    props: {
      zoneId,
      kind: "zone",
      phase: "http_request_firewall_managed",
      rules: [
        { ...executing, actionParameters: { id: managedRulesets.cloudflare } },
        {
          ...executing,
          actionParameters: {
            id: managedRulesets.owasp,
            overrides: {
              categories: [
                { category: "paranoia-level-3", enabled: false },
                { category: "paranoia-level-4", enabled: false },
              ],
              rules: [{ id: owaspDecision.ruleId, action: "block", scoreThreshold: 40 }],
            },
          },
        },
      ],
    },
  },
  {
    type: typeOf("ruleset"),
    name: "bots",
    stack: "global",
    props: {
      zoneId,
      kind: "zone",
      phase: "http_request_firewall_custom",
      rules: [{ action: "block", expression: "cf.client.bot" }],
    },
  },
];
const managed = { resource: 1 };
const parameters = (index: number): string => `rules[${index}].actionParameters`;
const decision = `${parameters(1)}.overrides.rules[0]`;
const without = (name: string, path: string, to: unknown, which: keyof typeof managedRulesets): Mutation => ({
  name: `${which}: ${name}`,
  resource: 1,
  path,
  to,
  finding: {
    path: "",
    found: `its zone without the rule set ${which}`,
    wanted: `the rule set ${managedRulesets[which]}`,
  },
});

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    without("logged only", "rules[0].action", "log", "cloudflare"),
    without("for some requests", "rules[0].expression", 'http.host eq "www.azora.example"', "cloudflare"),
    without("switched off", "rules[0].enabled", false, "cloudflare"),
    without("another set", `${parameters(0)}.id`, "c2e184081120413c86c3ab7e14069605", "cloudflare"),
    without("logged only", "rules[1].action", "log", "owasp"),
    without("switched off", "rules[1].enabled", false, "owasp"),
    without("no rules", "rules", absent, "owasp"),
    without("another phase", "phase", "http_request_firewall_custom", "owasp"),
    without("a set that nothing runs", "kind", "custom", "owasp"),
    refused(
      "a category off",
      `${parameters(0)}.overrides.categories`,
      [{ category: "sqli", enabled: false }],
      "none but those that are on",
      {
        ...managed,
        at: `${parameters(0)}.overrides.categories[0]`,
        found: '{"category":"sqli","enabled":false}',
      },
    ),
    refused(
      "the first level off",
      `${parameters(1)}.overrides.categories[0].category`,
      "paranoia-level-1",
      "none but paranoia-level-3, paranoia-level-4",
      {
        ...managed,
        at: `${parameters(1)}.overrides.categories[0]`,
        found: '{"category":"paranoia-level-1","enabled":false}',
      },
    ),
    refused(
      "a rule off",
      `${parameters(0)}.overrides.rules`,
      [{ id: "0123", enabled: false }],
      "no rule changed but the one that decides",
      { ...managed, at: `${parameters(0)}.overrides.rules[0]`, found: '{"enabled":false,"id":"0123"}' },
    ),
    without("another zone", "zoneId", "0123456789abcdef0123456789abcdef", "owasp"),
    refused("all rules off", `${parameters(0)}.overrides.enabled`, false, "true", managed),
    refused("all rules log", `${parameters(0)}.overrides.action`, "log", "block", managed),
    refused("no decision", `${parameters(1)}.overrides.rules`, absent, "a score that blocks", managed),
    refused("another decision", `${decision}.id`, "0123", "a score that blocks", {
      ...managed,
      at: `${parameters(1)}.overrides.rules`,
      found: '[{"action":"block","id":"0123","scoreThreshold":40}]',
    }),
    refused("a decision that logs", `${decision}.action`, "log", "block", managed),
    refused("a decision that is off", `${decision}.enabled`, false, "true", managed),
    refused("a high score", `${decision}.scoreThreshold`, 60, "40 or less", managed),
    refused("no score", `${decision}.scoreThreshold`, absent, "40 or less", managed),
    refused("a rule that lets by", "rules[0].action", "skip", "no rule that skips others", { resource: 2 }),
    undecided("rules[0].action", managed),
    undecided("rules[0].expression", managed),
    undecided(`${decision}.scoreThreshold`, managed),
    undecided("phase", managed),
    { ...undecided("rules", { resource: 2 }), name: "the other rules are unknown" },
  ],
  survivors: ["zoneId", "phase", "rules"].map((path) => ({
    path,
    why: "the first rule sets of the plan are the caches', which let nobody by; the table changes the managed ones",
  })),
  partly: ["rules[*]", "rules[*].action"].map((path) => ({
    path,
    why: "a rule of the caches may do anything but skip",
  })),
};
