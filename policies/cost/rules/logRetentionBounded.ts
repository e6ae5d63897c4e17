import { dataClassNames } from "../../../components/facts/dataClasses";
import { retention } from "../../../components/facts/retention";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

export const rule: ResourceRule = {
  id: "log-retention-bounded",
  title: "Logs are thrown away when nobody needs them any more",
  why: "A log group without a retention keeps and bills every line for ever, personal ones among them; operational logs are of use for a month, audit logs for seven years.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["C1.2"], gdpr: ["5(1)(e)"], ccpa: ["1798.100(a)(3)"] },
  scope: "resource",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  thresholds: {
    operationalDaysMax: {
      description: "longest retention of logs that are not of class audit, in days",
      default: retention.operationalDays,
      min: 1,
      max: 400,
    },
    auditDaysMax: {
      description: "longest retention of logs of class audit, in days",
      default: retention.auditDays,
      min: retention.auditDays,
      max: 3653,
    },
  },
  onUnknown: "fail",
  check: ({ props }, { thresholds: { operationalDaysMax = 0, auditDaysMax = 0 } }) => {
    const days = props.at("retentionInDays");
    const stated = props.at("tags", "data-class");
    const dataClass = dataClassNames.find((name) => name === stated.text());
    if (!dataClass) return [wrong(stated, dataClassNames.join(" | "), "tag the log group")];
    const most = dataClass === "audit" ? auditDaysMax : operationalDaysMax;
    // CloudWatch writes "for ever" as 0, and takes it where nothing is said.
    const kept = days.number() ?? 0;
    return kept > 0 && kept <= most
      ? []
      : [wrong(days, `1 to ${most} days`, "take retentionInDays of the class from facts/retention.ts")];
  },
};
