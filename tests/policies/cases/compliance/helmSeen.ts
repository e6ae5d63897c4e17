import { rule } from "../../../../policies/compliance/rules/helmSeen";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const wanted = "a chart with a row in policies/shared/helmCharts.ts";
/** The same chart, from wherever it comes. */
const copies = [
  "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/cert-manager",
  "oci://registry.example.com/charts/cert-manager:v1.21.1",
  "oci://registry.example.com/charts/cert-manager@sha256:0123",
  "oci://registry.example.com/charts/cert-manager/",
].map((chart) => variant(releases.certManager, { chart }));

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, ...copies],
  mutations: [
    ...[
      "nginx",
      "oci://example.com/charts/falco",
      "oci://example.com/cert-manager/other",
      "constructor",
      "",
    ].map((chart) =>
      refused(`the chart "${chart}"`, "chart", chart, wanted, {
        ...of("certManager"),
        found: `"${chart}": not seen`,
      }),
    ),
    refused("no chart", "chart", absent, wanted, { ...of("certManager"), found: "absent: not seen" }),
    undecided("chart", of("certManager")),
  ],
};
