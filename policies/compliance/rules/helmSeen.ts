import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { releaseType, rowOf } from "../../shared/helmValues";

export const rule: ResourceRule = {
  id: "helm-seen",
  title: "Every chart has been read",
  why: "What a chart makes is in no plan; without a row in the table of value paths its pods are judged by nobody until admission.",
  severity: "medium",
  level: "advisory",
  controls: { soc2: ["CC4.1", "CC8.1"] },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    if (rowOf(release)) return [];
    const chart = release.props.at("chart");
    const fix = "read the chart at its pinned version and add its row";
    const wanted = "a chart with a row in policies/shared/helmCharts.ts";
    return [{ ...wrong(chart, wanted, fix), found: `${chart.shown}: not seen` }];
  },
};
