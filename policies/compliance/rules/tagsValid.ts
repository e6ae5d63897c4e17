import { dataClassNames } from "../../../components/facts/dataClasses";
import { jurisdictions } from "../../../components/facts/jurisdictions";
import { environmentNames } from "../../../components/facts/environments";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { taggedTypes, tagSetsOf } from "../../shared/tags";

/** Tags with a meaning that other rules go by, and the values that facts know. */
const known: Readonly<Record<string, readonly string[]>> = {
  environment: environmentNames,
  "data-class": dataClassNames,
  jurisdiction: Object.keys(jurisdictions),
};
const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

export const rule: ResourceRule = {
  id: "tags-valid",
  title: "Tags hold values that mean something",
  why: "A data class or jurisdiction that is misspelt matches no rule about it, and an owner who cannot be written to answers for nothing.",
  severity: "medium",
  level: "mandatory",
  controls: {
    soc2: ["CC2.1", "CC6.1"],
    gdpr: ["30", "5(2)"],
    hipaa: ["164.310(d)(2)(iii)"],
    ccpa: ["1798.100(a)"],
  },
  scope: "resource",
  types: taggedTypes,
  general: true,
  onUnknown: "fail",
  check: (resource) =>
    tagSetsOf(resource).flatMap((tag) => {
      const owner = tag("owner");
      return [
        ...Object.entries(known)
          .map(([key, values]) => ({ values, value: tag(key) }))
          .filter(({ values, value }) => value.exists && !values.includes(value.text() ?? ""))
          .map(({ values, value }) => wrong(value, values.join(" | "), "take the value from facts")),
        ...(owner.exists && !address.test(owner.text() ?? "")
          ? [wrong(owner, "an e-mail address", "name an address that somebody reads")]
          : []),
      ];
    }),
};
