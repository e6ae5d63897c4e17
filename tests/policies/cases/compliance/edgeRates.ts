import { rule } from "../../../../policies/compliance/rules/edgeRates";
import { globalBalancer, personalBalancer, typeOf, zoneId } from "../../../support/edgeFixtures";
import { undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const rates: Fixture = {
  type: typeOf("ruleset"),
  name: "rates",
  stack: "global",
  props: {
    zoneId,
    kind: "zone",
    phase: "http_ratelimit",
    rules: [
      // Of some paths only, which limits no host.
      {
        action: "block",
        expression: 'http.host in {"api.azora.example"} and starts_with(http.request.uri.path, "/v1/auth/")',
        ratelimit: { period: 60, requestsPerPeriod: 30 },
      },
      {
        action: "block",
        expression: 'http.host in {"api.azora.example" "africa.azora.example"}',
        enabled: true,
        ratelimit: {
          characteristics: ["cf.colo.id", "ip.src"],
          period: 60,
          requestsPerPeriod: 3_000,
          mitigationTimeout: 60,
        },
      },
    ],
  },
};
const unlimited = (name: string, path: string, to: unknown, resource = 2): Mutation => ({
  name,
  resource,
  path,
  to,
  finding: {
    path: "",
    found: "no rate for all of africa.azora.example",
    wanted: "3000 calls a minute from one address, or fewer",
  },
});
const at = (field: string): string => `rules[1].${field}`;

export const cases: RuleCases = {
  rule,
  fixtures: [globalBalancer, personalBalancer("africa", ["africa", "europe"]), rates],
  mutations: [
    unlimited("a host that is left out", at("expression"), 'http.host in {"api.azora.example"}'),
    unlimited(
      "a host whose name only begins so",
      at("expression"),
      'http.host in {"africa.azora.example.net"}',
    ),
    unlimited(
      "a path of it",
      at("expression"),
      'http.host in {"africa.azora.example"} and starts_with(http.request.uri.path, "/v1/auth/")',
    ),
    unlimited("logged only", at("action"), "log"),
    unlimited("switched off", at("enabled"), false),
    unlimited("a high rate", at("ratelimit.requestsPerPeriod"), 3_001),
    unlimited("the same in a second", at("ratelimit.period"), 1),
    unlimited("by what the sender chooses", at("ratelimit.characteristics"), [
      'http.request.headers["x-id"]',
    ]),
    unlimited("not even for a moment", at("ratelimit.mitigationTimeout"), 0),
    unlimited("nothing counted", at("ratelimit.countingExpression"), "false"),
    unlimited("cached answers not counted", at("ratelimit.requestsToOrigin"), true),
    unlimited("a set that nothing runs", "kind", "custom"),
    unlimited("no number", at("ratelimit.requestsPerPeriod"), absent),
    unlimited("no period", at("ratelimit.period"), absent),
    unlimited("no rate", at("ratelimit"), absent),
    unlimited("no rules", "rules", []),
    unlimited("another phase", "phase", "http_request_firewall_custom"),
    unlimited("another zone", "zoneId", "0123456789abcdef0123456789abcdef"),
    {
      name: "a host that nobody thought of",
      resource: 1,
      path: "name",
      to: "www.azora.example",
      finding: { path: "", found: "no rate for all of www.azora.example" },
    },
    {
      name: "a host of another zone",
      resource: 1,
      path: "zoneId",
      to: "0123456789abcdef0123456789abcdef",
      finding: { path: "", found: "no rate for all of africa.azora.example" },
    },
    undecided("name"),
    { ...undecided("zoneId"), name: "the host's zone is unknown" },
    { ...undecided("rules[1].expression", { resource: 2 }), name: "the expression is unknown" },
    undecided("rules[1].ratelimit.period", { resource: 2 }),
    undecided("phase", { resource: 2 }),
  ],
  partly: ["rules[*]", "rules[*].expression"].map((path) => ({
    path,
    why: "a rule of some paths limits no host, whatever it says",
  })),
};
