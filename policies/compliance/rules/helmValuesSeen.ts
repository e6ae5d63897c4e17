import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { releaseType, rowOf, unmet, valueAt } from "../../shared/helmValues";

/** Settings of a release by which something else than its values decides what is installed. */
const elsewhere = ["valueYamlFiles", "postrender", "reuseValues", "dependencyUpdate"];

export const rule: ResourceRule = {
  id: "helm-values-seen",
  title: "What a release is given stands in its values",
  why: "Files, a program that changes what Helm renders, values of the last release, whole objects among values and what a job fetches from elsewhere pass by every rule that reads a plan.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    const { props } = release;
    const nulls = props.at("allowNullValues");
    const row = rowOf(release);
    const objects = (row?.objects ?? []).flatMap((path) => valueAt(release, path).items());
    return [
      ...elsewhere
        .map((key) => props.at(key))
        .filter((setting) => setting.exists && setting.flag() !== false)
        .filter((setting) => setting.shown !== "[]" && setting.text() !== "")
        // What a file holds is not shown: it may be a secret, and the engine and the plan write it differently.
        .map((setting) => ({ ...wrong(setting, "nothing", "give values as values"), found: "something" })),
      // The provider drops nulls; with this they take away what the chart sets for safety.
      ...(nulls.flag() ? [wrong(nulls, "false", "give a value instead of null")] : []),
      ...unmet(release, row?.brought ?? [], "install what the chart itself brings"),
      // Only its kind is shown: it may hold secrets, and a pack is not told which.
      ...objects.map((object) => ({
        ...wrong(object, "no object", "make the object a resource"),
        found: object.text("kind") ?? "an object",
      })),
    ];
  },
};
