import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";

const zone = "topology.kubernetes.io/zone";
const path = ["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] as const;

/** Whether a term keeps pods with these labels out of each other's zone: by labels only, all of which they have. */
function keepsApart(term: Reader, labels: Reader): boolean {
  const selector = term.at("labelSelector");
  const named = selector.keys("matchLabels");
  return (
    term.text("topologyKey") === zone &&
    named.length > 0 &&
    named.every((key) => selector.text("matchLabels", key) === labels.text(key)) &&
    selector.items("matchExpressions").length === 0 &&
    // Both make it about pods elsewhere.
    !term.at("namespaces").exists &&
    !term.at("namespaceSelector").exists
  );
}

export const rule: ResourceRule = {
  id: "kubernetes-members-apart",
  title: "Members that keep data never share a zone",
  why: "Two copies in one zone are one copy when it is lost; asked for as a preference, they end up together on the day when nodes are few.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: ["kubernetes:apps/v1:StatefulSet"],
  onUnknown: "fail",
  check: ({ props }) => {
    if (props.items("spec", "volumeClaimTemplates").length === 0) return [];
    const template = props.at("spec", "template");
    const labels = template.at("metadata", "labels");
    const terms = template.at("spec", ...path);
    return terms.items().some((term) => keepsApart(term, labels))
      ? []
      : [
          {
            path: terms.path,
            found: `${terms.items().length} terms, none of which keeps them apart`,
            wanted: `one with ${zone} and the pods' own labels`,
            fix: "take the affinity from podSpec",
          },
        ];
  },
};
