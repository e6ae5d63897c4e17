import { rule } from "../../../../policies/compliance/rules/kubernetesMeshTls";
import { gateways, meshes } from "../../../support/gatewayFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const fixtures = { ...gateways, ...meshes };
const of = (name: keyof typeof fixtures) => ({ resource: Object.keys(fixtures).indexOf(name), of: name });

const either = "HTTPS or TLS";
const route = "HTTPS, or a route that redirects to it";
const toHttps = "a redirect to https";
const redirectRule =
  '{"filters":[{"requestRedirect":{"scheme":"https","statusCode":301},"type":"RequestRedirect"}]}';
const [plain, filter] = ["spec.listeners[1]", "spec.rules[0].filters[0]"];
const versions = "spec.servers[0].tls.minProtocolVersion";
const forwarded = { at: "spec.rules[0]", found: '{"backendRefs":[{"name":"api","port":8080}]}' };
const none = { at: `${plain}.protocol`, found: '"HTTP"' };

export const cases: RuleCases = {
  rule,
  fixtures: Object.values(fixtures),
  mutations: [
    refused("data itself over TCP", `${plain}.protocol`, "TCP", either, of("gateway")),
    refused("a listener without a protocol", "spec.listeners[0].protocol", absent, either, of("gateway")),
    refused("an HTTPS listener become HTTP", "spec.listeners[0].protocol", "HTTP", "Same", {
      ...of("gateway"),
      at: "spec.listeners[0].allowedRoutes.namespaces.from",
      found: '"All"',
    }),
    refused("an HTTP listener without its route", `${plain}.name`, "other", route, {
      ...of("gateway"),
      ...none,
    }),
    refused("routes from anywhere", `${plain}.allowedRoutes`, { namespaces: { from: "All" } }, "Same", {
      ...of("gateway"),
      at: `${plain}.allowedRoutes.namespaces.from`,
      found: '"All"',
    }),
    refused("a gateway of another name", "metadata.name", "other", route, { ...of("gateway"), ...none }),
    refused("a gateway of another namespace", "metadata.namespace", "shop", route, {
      ...of("gateway"),
      ...none,
    }),
    refused("a redirect to plain HTTP", `${filter}.requestRedirect.scheme`, "http", toHttps, {
      ...of("redirecting"),
      at: "spec.rules[0]",
      found: redirectRule.replace("https", "http"),
    }),
    refused("a filter of another kind", `${filter}.type`, "URLRewrite", toHttps, {
      ...of("redirecting"),
      at: "spec.rules[0]",
      found: redirectRule.replace("RequestRedirect", "URLRewrite"),
    }),
    refused("a second rule that serves", "spec.rules[1]", { backendRefs: [{ name: "api" }] }, toHttps, {
      ...of("redirecting"),
    }),
    refused("a redirect beside a service", "spec.rules[0].backendRefs", [{ name: "api" }], toHttps, {
      ...of("redirecting"),
      at: "spec.rules[0]",
      found: `{"backendRefs":[{"name":"api"}],${redirectRule.slice(1)}`,
    }),
    refused("no rule", "spec.rules", absent, toHttps, of("redirecting")),
    refused(
      "of all listeners",
      "spec.parentRefs[0]",
      { name: "gateway", namespace: "istio-ingress" },
      toHttps,
      {
        ...of("serving"),
        ...forwarded,
      },
    ),
    refused(
      "of the HTTP port",
      "spec.parentRefs[0]",
      { name: "gateway", namespace: "istio-ingress", port: 80 },
      toHttps,
      {
        ...of("serving"),
        ...forwarded,
      },
    ),
    refused("calls on the HTTP listener", "spec.parentRefs[0].sectionName", "http", toHttps, {
      ...of("calling"),
      at: "spec.rules",
      found: '[{"backendRefs":[{"name":"api","port":8080}]}]',
    }),
    refused("plain HTTP", "spec.listeners[0].protocol", "HTTP", route, of("older")),
    refused("plain HTTP", "spec.listeners[0].protocol", "HTTP", either, of("set")),

    refused("TLS 1.2", versions, "TLSV1_2", "TLSV1_3", of("servers")),
    refused("TLS 1.0", versions, "TLSV1_0", "TLSV1_3", of("servers")),
    refused("the mesh's default of 1.2", versions, absent, "TLSV1_3", of("servers")),
    refused("TLS 1.2", versions, "TLSV1_2", "TLSV1_3", of("olderServers")),
    refused("HTTP without a redirect", "spec.servers[1].tls.httpsRedirect", false, "true", of("servers")),
    refused("HTTP without TLS", "spec.servers[1].tls", absent, "true", {
      ...of("servers"),
      at: "spec.servers[1].tls.httpsRedirect",
    }),
    refused("TCP", "spec.servers[2].port.protocol", "TCP", either, of("servers")),
    refused("passed on no more", "spec.servers[2].tls.mode", "SIMPLE", "TLSV1_3", {
      ...of("servers"),
      at: "spec.servers[2].tls.minProtocolVersion",
      found: "absent",
    }),
    ...["PERMISSIVE", "DISABLE", "UNSET", absent].map((mode) =>
      refused(`mode ${String(mode)}`, "spec.mtls.mode", mode, "STRICT", of("peers")),
    ),
    refused("a port by itself", 'spec.portLevelMtls["8080"].mode', "DISABLE", "STRICT", of("peers")),
    refused("permissive", "spec.mtls.mode", "PERMISSIVE", "STRICT", of("olderPeers")),
    ...["spec.trafficPolicy", "spec.trafficPolicy.portLevelSettings[0]", "spec.subsets[0].trafficPolicy"].map(
      (settings) =>
        refused(
          `${settings} off`,
          `${settings}.tls.mode`,
          "DISABLE",
          "ISTIO_MUTUAL or MUTUAL or SIMPLE",
          of("traffic"),
        ),
    ),

    ...allUndecided(["spec.listeners", `${plain}.protocol`, `${plain}.name`], of("gateway")),
    ...allUndecided([versions, "spec.servers[1].tls.httpsRedirect"], of("servers")),
    ...allUndecided(["spec.mtls.mode", 'spec.portLevelMtls["8080"].mode'], of("peers")),
    ...allUndecided(["spec.trafficPolicy.tls.mode"], of("traffic")),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a route that attaches to an HTTPS listener may be of any namespace" },
    {
      path: "spec.parentRefs*",
      why: "what attaches to no listener of plain HTTP is encrypted, or unreached",
    },
    { path: "spec.servers[*].tls.mode", why: "where TLS 1.3 is the least, every mode is right" },
    { path: "spec", why: "what says nothing of traffic leaves the mode to the mesh" },
    { path: "spec.subsets*", why: "the same" },
    { path: "spec.trafficPolicy*", why: "the same" },
  ],
};
