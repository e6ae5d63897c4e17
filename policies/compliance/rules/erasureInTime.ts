import { noncurrentLimit } from "../../../components/facts/erasure";
import { allRegions } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { wrong, wrongResource } from "../../shared/finding";
import { classTag, dataClassAt } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const lifecycleTypes = s3Types("BucketLifecycleConfiguration");
const fix = "take the noncurrentDays of components/facts/objects.ts for the bucket's purpose";

/** What a region's bucket is for, by its name. @example purposeOf("azora-africa-subject-keys-111122223333") // "subject-keys" */
function purposeOf(bucket: string): string {
  const beginning = allRegions()
    .map(({ name }) => `azora-${name}-`)
    .find((each) => bucket.startsWith(each));
  const [, purpose = ""] = /^(.+)-\d{12}$/.exec(bucket.slice(beginning?.length ?? bucket.length)) ?? [];
  return purpose;
}

/** Whether a rule is in force for every object, and for every version of it. */
const coversAll = (rule: Reader): boolean =>
  rule.text("status") === "Enabled" &&
  rule.keys("filter").length === 0 &&
  !rule.at("prefix").exists &&
  !rule.at("noncurrentVersionExpiration", "newerNoncurrentVersions").exists;

const daysOf = (rule: Reader): Reader => rule.at("noncurrentVersionExpiration", "noncurrentDays");

export const rule: StackRule = {
  id: "erasure-in-time",
  title: "What an erasure has deleted is gone from every bucket within the legal month",
  why: "A deleted object stays as a version until the lifecycle takes it: handling, retention and versions together may last no longer than the law gives, and those of subjects' keys no longer than promised.",
  severity: "critical",
  level: "mandatory",
  controls: { soc2: ["C1.2"], gdpr: ["12(3)", "17(1)"], ccpa: ["1798.105(c)(1)"] },
  scope: "stack",
  types: [...bucketTypes, ...lifecycleTypes],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, bucketTypes, (bucket): readonly Finding[] => {
      if (dataClassAt(classTag(bucket)) !== "personal") return [];
      const limit = noncurrentLimit(purposeOf(bucket.props.text("bucket") ?? ""));
      if (limit === undefined) return [];
      const wanted = `${limit.daysMax} days or fewer: ${limit.because}`;
      const lifecycles = setUpFor(stack, bucket, lifecycleTypes);
      if (lifecycles.length === 0) return [wrongResource("no lifecycle", wanted, fix)];
      return lifecycles.flatMap(({ urn, props }) => {
        const ends = props.items("rules").filter(coversAll).map(daysOf);
        if (ends.some((days) => (days.number() ?? Infinity) <= limit.daysMax)) return [];
        return [{ ...wrong(ends[0] ?? props.at("rules"), wanted, fix), urn }];
      });
    }),
};
