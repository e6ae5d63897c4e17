import { rule } from "../../../../policies/compliance/rules/helmValuesSeen";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", path: "values.yaml" };
/** What stands there and says nothing. */
const quiet: Fixture = {
  type: "kubernetes:helm.sh/v3:Release",
  props: {
    chart: "oci://quay.io/jetstack/charts/cert-manager",
    valueYamlFiles: [],
    postrender: "",
    reuseValues: false,
    dependencyUpdate: false,
    allowNullValues: false,
    values: { extraObjects: [] },
  },
};

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, quiet],
  mutations: [
    refused("values in a file", "valueYamlFiles", [asset], "nothing", { found: "something" }),
    refused("a program that changes what is rendered", "postrender", "./patch.sh", "nothing", {
      found: "something",
    }),
    refused("values of the last release", "reuseValues", true, "nothing", { found: "something" }),
    refused("charts that a chart fetches", "dependencyUpdate", true, "nothing", { found: "something" }),
    refused("nulls that take defaults away", "allowNullValues", true, "false"),
    ...(["certManager", "trustManager", "argoEvents", "argoWorkflows", "velero"] as const).flatMap(
      (chart) => [
        refused("an object among values", "values.extraObjects", [{ kind: "Pod" }], "no object", {
          ...of(chart),
          at: "values.extraObjects[0]",
          found: "Pod",
        }),
        refused("an object as text", "values.extraObjects", ["kind: Pod"], "no object", {
          ...of(chart),
          at: "values.extraObjects[0]",
          found: "an object",
        }),
        undecided("values.extraObjects", of(chart)),
      ],
    ),
    refused("definitions that a job fetches", "values.crds.full", true, "false", of("argoWorkflows")),
    refused("the chart's own choice", "values.crds", absent, "false", {
      ...of("argoWorkflows"),
      at: "values.crds.full",
    }),
    undecided("values.crds.full", of("argoWorkflows")),
    ...allUndecided(["valueYamlFiles", "postrender", "reuseValues", "dependencyUpdate", "allowNullValues"]),
    undecided("chart", of("certManager")),
  ],
  survivors: [{ path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" }],
};
