import { retention } from "../../../components/facts/retention";
import type { ResourceRule } from "../../framework/rule";
import { finding } from "../../shared/kubernetes";

/** Hours of a duration as Go writes it, such as `2160h` or `720h0m0s`. */
function hours(duration: string | undefined): number | undefined {
  const match = /^(\d+)h(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration ?? "");
  return match ? Number(match[1]) + Number(match[2] ?? 0) / 60 + Number(match[3] ?? 0) / 3600 : undefined;
}

export const rule: ResourceRule = {
  id: "kubernetes-certificate-age",
  title: "Certificates in a cluster are short-lived, and so are their keys",
  why: "A key that no person holds is rotated as secrets are; cert-manager's default of 90 days, with the key kept, is longer. Authorities are renewed deliberately and exempt.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC6.1", "CC6.7"], gdpr: ["32(1)(a)"], hipaa: ["164.312(e)(2)(ii)"] },
  scope: "resource",
  types: ["kubernetes:cert-manager.io/v1:Certificate"],
  thresholds: {
    daysMax: {
      description: "longest validity of a certificate, in days",
      default: retention.secretRotationDays,
      min: 1,
      max: 90,
    },
  },
  onUnknown: "fail",
  check: ({ props }, { thresholds: { daysMax = retention.secretRotationDays } }) => {
    const spec = props.at("spec");
    if (spec.flag("isCA")) return [];
    const duration = spec.at("duration");
    const rotation = spec.at("privateKey", "rotationPolicy");
    const age = hours(duration.text()) ?? Infinity;
    return [
      ...(age <= daysMax * 24 ? [] : [finding(duration, `at most ${daysMax * 24}h`, "set spec.duration")]),
      ...(rotation.text() === "Always"
        ? []
        : [finding(rotation, "Always", "set spec.privateKey.rotationPolicy")]),
    ];
  },
};
