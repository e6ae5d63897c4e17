import { dataClassNames } from "../../../components/facts/dataClasses";
import { logRetentionDays, retention } from "../../../components/facts/retention";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { bucketOfArn, bucketsBehind, bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { wrong, wrongResource } from "../../shared/finding";
import { classTag, dataClassAt } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const groupType = "aws:cloudwatch/logGroup:LogGroup";
const flowLogType = "aws:ec2/flowLog:FlowLog";
const lifecycleTypes = s3Types("BucketLifecycleConfiguration");

/** How long a resource keeps logs of its class, or why that cannot be told. */
function keptBy(resource: ResourceView, judge: (days: number) => readonly Finding[]): readonly Finding[] {
  const dataClass = dataClassAt(classTag(resource));
  return dataClass === undefined
    ? [
        {
          ...wrong(classTag(resource), dataClassNames.join(" | "), "say of which class the logs are"),
          urn: resource.urn,
        },
      ]
    : judge(logRetentionDays[dataClass]);
}

/** Whether a rule of a lifecycle is for everything in its bucket. */
function isForAll(each: Reader): boolean {
  const filter = each.at("filter");
  return (
    filter.keys().every((key) => key === "prefix" && filter.text(key) === "") &&
    (each.text("prefix") ?? "") === ""
  );
}

/** What is wrong with how long a bucket keeps logs: objects, and versions of those that expired. */
function lifecycleMistakes(lifecycle: ResourceView, days: number): Finding[] {
  const rules = lifecycle.props.items("rules").filter((each) => each.text("status") === "Enabled");
  const covering = rules.filter(isForAll);
  const expirations = (of: readonly Reader[]) =>
    of.map((each) => each.at("expiration", "days")).filter((kept) => kept.exists);
  const versions = covering
    .map((each) => each.at("noncurrentVersionExpiration", "noncurrentDays"))
    .filter((kept) => kept.exists);
  const fix = `expire the whole bucket after ${days} days, versions ${retention.noncurrentVersionDays} days later`;
  const found = [
    ...expirations(rules)
      .filter((kept) => kept.number() !== days)
      .map((kept) => wrong(kept, String(days), fix)),
    ...versions
      .filter((kept) => (kept.number() ?? Infinity) > retention.noncurrentVersionDays)
      .map((kept) => wrong(kept, `${retention.noncurrentVersionDays} or less`, fix)),
    ...(expirations(covering).length > 0 && versions.length > 0
      ? []
      : [{ path: "rules", found: "no such rule", wanted: "a rule for all objects and their versions", fix }]),
  ];
  return found.map((finding) => ({ ...finding, urn: lifecycle.urn }));
}

/** The buckets that a flow log is delivered to; none where they are not in this stack. */
function destinations(stack: StackView, flowLog: ResourceView): readonly ResourceView[] {
  if (!flowLog.props.keys().includes("logDestination")) return [];
  const derived = bucketsBehind(stack, flowLog, "logDestination");
  if (derived.length > 0) return derived;
  const name = bucketOfArn(flowLog.props.text("logDestination") ?? "");
  return bucketTypes
    .flatMap((type) => stack.ofType(type))
    .filter((bucket) => name !== undefined && bucket.props.text("bucket") === name);
}

function flowLogMistakes(stack: StackView, flowLog: ResourceView): readonly Finding[] {
  const kind = flowLog.props.at("logDestinationType");
  // A log group is looked at by itself, and a stream keeps nothing.
  if (["cloud-watch-logs", "kinesis-data-firehose"].includes(kind.text() ?? "cloud-watch-logs")) return [];
  if (kind.text() !== "s3")
    return [wrong(kind, "s3 | cloud-watch-logs | kinesis-data-firehose", "say where the logs go")];
  const buckets = destinations(stack, flowLog);
  if (buckets.length === 0)
    return [
      wrong(
        flowLog.props.at("logDestination"),
        "a bucket of this stack",
        "deliver to a bucket whose lifecycle shows how long logs stay",
      ),
    ];
  return buckets.flatMap((bucket) =>
    keptBy(bucket, (days) => {
      const lifecycles = setUpFor(stack, bucket, lifecycleTypes);
      return lifecycles.length === 0
        ? [{ ...wrongResource("no lifecycle", `${days} days`, "add a lifecycle"), urn: bucket.urn }]
        : lifecycles.flatMap((lifecycle) => lifecycleMistakes(lifecycle, days));
    }),
  );
}

export const rule: StackRule = {
  id: "log-retention",
  title: "Logs are kept as long as promised for their class, and no longer",
  why: "Audit records must last seven years; other logs hold addresses of people and are kept for 30 days. CloudWatch keeps logs for ever unless told.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC7.2", "C1.2"],
    gdpr: ["5(1)(e)"],
    hipaa: ["164.316(b)(2)(i)", "164.312(b)"],
    ccpa: ["1798.100(a)(3)"],
  },
  scope: "stack",
  types: [groupType, flowLogType, ...bucketTypes, ...lifecycleTypes],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [groupType], (group) =>
      keptBy(group, (days) => {
        const kept = group.props.at("retentionInDays");
        return kept.number() === days
          ? []
          : [wrong(kept, String(days), "set retentionInDays to what facts say")];
      }),
    ),
    ...findingsOf(stack, [flowLogType], (flowLog) => flowLogMistakes(stack, flowLog)),
  ],
};
