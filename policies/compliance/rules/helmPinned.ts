import { charts } from "../../../components/facts/charts";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { chartOf, releaseType } from "../../shared/helmValues";

const exact = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

export const rule: ResourceRule = {
  id: "helm-pinned",
  title: "Charts are installed at one version, all or nothing",
  why: "A chart without an exact version changes under us, and one that is not atomic leaves half an installation behind.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["CC8.1", "A1.2"], gdpr: ["32(1)(b)"], hipaa: ["164.312(c)(1)"] },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    const { props } = release;
    const version = props.at("version");
    const fact = Object.values(charts).find((candidate) => candidate.chart === chartOf(release));
    const pinned = fact ? version.text() === fact.version : exact.test(version.text() ?? "");
    const fix = "install the chart with helmRelease, its version in facts/charts.ts";
    return [
      ...(pinned ? [] : [wrong(version, fact?.version ?? "an exact version", fix)]),
      ...(props.flag("atomic") ? [] : [wrong(props.at("atomic"), "true", fix)]),
      ...["createNamespace", "devel", "disableOpenapiValidation"]
        .filter((key) => props.flag(key))
        .map((key) => wrong(props.at(key), "false", fix)),
    ];
  },
};
