import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** By this external-dns publishes a Service's name in the region's private zone. */
const hostname = "external-dns.alpha.kubernetes.io/hostname";

export const rule: ResourceRule = {
  id: "kubernetes-headless-published",
  title: "A headless Service with a name in the zone has it before its pods are ready",
  why: "Members of a quorum find each other by that name and become ready only once they have: with names for ready pods alone the quorum never forms, and never heals after all were lost.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["A1.2"], gdpr: ["32(1)(b)", "32(1)(c)"], hipaa: ["164.308(a)(7)(i)"] },
  scope: "resource",
  types: ["kubernetes:core/v1:Service"],
  onUnknown: "fail",
  check: ({ props }) => {
    const published = props.at("spec", "publishNotReadyAddresses");
    const headless = props.text("spec", "clusterIP") === "None";
    return headless && props.at("metadata", "annotations", hostname).exists && published.flag() !== true
      ? [wrong(published, "true", "set publishNotReadyAddresses")]
      : [];
  },
};
