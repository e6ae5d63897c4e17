import { rule } from "../../../../policies/compliance/rules/edgeTls";
import { globalBalancer, settings } from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const fixtures = [globalBalancer, ...settings];
const at = (name: string): number => fixtures.findIndex((fixture) => fixture.name === name);
const transport = "value.strict_transport_security";
const setting = (name: string, id: string, to: unknown, wanted: string): Mutation =>
  refused(name, "value", to, wanted, { resource: at(id), of: id });
const gone = (name: string, id: string, path: string, to: unknown): Mutation => ({
  name: `${id}: ${name}`,
  resource: at(id),
  path,
  to,
  finding: { path: "", found: `its zone without the setting ${id}`, wanted: `a zone with ${id}` },
});

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    setting("an old version", "min_tls_version", "1.2", "1.3"),
    setting("nothing said", "min_tls_version", absent, "1.3"),
    setting("off", "tls_1_3", "off", "on"),
    setting("any certificate of an origin", "ssl", "full", "strict"),
    setting("in the clear", "always_use_https", "off", "on"),
    setting("origins that ask no proof", "tls_client_auth", "off", "on"),
    setting("early data, which can be replayed", "0rtt", "on", "off"),
    gone("of another zone", "min_tls_version", "zoneId", "0123456789abcdef0123456789abcdef"),
    gone("another setting", "ssl", "settingId", "brotli"),
    gone("another setting", "security_header", "settingId", "brotli"),
    gone("a page rule in its place", "tls_1_3", "@type", "cloudflare:index/pageRule:PageRule"),
    {
      name: "a zone that is not the settings'",
      path: "zoneId",
      to: "0123456789abcdef0123456789abcdef",
      finding: { path: "", found: "its zone without the setting ssl" },
    },
    refused("no HSTS", `${transport}.enabled`, false, "true", { resource: at("security_header") }),
    refused("no subdomains", `${transport}.include_subdomains`, false, "true", {
      resource: at("security_header"),
    }),
    refused("half a year", `${transport}.max_age`, 15_768_000, "63072000 seconds or more", {
      resource: at("security_header"),
    }),
    refused("no age", `${transport}.max_age`, absent, "63072000 seconds or more", {
      resource: at("security_header"),
    }),
    undecided("value", { resource: at("min_tls_version"), at: "value" }),
    undecided("settingId", { resource: at("ssl") }),
    undecided("zoneId", { resource: at("tls_1_3") }),
    { ...undecided("zoneId"), name: "the balancer's zone is unknown" },
  ],
};
