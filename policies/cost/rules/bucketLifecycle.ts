import { dataClassNames } from "../../../components/facts/dataClasses";
import { retention, usefulDays } from "../../../components/facts/retention";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { collect } from "../../shared/links";

const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const lifecycleTypes = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
];
const fix = "make the bucket with PrivateBucket, and give it expireAfterDays";

/** Whether a rule is in force for every object. */
function coversAll(rule: Reader): boolean {
  const filters = rule.keys("filter").filter((key) => key !== "prefix");
  const prefix = (rule.text("prefix") ?? "") + (rule.text("filter", "prefix") ?? "");
  return rule.text("status") === "Enabled" && filters.length === 0 && prefix === "";
}

/** A finding unless one of the rules sets the days, and to no more than is allowed. */
function needsDays(rules: Reader, steps: readonly string[], most: number): Finding[] {
  const set = rules
    .items()
    .filter(coversAll)
    .map((rule) => rule.at(...steps))
    .filter((days) => days.exists);
  if (set.some((days) => (days.number() ?? Infinity) <= most)) return [];
  return [wrong(set[0] ?? rules.at(...steps), `at most ${most} days, for every object`, fix)];
}

/** A finding unless objects go in the end, or move to a colder class. */
function needsEnd(rules: Reader): Finding[] {
  const covering = rules.items().filter(coversAll);
  const ends = covering.some(
    (rule) => rule.at("expiration", "days").exists || rule.items("transitions").length > 0,
  );
  return ends
    ? []
    : [wrong(rules.at("expiration", "days"), "an expiration, or a transition to a colder class", fix)];
}

export const rule: StackRule = {
  id: "bucket-lifecycle",
  title: "Nothing stays in a bucket for no reason",
  why: "Parts of broken uploads and overwritten versions are charged for and seen by nobody; logs are of use for a while only; what stays for good belongs in a colder class.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["C1.2"], gdpr: ["5(1)(e)"], ccpa: ["1798.100(a)(3)"] },
  scope: "stack",
  types: [...bucketTypes, ...lifecycleTypes],
  thresholds: {
    incompleteDaysMax: {
      description: "days after which parts of an unfinished upload go",
      default: retention.incompleteUploadDays,
      min: 1,
      max: 30,
    },
    noncurrentDaysMax: {
      description:
        "longest life of an overwritten or deleted version, in days; in class audit that of the class",
      default: retention.backupDays,
      min: 1,
      max: 365,
    },
    operationalDaysMax: {
      description: "longest life of an object of class operational, in days",
      default: retention.operationalDays,
      min: 1,
      max: 400,
    },
    auditDaysMax: {
      description: "longest life of an object of class audit, in days",
      default: retention.auditDays,
      min: retention.auditDays,
      max: 3653,
    },
  },
  onUnknown: "fail",
  check: (stack, { thresholds }) => {
    const {
      incompleteDaysMax = 0,
      noncurrentDaysMax = 0,
      operationalDaysMax = 0,
      auditDaysMax = 0,
    } = thresholds;
    const most: typeof usefulDays = { ...usefulDays, operational: operationalDaysMax, audit: auditDaysMax };
    const configs = collect(stack, lifecycleTypes, (config) => {
      const sources = stack.sources(config, "bucket").filter(({ type }) => bucketTypes.includes(type));
      return [{ config, sources, name: sources.length > 0 ? undefined : config.props.text("bucket") }];
    });
    const configOf = (bucket: ResourceView): ResourceView | undefined =>
      configs.found.find(({ sources, name }) =>
        name === undefined ? sources.includes(bucket) : name === bucket.props.text("bucket"),
      )?.config;
    const findings: Finding[] = [];
    stack.each(bucketTypes, (bucket) => {
      const config = configOf(bucket);
      if (!config) {
        if (configs.complete)
          findings.push(wrongResource("no lifecycle", "a lifecycle configuration", fix, bucket.urn));
        return;
      }
      const stated = bucket.props.at("tags", "data-class");
      const dataClass = dataClassNames.find((name) => name === stated.text());
      if (!dataClass) {
        findings.push({ ...wrong(stated, dataClassNames.join(" | "), "tag the bucket"), urn: bucket.urn });
        return;
      }
      const rules = config.props.at("rules");
      const days = most[dataClass];
      const noncurrent = dataClass === "audit" ? auditDaysMax : noncurrentDaysMax;
      const wrongs = [
        ...needsDays(rules, ["abortIncompleteMultipartUpload", "daysAfterInitiation"], incompleteDaysMax),
        ...needsDays(rules, ["noncurrentVersionExpiration", "noncurrentDays"], noncurrent),
        ...(days === undefined ? needsEnd(rules) : needsDays(rules, ["expiration", "days"], days)),
      ];
      findings.push(...wrongs.map((finding) => ({ ...finding, urn: config.urn })));
    });
    return findings;
  },
};
