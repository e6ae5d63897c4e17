import { metricsStore } from "../../../components/facts/observability";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { podSpecOf } from "../../shared/kubernetes";
import { copiesArgs, prometheusType, statefulSetType } from "../../shared/watchTypes";

const wanted = `${metricsStore.retentionDays}d`;
const fix = "take it from facts (metricsStore.retentionDays)";

/** What the keeper of copies is told, where it is one. */
function copiesFindings(pod: Reader): Finding[] {
  return copiesArgs(pod)
    .filter(({ args }) => !args.includes(`--tsdb.retention=${wanted}`))
    .map(({ at }) => wrong(at, `--tsdb.retention=${wanted}`, fix));
}

export const rule: ResourceRule = {
  id: "metrics-retention",
  title: "Metrics are kept as long as promised, and no longer",
  why: "What is gone earlier cannot be asked for after an incident, and bands that follow the last weeks have none to follow; what stays longer was promised to nobody.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC7.2"], gdpr: ["5(1)(e)"], hipaa: ["164.312(b)"], ccpa: ["1798.100(c)"] },
  scope: "resource",
  types: [prometheusType, statefulSetType],
  onUnknown: "fail",
  check: (resource) => {
    if (resource.type === statefulSetType) return copiesFindings(podSpecOf(resource));
    const retention = resource.props.at("spec", "retention");
    return retention.text() === wanted ? [] : [wrong(retention, wanted, fix)];
  },
};
