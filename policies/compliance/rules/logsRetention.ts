import { logTenantNames } from "../../../components/facts/logging";
import { logHours } from "../../../components/facts/logStore";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { logConfigs, tenantLimitsOf } from "../../shared/logConfigs";

const wanted = `${logHours()}h`;
const fix = "take what lokiConfig and tenantLimits give (logStore.retentionDays)";

/** Streams that are kept for another time than all others of the same bounds. */
function streamFindings(limits: Reader): Finding[] {
  return limits
    .items("retention_stream")
    .map((stream) => stream.at("period"))
    .filter((period) => period.text() !== wanted)
    .map((period) => wrong(period, wanted, fix));
}

function storeFindings(config: Reader): Finding[] {
  const enabled = config.at("compactor", "retention_enabled");
  const requests = config.at("compactor", "delete_request_store");
  const limits = config.at("limits_config");
  const period = limits.at("retention_period");
  return [
    // Without it periods are written down, and nothing is ever let go.
    ...(enabled.flag() === true ? [] : [wrong(enabled, "true", fix)]),
    ...((requests.text() ?? "") === "" ? [wrong(requests, "a store", fix)] : []),
    ...(period.text() === wanted ? [] : [wrong(period, wanted, fix)]),
    ...streamFindings(limits),
  ];
}

function tenantFindings(tenants: Reader): Finding[] {
  const named = tenants.keys("overrides");
  const gone = logTenantNames.filter((name) => !named.includes(name));
  return [
    ...(gone.length === 0
      ? []
      : [
          {
            path: tenants.at("overrides").path,
            found: `without ${gone.join(", ")}`,
            wanted: "all of facts (logTenants)",
            fix,
          },
        ]),
    ...tenantLimitsOf(tenants).flatMap((limits) => {
      const period = limits.at("retention_period");
      return [
        ...(period.exists && period.text() !== wanted ? [wrong(period, wanted, fix)] : []),
        ...streamFindings(limits),
      ];
    }),
  ];
}

function check(resource: ResourceView): Finding[] {
  const { stores, tenants } = logConfigs(resource);
  return [...stores.flatMap(storeFindings), ...tenants.flatMap(tenantFindings)];
}

export const rule: ResourceRule = {
  id: "logs-retention",
  title: "Logs are kept as long as promised, and no longer, whoever's they are",
  why: "What is gone earlier cannot be searched after an incident; what stays longer was promised to nobody, and a line that told of a person would never leave. Bounds of a tenant or of a stream win over those of all.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC7.2"], gdpr: ["5(1)(e)"], hipaa: ["164.312(b)"], ccpa: ["1798.100(c)"] },
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check,
};
