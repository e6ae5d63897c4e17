import { dataClassNames } from "../../../components/facts/dataClasses";
import { retention } from "../../../components/facts/retention";
import type { Reader } from "../../framework/reader";
import type { StackRule } from "../../framework/rule";
import { bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { wrong, wrongResource } from "../../shared/finding";
import { classTag, dataClassAt } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const lockTypes = s3Types("BucketObjectLockConfiguration");
const fix = "lock objects in mode COMPLIANCE for the time that audit records are kept";
/** Leap days included, as in facts. */
const daysAYear = 365.25;

/** Whether objects are locked long enough: written as days, or as years. */
function isLongEnough(defaults: Reader): boolean {
  const days = defaults.number("days") ?? Math.ceil((defaults.number("years") ?? 0) * daysAYear);
  return days >= retention.auditDays;
}

export const rule: StackRule = {
  id: "audit-buckets-locked",
  title: "Audit records cannot be changed or deleted for seven years, by nobody",
  why: "Evidence that an administrator can delete proves nothing; in mode GOVERNANCE, or for a shorter time, one can.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC7.2", "CC7.3"],
    gdpr: ["5(2)", "32(1)(b)"],
    hipaa: ["164.312(b)", "164.312(c)(1)", "164.316(b)(2)(i)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [...bucketTypes, ...lockTypes],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, bucketTypes, (bucket) => {
      const tag = classTag(bucket);
      const dataClass = dataClassAt(tag);
      if (dataClass === undefined)
        return [
          wrong(tag, dataClassNames.join(" | "), "say what the bucket holds: audit records are locked"),
        ];
      if (dataClass !== "audit") return [];
      const enabled = bucket.props.at("objectLockEnabled");
      const locks = setUpFor(stack, bucket, lockTypes);
      return [
        ...(enabled.flag() === true
          ? []
          : [wrong(enabled, "true", "make the bucket with objectLockEnabled")]),
        ...(locks.length === 0 ? [wrongResource("no Object Lock", "mode COMPLIANCE", fix)] : []),
        ...locks.flatMap((lock) => {
          const defaults = lock.props.at("rule", "defaultRetention");
          const found = [
            ...(defaults.text("mode") === "COMPLIANCE"
              ? []
              : [wrong(defaults.at("mode"), "COMPLIANCE", fix)]),
            ...(isLongEnough(defaults)
              ? []
              : [
                  wrong(
                    defaults.at(defaults.at("years").exists ? "years" : "days"),
                    `${retention.auditDays} days or more`,
                    fix,
                  ),
                ]),
          ];
          return found.map((finding) => ({ ...finding, urn: lock.urn }));
        }),
      ];
    }),
};
