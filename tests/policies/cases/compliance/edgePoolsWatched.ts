import { edgeHealth } from "../../../../components/facts/edgeMonitor";
import { rule } from "../../../../policies/compliance/rules/edgePoolsWatched";
import { typeOf } from "../../../support/edgeFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const monitor = { resource: 1 };
const none = { path: "", found: "no monitor of this stack", wanted: "a monitor" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: typeOf("loadBalancerPool"), name: "pool", props: {}, from: { monitor: ["monitor"] } },
    {
      type: typeOf("loadBalancerMonitor"),
      name: "monitor",
      props: {
        type: "https",
        path: edgeHealth.path,
        expectedCodes: "200",
        expectedBody: "ok",
        allowInsecure: false,
        interval: 60,
      },
    },
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
    refused("in the clear", "type", "http", "https", monitor),
    refused("a page of its own", "path", "/", edgeHealth.path, monitor),
    refused("any answer", "expectedCodes", "2xx", "200", monitor),
    refused("any text", "expectedBody", absent, "ok", monitor),
    refused("any certificate", "allowInsecure", true, "false", monitor),
    refused("seldom", "interval", 61, "60 seconds or less", monitor),
    refused("as seldom as the edge likes", "interval", absent, "60 seconds or less", monitor),
    ...allUndecided(["type", "path", "expectedCodes", "expectedBody", "allowInsecure", "interval"], monitor),
  ],
};
