/** Objects of Prometheus' operator that rules look at. */
import type { Reader } from "../framework/reader";

const group = "kubernetes:monitoring.coreos.com";

export const prometheusType = `${group}/v1:Prometheus`;
export const alertmanagerType = `${group}/v1:Alertmanager`;
export const alertmanagerConfigType = `${group}/v1alpha1:AlertmanagerConfig`;
export const prometheusRuleType = `${group}/v1:PrometheusRule`;

/** Every alert of an object of rules. */
export function alertsOf(spec: Reader): readonly Reader[] {
  return spec
    .items("groups")
    .flatMap((each) => each.items("rules"))
    .filter((rule) => rule.at("alert").exists);
}
