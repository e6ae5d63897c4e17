import { charts, type ChartFact } from "../../../components/facts/charts";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { releaseType } from "../../shared/helmValues";
import { inEcr, isBelow } from "../../shared/images";

const oci = "oci://";

/** Whether a chart of facts is fetched from its own home. */
function isHome(fact: ChartFact, chart: string, repository: string): boolean {
  return fact.repository.startsWith(oci)
    ? chart === fact.repository
    : chart === fact.chart && repository === fact.repository;
}

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
  lists: {
    mirrors: {
      description:
        "registries of the organisation's own that hold copies of charts, besides ECR, as azora:chartMirror has them.",
      pattern: "^oci://[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+/?$",
      default: [],
    },
  },
  onUnknown: "fail",
  check: ({ props }, { lists: { mirrors = [] } }) => {
    const chart = props.at("chart");
    const repository = props.at("repositoryOpts", "repo");
    const address = chart.text() ?? "";
    const known = Object.values(charts).some((fact) => isHome(fact, address, repository.text() ?? ""));
    const mirrored =
      address.startsWith(oci) && (inEcr(address.slice(oci.length)) || isBelow(address, mirrors));
    if (known || mirrored) return [];
    const wanted = ["its home in facts/charts.ts", "our ECR", ...mirrors].join(", or ");
    // A name is looked up in the repository; any other address stands for itself.
    const source = repository.exists && !/[/\\]/.test(address) ? repository : chart;
    const fix =
      "add the chart to facts/charts.ts after reading it, or allow the mirror in policies/compliance/config.json";
    return [wrong(source, wanted, fix)];
  },
};
