import { logTenantNames } from "../../../../components/facts/logging";
import { rule } from "../../../../policies/compliance/rules/logsRetention";
import { logsConfig, notLogConfigs, storePath, tenantsPath } from "../../../support/logFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";
import { partKnownBy } from "../../../support/telemetryFixtures";

const compactor = `${storePath}.compactor`;
const limits = `${storePath}.limits_config`;
const overrides = `${tenantsPath}.overrides`;
const tenant = `${overrides}.services`;
const period = "720h";
const allTenants = "all of facts (logTenants)";
const stream = { selector: '{service_name="checkout"}', priority: 1 };

export const cases: RuleCases = {
  rule,
  fixtures: [logsConfig, ...notLogConfigs],
  mutations: [
    ...[false, absent].map((to) =>
      refused(`nothing let go: ${String(to)}`, `${compactor}.retention_enabled`, to, "true"),
    ),
    ...["", absent].map((to) =>
      refused(`requests kept nowhere: "${String(to)}"`, `${compactor}.delete_request_store`, to, "a store"),
    ),
    ...["719h", "721h", "0s", 0, "8760h", absent].map((to) =>
      refused(`kept ${String(to)}`, `${limits}.retention_period`, to, period),
    ),
    ...["0s", "24h", 0].map((to) =>
      refused(`a tenant's kept ${String(to)}`, `${tenant}.retention_period`, to, period),
    ),
    ...[limits, tenant].flatMap((within) =>
      [{ ...stream, period: "8760h" }, stream].map((item) =>
        refused(
          `a stream kept ${JSON.stringify(item)}, in ${within}`,
          `${within}.retention_stream`,
          [{ ...stream, period }, item],
          period,
          {
            at: `${within.replaceAll(/\["([^"]+)"\]/g, ".$1")}.retention_stream[1].period`,
            found: "period" in item ? '"8760h"' : "absent",
          },
        ),
      ),
    ),
    ...logTenantNames.map((name) =>
      refused(`nothing of ${name}`, `${overrides}.${name}`, absent, allTenants, {
        at: "data.tenants.yaml.overrides",
        found: `without ${name}`,
      }),
    ),
    ...[absent, "overrides:\n  platform: {}\n"].map((to) =>
      refused(`tenants in ${String(to)}`, tenantsPath, to, allTenants, {
        at: "data.tenants.yaml.overrides",
        found: `without ${logTenantNames.join(", ")}`,
      }),
    ),
    refused("one more tenant", `${overrides}.team`, { retention_period: "8760h" }, period, {
      at: "data.tenants.yaml.overrides.team.retention_period",
      found: '"8760h"',
    }),
    refused("no JSON", storePath, "limits_config: {}\n", period, {
      at: "data.loki.yaml.limits_config.retention_period",
      found: "absent",
    }),
    refused("by another name", "data", { "config.yaml": "{}" }, period, {
      at: "data.config.yaml.limits_config.retention_period",
      found: "absent",
    }),
    ...allUndecided([
      storePath,
      tenantsPath,
      `${compactor}.retention_enabled`,
      `${compactor}.delete_request_store`,
      limits,
      `${limits}.retention_period`,
      `${limits}.retention_stream`,
      overrides,
      `${tenant}.retention_period`,
      'metadata.labels["azora.io/part"]',
      "metadata.namespace",
      "data",
    ]),
    undecided(compactor, { at: "data.loki.yaml.compactor.retention_enabled" }),
    undecided("data", { resource: 1, of: "rules" }),
  ],
  survivors: partKnownBy,
};
