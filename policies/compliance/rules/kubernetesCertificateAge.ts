import { regionAuthority } from "../../../components/facts/addons";
import { retention } from "../../../components/facts/retention";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { goHours } from "../../shared/durations";
import { wrong } from "../../shared/finding";
import { holdsFor, releaseType, rowOf, valueAt } from "../../shared/helmValues";

/** What is wrong with how long a certificate lasts; `hoursByDefault` where the field is left out. */
function tooLong(duration: Reader, daysMax: number, hoursByDefault: number): Finding[] {
  const text = duration.text() ?? "";
  const hours = text === "" ? hoursByDefault : (goHours(text) ?? Infinity);
  const wanted = `at most ${daysMax * 24}h`;
  return hours <= daysMax * 24 ? [] : [wrong(duration, wanted, `set ${duration.path}`)];
}

/** cert-manager's own, where a Certificate names none (cert-manager.io, API reference). */
const certManagerHours = 2160;

export const rule: ResourceRule = {
  id: "kubernetes-certificate-age",
  title: "Certificates in a cluster are short-lived, and so are their keys",
  why: "A key that no person holds is rotated as secrets are; cert-manager's default of 90 days is longer, and charts ask for a year. Authorities are renewed deliberately, and last as long as facts say.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC6.1", "CC6.7"], gdpr: ["32(1)(a)"], hipaa: ["164.312(e)(2)(ii)"] },
  scope: "resource",
  types: ["kubernetes:cert-manager.io/v1:Certificate", releaseType],
  thresholds: {
    daysMax: {
      description: "longest validity of a certificate, in days.",
      default: retention.secretRotationDays,
      min: 1,
      max: 90,
    },
  },
  onUnknown: "fail",
  check: (resource, { thresholds: { daysMax = retention.secretRotationDays } }) => {
    if (resource.type === releaseType) {
      return (rowOf(resource)?.certificates ?? [])
        .filter(({ when }) => holdsFor(resource, when))
        .flatMap(({ path, hoursByDefault }) =>
          tooLong(valueAt(resource, path), daysMax, hoursByDefault ?? certManagerHours),
        );
    }
    const spec = resource.props.at("spec");
    const rotation = spec.at("privateKey", "rotationPolicy");
    const days = spec.flag("isCA") ? regionAuthority.validityDays : daysMax;
    return [
      ...tooLong(spec.at("duration"), days, certManagerHours),
      // Left out it is `Always`, since cert-manager 1.18.
      ...(rotation.exists && rotation.text() !== "Always"
        ? [wrong(rotation, "Always", "set spec.privateKey.rotationPolicy")]
        : []),
    ];
  },
};
