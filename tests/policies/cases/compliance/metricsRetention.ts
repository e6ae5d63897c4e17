import { rule } from "../../../../policies/compliance/rules/metricsRetention";
import { refused, undecided } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { copies, prometheus } from "../../../support/watchFixtures";

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus, copies],
  mutations: [
    ...["29d", "31d", "720h", "", absent].map((retention) =>
      refused(`kept ${String(retention)}`, "spec.retention", retention, "30d"),
    ),
    refused("copies kept longer", "spec.retention", "90d", "30d", { resource: 1 }),
    undecided("spec.retention"),
  ],
};
