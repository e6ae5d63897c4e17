import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** What a patch may say without changing what an object does. */
const harmless = ["apiVersion", "kind", "metadata"];

/** Annotations with a domain speak to a controller; these only tell Pulumi how to patch. */
const ownAnnotation = /^pulumi\.com\//;

/** Lists and patches of any kind: whatever rules judge, and what they come to judge. */
const parcel = /^kubernetes:.*(List|Patch)$/;

/** What these hold must not be repeated in a message. */
const ofSecrets = /:Secret(List|Patch)$/;

function hiddenIn(type: string, props: Reader): Reader[] {
  if (type.endsWith("List")) return props.items("items");
  const changed = props.keys().filter((key) => !harmless.includes(key));
  const annotations = props.at("metadata", "annotations");
  return [
    ...changed.map((key) => props.at(key)),
    // A namespace is confined by its labels.
    props.at("metadata", "labels"),
    ...annotations
      .keys()
      .filter((key) => key.includes("/") && !ownAnnotation.test(key))
      .map((key) => annotations.at(key)),
  ];
}

export const rule: ResourceRule = {
  id: "kubernetes-one-by-one",
  title: "Objects are planned one by one",
  why: "A list or a patch holds what no rule is shown: what is refused by itself must not come in a parcel.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: "all",
  general: true,
  onUnknown: "fail",
  check: ({ type, props }) =>
    parcel.test(type)
      ? hiddenIn(type, props)
          .filter((part) => part.exists && part.shown !== "[]" && part.shown !== "{}")
          .map((part) => ({
            ...wrong(part, "objects of their own", "make each object a resource"),
            ...(ofSecrets.test(type) ? { found: "a Secret's data" } : {}),
          }))
      : [],
};
