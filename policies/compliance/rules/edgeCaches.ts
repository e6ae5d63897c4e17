import { globalHost } from "../../../components/facts/edgeHosts";
import { cacheClasses, neverKept, type CacheClass } from "../../../components/facts/edgeShield";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { domainOf, inZone, loadBalancerType, rulesetType, zoneFindings } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";

const phase = "http_request_cache_settings";
const fix = "keep what EdgeCache keeps";
/** Whose word counts for how long a copy is kept ("Edge TTL", Cache Rules, Cloudflare docs). */
const modes = ["override_origin", "respect_origin", "bypass_by_default"];
/** What a rule that keeps copies may say. */
const settings = ["cache", "edgeTtl", "browserTtl", "serveStale", "cacheKey"];

function isOn(rule: Reader): boolean {
  return rule.flag("enabled") !== false;
}

/** Whether a rule keeps nothing of what it matches. */
function keepsNothing(rule: Reader): boolean {
  return rule.flag("actionParameters", "cache") === false;
}

/** The class of facts of which a rule keeps copies, on the global host and below the class's path only. */
function classOf(rule: Reader, host: string): CacheClass | undefined {
  const matched =
    /^http\.host in \{("[^"]*")\} and starts_with\(http\.request\.uri\.path, "([^"\\]*)"\)$/.exec(
      rule.text("expression") ?? "",
    );
  const [, of, path = ""] = matched ?? [];
  return of === JSON.stringify(host) ? cacheClasses.find((fact) => path.startsWith(fact.path)) : undefined;
}

/** A rule that keeps copies: of a class, no longer than it says, under keys that tell requests apart as the edge does. */
function keeps(rule: Reader, host: string): Finding[] {
  const kept = classOf(rule, host);
  if (!kept) {
    const paths = cacheClasses.map(({ path }) => path).join(" or ");
    return [wrong(rule.at("expression"), `${host} with paths that begin with ${paths}`, fix)];
  }
  const parameters = rule.at("actionParameters");
  const ttl = parameters.at("edgeTtl");
  const findings = parameters
    .keys()
    .filter((key) => !settings.includes(key))
    .map((key) => wrong(parameters.at(key), "absent", fix));
  if (ttl.exists && !modes.includes(ttl.text("mode") ?? ""))
    findings.push(wrong(ttl.at("mode"), modes.join(" or "), fix));
  if (ttl.text("mode") === "override_origin" && (ttl.number("default") ?? Infinity) > kept.edgeSeconds)
    findings.push(wrong(ttl.at("default"), `${kept.edgeSeconds} seconds or less`, fix));
  if (ttl.items("statusCodeTtls").length > 0)
    findings.push(wrong(ttl.at("statusCodeTtls"), "none", "keep no answer longer by its status"));
  if (parameters.at("cacheKey", "customKey").exists)
    findings.push(
      wrong(parameters.at("cacheKey", "customKey"), "none", "let a copy serve the same request only"),
    );
  if (parameters.flag("cacheKey", "cacheDeceptionArmor") !== true)
    findings.push(
      wrong(parameters.at("cacheKey", "cacheDeceptionArmor"), "true", "keep no page that ends like a file"),
    );
  return findings;
}

/** A rule at the beginning, or at the end, by which nothing is kept. */
function bars(rule: Reader | undefined, expressions: readonly string[], where: string): Finding[] {
  const [wanted = ""] = expressions;
  if (!rule) return [wrongResource(`no ${where} rule`, `a rule for ${wanted}`, fix)];
  return [
    ...(keepsNothing(rule)
      ? []
      : [wrong(rule.at("actionParameters", "cache"), `false in the ${where} rule`, fix)]),
    ...(isOn(rule) ? [] : [wrong(rule.at("enabled"), "true", fix)]),
    ...(expressions.includes(rule.text("expression") ?? "")
      ? []
      : [wrong(rule.at("expression"), wanted, fix)]),
  ];
}

export const rule: StackRule = {
  id: "edge-caches",
  title:
    "The edge keeps copies of public classes only, and its last rule keeps none of what is for one sender",
  why: "A copy of one person's answer is given to everybody who asks for the same address; the last rule of the phase counts most.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [loadBalancerType, rulesetType],
  onUnknown: "fail",
  check: (stack) =>
    zoneFindings(stack, (zone, balancer) => {
      const host = globalHost(domainOf(balancer));
      const found = inZone(stack, rulesetType, zone).filter(({ props }) => props.text("phase") === phase);
      const [ruleset] = found;
      if (!ruleset || found.length > 1)
        return [wrongResource(`its zone with ${found.length} rule sets of ${phase}`, "one", fix)];
      const rules = ruleset.props.items("rules");
      const keeping = rules.slice(1, -1).filter((one) => isOn(one) && !keepsNothing(one));
      return [
        ...bars(rules[0], ["true"], "first"),
        ...keeping.flatMap((one) => keeps(one, host)),
        ...bars(rules.length > 1 ? rules.at(-1) : undefined, [neverKept(host), "true"], "last"),
      ].map((finding) => ({ urn: ruleset.urn, ...finding }));
    }),
};
