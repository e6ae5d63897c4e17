import { rule } from "../../../../policies/compliance/rules/metricsEncrypted";
import { refused, undecided } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { alertmanager, prometheus } from "../../../support/watchFixtures";

const at = "spec.storage.volumeClaimTemplate.spec.storageClassName";
const wanted = "gp3-operational";

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus, alertmanager],
  mutations: [
    ...["gp3-internal", "gp2", absent].map((storageClass) =>
      refused(`class ${String(storageClass)}`, at, storageClass, wanted),
    ),
    refused("no volume", "spec.storage", absent, wanted, { at, found: "absent" }),
    refused("alerts on another class", at, "gp3", wanted, { resource: 1 }),
    refused("alerts on none", "spec.storage", absent, wanted, { resource: 1, at, found: "absent" }),
    undecided(at),
  ],
};
