import { charts } from "../../../components/facts/charts";
import type { ResourceRule } from "../../framework/rule";
import { releaseType } from "../../shared/helmValues";
import { finding, inEcr } from "../../shared/kubernetes";

const homes: readonly string[] = Object.values(charts).map((chart) => chart.repository);

export const rule: ResourceRule = {
  id: "helm-sources",
  title: "Charts come from their own home or our mirror",
  why: "A chart is code with rights over the cluster; facts say where each was read, and anything else was not.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: ({ props }) => {
    const chart = props.at("chart");
    const repository = props.at("repositoryOpts", "repo");
    const address = chart.text() ?? "";
    const source = address.startsWith("oci://") ? chart : repository;
    const from = source.text() ?? "";
    const known = homes.includes(from) || (from.startsWith("oci://") && inEcr(from.slice("oci://".length)));
    const fix = "add the chart to facts/charts.ts after reading it, or mirror it to ECR";
    const hidden = ["valueYamlFiles", "postrender"].filter((key) => props.at(key).exists);
    return [
      ...(known ? [] : [finding(source, "a repository of facts/charts.ts, or our ECR", fix)]),
      ...hidden.map((key) =>
        finding(props.at(key), "nothing that changes values out of a plan's sight", "give values as values"),
      ),
    ];
  },
};
