import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** Repositories, and what ECR makes them by when an image arrives for one that is not there. */
const repositoryTypes = [
  "aws:ecr/repository:Repository",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
];

export const rule: ResourceRule = {
  id: "registries-immutable",
  title: "An image keeps its tag, and is scanned when it arrives",
  why: "A tag that can be moved runs code tomorrow that nobody reviewed today, under the name of what was.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC7.1", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...repositoryTypes, "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"],
  onUnknown: "fail",
  check: ({ type, props }) => {
    if (repositoryTypes.includes(type)) {
      const mutability = props.at("imageTagMutability");
      const immutable = mutability.text() === "IMMUTABLE";
      return immutable ? [] : [wrong(mutability, "IMMUTABLE", "set imageTagMutability")];
    }
    const rules = props
      .items("rules")
      .filter((rule) => rule.items("repositoryFilters").some((filter) => filter.text("filter") === "*"));
    const frequencies = rules.map((rule) => rule.at("scanFrequency"));
    const fix = "scan every repository on push or continuously";
    if (frequencies.length === 0) return [wrong(props.at("rules"), "a rule for every repository", fix)];
    return frequencies
      .filter((frequency) => !["SCAN_ON_PUSH", "CONTINUOUS_SCAN"].includes(frequency.text() ?? ""))
      .map((frequency) => wrong(frequency, "SCAN_ON_PUSH | CONTINUOUS_SCAN", fix));
  },
};
