import { rule } from "../../../../policies/compliance/rules/metricsStay";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { prometheus } from "../../../support/watchFixtures";

const write = "spec.remoteWrite[0]";
const [url, kept] = [`${write}.url`, `${write}.writeRelabelConfigs`];
const store = "a store of a region of the platform";
const recorded = "keep __name__ =~ [a-z_]+:.+|up|probe_success|ALERTS";
const step = { action: "keep", regex: "[a-z_]+:.+|up|probe_success|ALERTS", sourceLabels: ["__name__"] };
const found = (change: object): string =>
  JSON.stringify([
    Object.fromEntries(Object.entries({ ...step, ...change }).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus],
  mutations: [
    ...[
      "https://prometheus.vendor.example/api/v1/write",
      "https://metrics-copies.antarctica.internal.azora.example/api/v1/write",
      "https://europe.internal.azora.example.vendor.example/",
      absent,
    ].map((to) => refused(`sent to ${String(to)}`, url, to, store)),
    refused("all of it sent", kept, absent, recorded),
    refused("everything kept", `${kept}[0].regex`, ".*", recorded, {
      at: kept,
      found: found({ regex: ".*" }),
    }),
    refused("recorded ones left out", `${kept}[0].action`, "drop", recorded, {
      at: kept,
      found: found({ action: "drop" }),
    }),
    refused("by another label", `${kept}[0].sourceLabels`, ["job"], recorded, {
      at: kept,
      found: found({ sourceLabels: ["job"] }),
    }),
    ...["objectStorageConfig", "objectStorageConfigFile"].map((field) =>
      refused(`blocks by ${field}`, `spec.thanos.${field}`, "/bucket.yaml", "none"),
    ),
    refused(
      "named anew before",
      kept,
      [{ action: "replace", targetLabel: "__name__", replacement: "a:b" }, step],
      recorded,
      {
        found: `[{"action":"replace","replacement":"a:b","targetLabel":"__name__"},${JSON.stringify(step)}]`,
      },
    ),
    refused("read from elsewhere", "spec.remoteRead", [{ url: "https://elsewhere.example" }], "none", {
      at: "spec.remoteRead[0]",
      found: '{"url":"https://elsewhere.example"}',
    }),
    ...allUndecided([url, kept]),
  ],
  survivors: [{ path: "spec.remoteWrite", why: "what sends nothing keeps all at home" }],
};
