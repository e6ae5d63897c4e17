import { volumeClassName } from "../../../components/facts/dataClasses";
import type { ResourceRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { alertmanagerType, prometheusType } from "../../shared/watchTypes";

const wanted = volumeClassName("operational");

export const rule: ResourceRule = {
  id: "metrics-encrypted",
  title: "Metrics and alerts lie on volumes that the region's operational key encrypts",
  why: "Without a volume they lie on a node's disk and go with it; on another class they lie under another key, or under none that is ours.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "resource",
  types: [prometheusType, alertmanagerType],
  onUnknown: "fail",
  check: ({ props }) => {
    const storageClass = props.at("spec", "storage", "volumeClaimTemplate", "spec", "storageClassName");
    return storageClass.text() === wanted
      ? []
      : [wrong(storageClass, wanted, "give it a claim of the operational class")];
  },
};
