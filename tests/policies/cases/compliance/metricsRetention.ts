import { rule } from "../../../../policies/compliance/rules/metricsRetention";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { copies, otherPods, prometheus } from "../../../support/watchFixtures";

const args = "spec.template.spec.containers[0].args";
const wanted = "--tsdb.retention=30d";

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus, copies, otherPods],
  mutations: [
    ...["29d", "31d", "720h", "", absent].map((retention) =>
      refused(`kept ${String(retention)}`, "spec.retention", retention, "30d"),
    ),
    ...[["receive", "--tsdb.retention=90d"], ["receive"]].map((told) =>
      refused(`copies told ${told.join(" ")}`, args, told, wanted, { resource: 1 }),
    ),
    ...allUndecided(["spec.retention"]),
    ...allUndecided([args], { resource: 1, of: "copies" }),
  ],
  survivors: [
    { path: "spec.template.spec", why: "a set without pods" },
    { path: "spec.template.spec.containers", why: "a pod without containers keeps nothing" },
    { path: "spec.template.spec.containers[*]", why: "the same" },
    { path: "spec.template.spec.containers[*].args*", why: "what is no receiver of Thanos' keeps no copies" },
  ],
};
