import { edgeHealth } from "../../../../components/facts/edgeMonitor";
import { rule } from "../../../../policies/compliance/rules/edgePoolsWatched";
import { globalBalancer, typeOf } from "../../../support/edgeFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const monitor = { resource: 1 };
const places = "ENAM, SEAS, WEU; or ALL_REGIONS";
const none = { path: "", found: "no monitor of this stack", wanted: "a monitor" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: typeOf("loadBalancerPool"),
      name: "pool",
      props: { enabled: true, checkRegions: ["ALL_REGIONS"] },
      from: { monitor: ["monitor"] },
    },
    {
      type: typeOf("loadBalancerMonitor"),
      name: "monitor",
      props: {
        type: "https",
        method: "GET",
        path: edgeHealth.path,
        expectedCodes: "200",
        expectedBody: "ok",
        allowInsecure: false,
        followRedirects: false,
        header: { Host: ["api.azora.example"] },
        interval: 60,
        timeout: 20,
        retries: 2,
        consecutiveUp: 2,
        consecutiveDown: 2,
      },
    },
    globalBalancer,
  ],
  mutations: [
    { name: "no monitor", path: "@from.monitor", to: [], finding: none },
    {
      name: "what is no monitor",
      resource: 1,
      path: "@type",
      to: typeOf("healthcheck"),
      finding: none,
    },
    refused("a pool that is off", "enabled", false, "true"),
    ...[absent, [], ["ENAM"], ["ENAM", "SEAS", "WEU", "OC"]].map((to) =>
      refused(
        `watched from ${to === absent ? "where the edge likes" : JSON.stringify(to)}`,
        "checkRegions",
        to,
        places,
      ),
    ),
    ...[absent, { Host: [] }, { Host: ["origin.azora.example"] }].map((to) =>
      refused(
        `asks for ${to === absent ? "no host" : JSON.stringify(to)}`,
        "header",
        to,
        "a host that a load balancer leads",
        {
          ...monitor,
          at: "header.Host",
          found: to === absent ? "absent" : JSON.stringify((to as { Host: string[] }).Host),
        },
      ),
    ),
    ...["consecutiveUp", "consecutiveDown"].flatMap((field) => [
      refused("nothing said", field, absent, "2", { ...monitor, of: field }),
      refused("at once", field, 0, "2", { ...monitor, of: field }),
      refused("late", field, 3, "2", { ...monitor, of: field }),
    ]),
    refused("another host's answer", "followRedirects", true, "false", monitor),
    refused(
      "still waiting when it is asked again",
      "timeout",
      21,
      "with its retries, at most the interval",
      monitor,
    ),
    refused("no end", "timeout", absent, "with its retries, at most the interval", monitor),
    refused("tries on", "retries", 3, "with its retries, at most the interval", {
      ...monitor,
      at: "timeout",
      found: "20",
    }),
    refused("asked for its head", "method", "HEAD", "GET", monitor),
    refused("asked at another door", "port", 8443, "443", monitor),
    refused("a share of it is sent away", "loadShedding", { defaultPercent: 100 }, "none", {
      found: '{"defaultPercent":100}',
    }),
    refused("others say whether it answers", "healthSources", ["pool"], "none"),
    refused("other monitors", "monitorGroup", "group-id", "none"),
    refused("in the clear", "type", "http", "https", monitor),
    refused("a page of its own", "path", "/", edgeHealth.path, monitor),
    refused("any answer", "expectedCodes", "2xx", "200", monitor),
    refused("any text", "expectedBody", absent, "ok", monitor),
    refused("any certificate", "allowInsecure", true, "false", monitor),
    refused("seldom", "interval", 61, "60 seconds or less", monitor),
    refused("as seldom as the edge likes", "interval", absent, "60 seconds or less", monitor),
    ...allUndecided(["enabled", "checkRegions", "loadShedding", "healthSources", "monitorGroup"]),
    ...allUndecided(["method", "port"], monitor),
    ...allUndecided(
      ["header.Host", "followRedirects", "consecutiveUp", "consecutiveDown", "timeout", "retries"],
      monitor,
    ),
    ...allUndecided(["type", "path", "expectedCodes", "expectedBody", "allowInsecure", "interval"], monitor),
  ],
  survivors: [
    { path: "name", why: "of a plan's hosts two are changed, and monitors ask for one of the others" },
  ],
};
