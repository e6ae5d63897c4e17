import { dataClassNames } from "../../../components/facts/dataClasses";
import { jurisdictions } from "../../../components/facts/jurisdictions";
import type { ResourceRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { storeTypes } from "../../shared/stores";

const allowed = { "data-class": dataClassNames, jurisdiction: Object.keys(jurisdictions) } as const;

export const rule: ResourceRule = {
  id: "stores-tagged",
  title: "Every store says what class of data it holds, and under whose law",
  why: "Keys, retention, copies and erasure follow from these two tags; a store without them cannot be judged.",
  severity: "high",
  level: "mandatory",
  controls: { ...transfers, soc2: ["C1.1", "CC6.7"], gdpr: ["30(1)", "5(2)"] },
  scope: "resource",
  types: storeTypes,
  general: true,
  onUnknown: "fail",
  check: ({ props }) =>
    Object.entries(allowed).flatMap(([tag, values]: [string, readonly string[]]) => {
      const value = props.at("tags", tag);
      return values.includes(value.text() ?? "")
        ? []
        : [wrong(value, values.join(" | "), `tag the store with its ${tag}`)];
    }),
};
