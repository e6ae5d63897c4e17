import { bucketItemWrite } from "../../../../components/facts/edgeLogs";
import { rule } from "../../../../policies/compliance/rules/edgeTypesAllowed";
import { typeOf, zoneId } from "../../../support/edgeFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const ruleset = 0;
const logs = 1;
const enabled = ["authenticatedOriginPullsSettings", "ctAlerting", "universalSslSetting"];
const token = 2;
const group = "policies[1].permissionGroups[0].id";
const setting = 3;
const firstSwitch = 6;
const phases =
  "http_ratelimit, http_request_cache_settings, http_request_firewall_custom, http_request_firewall_managed, http_response_cache_settings";

const type = (name: string, wanted: string): Mutation => ({
  name,
  path: "@type",
  to: typeOf(name),
  finding: {
    path: "",
    found: `the type ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    wanted,
  },
});
const byHost = "a load balancer for the host";
const byRuleset = "a Ruleset in one of the phases that policies/shared/edgeTypes.ts lists";
/** "Workers R2 Storage Write": all buckets of the account. */
const everything = "bf7481a1826f439697cb59a20b22293e";
const unlisted = "a type that policies/shared/edgeTypes.ts lists, with its reason";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: typeOf("ruleset"),
      props: {
        zoneId,
        kind: "zone",
        phase: "http_request_firewall_custom",
        rules: [{ action: "block" }, { action: "block" }],
      },
    },
    { type: typeOf("r2Bucket"), props: { name: "azora-edge-logs", jurisdiction: "eu" } },
    {
      type: typeOf("accountToken"),
      props: {
        policies: [
          { permissionGroups: [{ id: bucketItemWrite }] },
          { permissionGroups: [{ id: bucketItemWrite }, { id: bucketItemWrite }] },
        ],
      },
    },
    { type: typeOf("zoneSetting"), props: { zoneId, settingId: "ssl", value: "strict" } },
    { type: typeOf("zoneSetting"), props: { zoneId, settingId: "security_header", value: {} } },
    { type: typeOf("loadBalancerPool"), props: {} },
    ...enabled.map((name) => ({ type: typeOf(name), props: { zoneId, enabled: true } })),
    // Not the edge's.
    { type: "aws:sqs/queue:Queue", props: {} },
  ],
  mutations: [
    type("spectrumApplication", byHost),
    type("workersRoute", byHost),
    type("workersCustomDomain", byHost),
    type("customHostname", byHost),
    type("cloudConnectorRules", "a pool with the origins of a region's contract"),
    type("snippets", "a service in the regions, behind a load balancer"),
    type("pageRule", byRuleset),
    type("accessRule", byRuleset),
    type("hostnameTlsSetting", "the zone's own settings, as EdgeZone makes them"),
    type("record", "a DnsRecord"),
    type("d1Database", unlisted),
    type("whatComesNext", unlisted),
    {
      name: "what was another provider's",
      resource: firstSwitch + enabled.length,
      path: "@type",
      to: typeOf("argoSmartRouting"),
      finding: { path: "", found: "the type ArgoSmartRouting", wanted: unlisted },
    },
    ...[
      "http_config_settings",
      "http_request_origin",
      "http_request_transform",
      "http_request_dynamic_redirect",
    ].map((to) => refused(`rules in ${to}`, "phase", to, phases)),
    refused("no phase", "phase", absent, phases),
    refused("an account's rules", "kind", "root", "zone"),
    refused("no kind", "kind", absent, "zone"),
    refused("another account's rules", "accountId", "0123456789abcdef0123456789abcdef", "absent"),
    ...["skip", "log", "managed_challenge", absent].map((to) =>
      refused(`a rule that does ${String(to)}`, "rules[1].action", to, "block"),
    ),
    refused("what is kept anywhere", "jurisdiction", absent, "eu", { resource: logs }),
    refused("what is kept elsewhere", "jurisdiction", "fedramp", "eu", { resource: logs }),
    refused("a token that may do more", group, everything, bucketItemWrite, { resource: token }),
    refused("and more", "policies[1].permissionGroups[1].id", everything, bucketItemWrite, {
      resource: token,
    }),
    refused("a token that says nothing", "policies", [], bucketItemWrite, {
      resource: token,
      at: "policies[0].id",
      found: "absent",
    }),
    refused("and what it may do neither", "policies[0].permissionGroups", [], bucketItemWrite, {
      resource: token,
      at: "policies[0].permissionGroups[0].id",
      found: "absent",
    }),
    type("apiToken", unlisted),
    refused("a setting that facts do not name", "settingId", "development_mode", settings(), {
      resource: setting,
    }),
    refused("no setting", "settingId", absent, settings(), { resource: setting }),
    ...enabled.flatMap((name, index) => [
      refused("off", "enabled", false, "true", { resource: firstSwitch + index, of: name }),
      refused("as Cloudflare likes", "enabled", absent, "true", { resource: firstSwitch + index, of: name }),
    ]),
    ...allUndecided(["kind", "phase", "accountId", "rules[0].action"], { resource: ruleset }),
    undecided("jurisdiction", { resource: logs }),
    ...allUndecided(["policies", "policies[0].permissionGroups", group], { resource: token }),
    undecided("settingId", { resource: setting }),
    undecided("enabled", { resource: firstSwitch }),
  ],
};

function settings(): string {
  return "ssl or min_tls_version or tls_1_3 or 0rtt or always_use_https or tls_client_auth or security_header";
}
