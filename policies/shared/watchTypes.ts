/** Objects of Prometheus' operator that rules look at. */
import type { Reader } from "../framework/reader";

const group = "kubernetes:monitoring.coreos.com";

export const prometheusType = `${group}/v1:Prometheus`;
export const alertmanagerType = `${group}/v1:Alertmanager`;
export const alertmanagerConfigType = `${group}/v1alpha1:AlertmanagerConfig`;
export const prometheusRuleType = `${group}/v1:PrometheusRule`;

/** What keeps other regions' copies is one of these. */
export const statefulSetType = "kubernetes:apps/v1:StatefulSet";

/** What each receiver of Thanos' in a pod is told. */
export function copiesArgs(
  pod: Reader,
): readonly { readonly at: Reader; readonly args: readonly string[] }[] {
  return pod
    .items("containers")
    .map((container) => container.at("args"))
    .map((at) => ({ at, args: at.items().flatMap((arg) => arg.text() ?? []) }))
    .filter(({ args }) => args[0] === "receive");
}

/** Every alert of an object of rules. */
export function alertsOf(spec: Reader): readonly Reader[] {
  return spec
    .items("groups")
    .flatMap((each) => each.items("rules"))
    .filter((rule) => rule.at("alert").exists);
}
