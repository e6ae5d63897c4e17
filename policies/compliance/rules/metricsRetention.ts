import { metricsStore } from "../../../components/facts/observability";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { prometheusType } from "../../shared/watchTypes";

const wanted = `${metricsStore.retentionDays}d`;

export const rule: ResourceRule = {
  id: "metrics-retention",
  title: "Metrics are kept as long as promised, and no longer",
  why: "What is gone earlier cannot be asked for after an incident, and bands that follow the last weeks have none to follow; what stays longer was promised to nobody.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC7.2"], gdpr: ["5(1)(e)"], hipaa: ["164.312(b)"], ccpa: ["1798.100(c)"] },
  scope: "resource",
  types: [prometheusType],
  onUnknown: "fail",
  check: ({ props }) => {
    const retention = props.at("spec", "retention");
    return retention.text() === wanted
      ? []
      : [wrong(retention, wanted, "take it from facts (metricsStore.retentionDays)")];
  },
};
