import { northVirginia } from "../../../components/facts/globalServices";
import { allRegions } from "../../../components/facts/regions";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { effectiveRegion, regionAt, regionOfStack } from "../../shared/places";

/** Whether the service of a type lives in North Virginia. */
function livesInNorthVirginia(type: string): boolean {
  return Object.hasOwn(northVirginia.modules, (type.split(":")[1] ?? "").split("/")[0] ?? "");
}

export const rule: ResourceRule = {
  id: "region-right",
  title: "What a stack makes stands in its region",
  why: "A resource may name a region of its own; one that is built elsewhere leaves its jurisdiction, its failover and its price behind without anybody seeing it.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["A1.2", "CC6.7"],
    gdpr: ["44", "32(1)(b)"],
    hipaa: ["164.308(b)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: "all",
  general: true,
  onUnknown: "fail",
  check: (resource) => {
    if (!resource.type.startsWith("aws:")) return [];
    const own = regionOfStack(resource.urn);
    const abroad: readonly string[] =
      !own && livesInNorthVirginia(resource.type) ? [northVirginia.awsRegion] : [];
    const region = effectiveRegion(resource) ?? "";
    const isRight = own ? region === own.awsRegion : regionAt(region) !== undefined;
    if (isRight || abroad.includes(region)) return [];
    const allowed = [...(own ? [own] : allRegions()).map(({ awsRegion }) => awsRegion), ...abroad];
    return [
      {
        ...wrong(
          resource.props.at("region"),
          allowed.join(" or "),
          "leave the region to the stack's provider",
        ),
        found: region === "" ? "no region" : region,
      },
    ];
  },
};
