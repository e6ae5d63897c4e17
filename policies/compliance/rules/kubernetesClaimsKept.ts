import { scratchClassNames } from "../../../components/facts/dataClasses";
import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong } from "../../shared/finding";

const kept = "Retain";

export const rule: ResourceRule = {
  id: "kubernetes-claims-kept",
  title: "What members have written outlives their StatefulSet",
  why: "A set that is deleted or made smaller by mistake, or replaced by an update, must not take the only copy of a region's data with it.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: ["kubernetes:apps/v1:StatefulSet"],
  onUnknown: "fail",
  check: ({ props }) => {
    const claims = props.items("spec", "volumeClaimTemplates");
    if (claims.length === 0) return [];
    const scratch = claims
      .map((claim) => claim.at("spec", "storageClassName"))
      .filter((name) => scratchClassNames.includes(name.text() ?? ""))
      .map((name) =>
        wrong(name, "a class whose volumes outlive their claim", "take volumeClassName of facts"),
      );
    const moments = ["whenDeleted", "whenScaled"]
      .map((moment) => props.at("spec", "persistentVolumeClaimRetentionPolicy", moment))
      .filter((policy) => policy.text() !== kept)
      .map((policy) =>
        wrong(policy, kept, "set both moments of persistentVolumeClaimRetentionPolicy to Retain"),
      );
    return [...scratch, ...moments];
  },
};
