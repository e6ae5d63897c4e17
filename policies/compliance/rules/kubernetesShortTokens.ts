import { podTokenHoursMax } from "../../../components/facts/kubernetes";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { podSpecOf, workloadTypes } from "../../shared/kubernetes";

const secretType = "kubernetes:core/v1:Secret";
const forEver = "kubernetes.io/service-account-token";

export const rule: ResourceRule = {
  id: "kubernetes-short-tokens",
  title: "Service accounts hold no token for long",
  why: "A token in a Secret never expires and outlives the pod that it was made for; a projected one ends by itself, if it is not asked to last.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(d)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [secretType, ...workloadTypes],
  thresholds: {
    hoursMax: {
      description: "longest life of a projected service account token, in hours.",
      default: podTokenHoursMax,
      min: 1,
      max: 48,
    },
  },
  onUnknown: "fail",
  check: (resource, { thresholds: { hoursMax = podTokenHoursMax } }) => {
    if (resource.type === secretType) {
      const kind = resource.props.at("type");
      return kind.text() === forEver
        ? [wrong(kind, "no token that never expires", "let pods have projected tokens, or Pod Identity")]
        : [];
    }
    const secondsMax = hoursMax * 3600;
    return podSpecOf(resource)
      .items("volumes")
      .flatMap((volume) => volume.items("projected", "sources"))
      .map((source) => source.at("serviceAccountToken", "expirationSeconds"))
      .filter((seconds) => seconds.exists && !((seconds.number() ?? Infinity) <= secondsMax))
      .map((seconds) => wrong(seconds, `at most ${secondsMax}`, "leave it out: an hour is the default"));
  },
};
