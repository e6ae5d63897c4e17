import { globalStackName } from "../../../components/facts/regions";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { globalNames } from "../../shared/globalNames";
import { stackOf } from "../../shared/places";

export const rule: ResourceRule = {
  id: "global-names-carry-region",
  title: "A name that is unique in the whole account says which region's it is",
  why: "Regions are built from the same code: two that give a role or a bucket the same name cannot both be built, or the second takes the first one's.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC8.1", "A1.2"], gdpr: ["32(1)(b)"], hipaa: ["164.308(a)(7)(i)"] },
  scope: "resource",
  types: Object.keys(globalNames),
  onUnknown: "fail",
  check: ({ type, urn, name, props }) => {
    const stack = stackOf(urn);
    if (stack === globalStackName) return [];
    const [field = "name", ...others] = globalNames[type] ?? [];
    const given = [field, ...others].map((other) => props.at(other)).find((value) => value.exists);
    // Where no name is given, one is made from the resource's own.
    const words = (given?.text() ?? name).split(/[^A-Za-z0-9]+/);
    return words.includes(stack)
      ? []
      : [
          {
            ...wrong(given ?? props.at(field), `a name with ${stack} in it`, "name it by context.name(…)"),
            ...(given ? {} : { found: `made from ${name}` }),
          },
        ];
  },
};
