import { rule } from "../../../../policies/compliance/rules/edgeCaches";
import { globalBalancer, typeOf, zoneId } from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const host = "api.azora.example";
const of = (path: string, on = host): string =>
  `http.host in {"${on}"} and starts_with(http.request.uri.path, "${path}")`;
const personal = `http.host ne "${host}" or len(http.request.headers["authorization"]) > 0 or http.cookie ne ""`;
const nothing = (expression: string) => ({
  action: "set_cache_settings",
  expression,
  enabled: true,
  actionParameters: { cache: false },
});
const keep = (path: string, edgeSeconds: number) => ({
  action: "set_cache_settings",
  expression: of(path),
  enabled: true,
  actionParameters: {
    cache: true,
    edgeTtl: { mode: "override_origin", default: edgeSeconds },
    browserTtl: { mode: "respect_origin" },
    serveStale: { disableStaleWhileUpdating: false },
    cacheKey: { cacheDeceptionArmor: true },
  },
});
const rules = [nothing("true"), keep("/static/", 2_592_000), keep("/v1/public/", 60), nothing(personal)];
const ruleset = { resource: 1 };
const parameters = "rules[2].actionParameters";
const modes = "override_origin or respect_origin or bypass_by_default";
const paths = `${host} with paths that begin with /static/ or /v1/public/`;

/** Other rules than the four, and what is found of them. */
const instead = (name: string, to: readonly object[], finding: Mutation["finding"]): Mutation => ({
  name,
  ...ruleset,
  path: "rules",
  to,
  finding,
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    globalBalancer,
    {
      type: typeOf("ruleset"),
      name: "caches",
      props: { zoneId, kind: "zone", phase: "http_request_cache_settings", rules },
    },
    // Another phase's, and another zone's.
    {
      type: typeOf("ruleset"),
      name: "tags",
      props: { zoneId, kind: "zone", phase: "http_response_cache_settings", rules: [] },
    },
    {
      type: typeOf("ruleset"),
      name: "elsewhere",
      props: { zoneId: "another", kind: "zone", phase: "http_request_cache_settings", rules: [] },
    },
  ],
  mutations: [
    {
      name: "no rule set",
      ...ruleset,
      path: "phase",
      to: "http_ratelimit",
      finding: { path: "", found: "its zone with 0 rule sets of http_request_cache_settings", wanted: "one" },
    },
    {
      name: "a second rule set",
      resource: 2,
      path: "phase",
      to: "http_request_cache_settings",
      finding: { path: "", found: "its zone with 2 rule sets of http_request_cache_settings", wanted: "one" },
    },
    instead("no rules", [], { path: "", found: "no first rule", wanted: "a rule for true" }),
    instead("one rule for all", [nothing("true")], {
      path: "",
      found: "no last rule",
      wanted: `a rule for ${personal}`,
    }),
    instead("the last rule is gone", rules.slice(0, -1), {
      path: "rules[2].actionParameters.cache",
      found: "true",
      wanted: "false in the last rule",
    }),
    instead("a rule after it", [...rules, keep("/v1/public/", 60)], {
      path: "rules[4].actionParameters.cache",
      found: "true",
      wanted: "false in the last rule",
    }),
    instead("a bar of another kind after it", [...rules, nothing("ip.src eq 203.0.113.1")], {
      path: "rules[4].expression",
      found: '"ip.src eq 203.0.113.1"',
      wanted: personal,
    }),
    instead("the default keeps what it likes", rules.slice(1), {
      path: "rules[0].actionParameters.cache",
      found: "true",
      wanted: "false in the first rule",
    }),
    refused("the last rule is off", "rules[3].enabled", false, "true", ruleset),
    refused(
      "the last rule keeps",
      "rules[3].actionParameters.cache",
      true,
      "false in the last rule",
      ruleset,
    ),
    refused(
      "cookies are forgotten",
      "rules[3].expression",
      personal.replace(' or http.cookie ne ""', ""),
      personal,
      {
        ...ruleset,
      },
    ),
    refused(
      "the authorised of one host only",
      "rules[3].expression",
      personal.replace(" or ", " and "),
      personal,
      {
        ...ruleset,
      },
    ),
    refused("the first rule is off", "rules[0].enabled", false, "true", ruleset),
    refused("the first rule is for some", "rules[0].expression", of("/v2/"), "true", ruleset),
    refused("all of the host", "rules[2].expression", `http.host in {"${host}"}`, paths, ruleset),
    refused("another path", "rules[2].expression", of("/v1/"), paths, ruleset),
    refused("a personal host", "rules[2].expression", of("/static/", "africa.azora.example"), paths, ruleset),
    refused("or anything else", "rules[2].expression", `${of("/static/")} or true`, paths, ruleset),
    refused("no expression", "rules[2].expression", absent, paths, ruleset),
    refused("longer than its class", `${parameters}.edgeTtl.default`, 61, "60 seconds or less", ruleset),
    refused(
      "as long as the edge likes",
      `${parameters}.edgeTtl.default`,
      absent,
      "60 seconds or less",
      ruleset,
    ),
    refused("nobody's word", `${parameters}.edgeTtl.mode`, absent, modes, ruleset),
    refused("another's word", `${parameters}.edgeTtl.mode`, "overrideOrigin", modes, ruleset),
    refused(
      "longer by status",
      `${parameters}.edgeTtl.statusCodeTtls`,
      [{ statusCode: 200, value: 600 }],
      "none",
      {
        ...ruleset,
        found: '[{"statusCode":200,"value":600}]',
      },
    ),
    refused("a key of its own", `${parameters}.cacheKey.customKey`, { host: { resolved: true } }, "none", {
      ...ruleset,
      found: '{"host":{"resolved":true}}',
    }),
    refused(
      "pages that end like files",
      `${parameters}.cacheKey.cacheDeceptionArmor`,
      false,
      "true",
      ruleset,
    ),
    refused("keys of any kind", `${parameters}.cacheKey`, absent, "true", {
      ...ruleset,
      at: `${parameters}.cacheKey.cacheDeceptionArmor`,
    }),
    refused("what lasts longer", `${parameters}.cacheReserve`, { eligible: true }, "absent", ruleset),
    refused(
      "nothing said of keeping",
      "rules[0].actionParameters.cache",
      absent,
      "false in the first rule",
      ruleset,
    ),
    undecided("phase", ruleset),
    undecided("rules", ruleset),
    undecided("rules[3].expression", ruleset),
    undecided("rules[3].enabled", ruleset),
    undecided("rules[3].actionParameters.cache", ruleset),
    undecided("rules[1].expression", ruleset),
    undecided(`${parameters}.edgeTtl.mode`, ruleset),
    undecided(`${parameters}.edgeTtl.default`, ruleset),
    undecided(`${parameters}.cacheKey.cacheDeceptionArmor`, ruleset),
    undecided("name"),
  ],
  survivors: [
    { path: "zoneId", why: "of a plan's rule sets two are changed, which are of other phases" },
    { path: "phase", why: "the same; the caches' own by another phase is refused" },
  ],
  partly: [
    { path: "rules[*].enabled", why: "a class that is off keeps nothing" },
    { path: "rules[*].actionParameters.cache", why: "a class that is not kept needs no bounds" },
  ],
};
