import type { Finding, ResourceView } from "../framework/rule";
import { wrong } from "./finding";

export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What keeps an alarm from telling anybody. */
export function tellsNobody({ props }: ResourceView): Finding[] {
  return [
    ...(props.items("alarmActions").length > 0
      ? []
      : [wrong(props.at("alarmActions"), "a topic", "tell somebody")]),
    ...(props.flag("actionsEnabled") === false
      ? [wrong(props.at("actionsEnabled"), "true", "tell somebody")]
      : []),
  ];
}
