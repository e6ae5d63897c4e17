import { secondsPerDay } from "../../../components/facts/days";
import { edgeLogFields, edgeLogStore } from "../../../components/facts/edgeLogs";
import { retention } from "../../../components/facts/retention";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const jobType = "cloudflare:index/logpushJob:LogpushJob";
const bucketType = "cloudflare:index/r2Bucket:R2Bucket";
const lifecycleType = "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle";
const tokenType = "cloudflare:index/accountToken:AccountToken";
const secondsMax = retention.operationalDays * secondsPerDay;
const fix = "let EdgeLogs make it";

function fieldsOf({ props }: ResourceView): Finding[] {
  const fields: Readonly<Partial<Record<string, readonly string[]>>> = edgeLogFields;
  const allowed = fields[props.text("dataset") ?? ""];
  if (!allowed) return [wrong(props.at("dataset"), Object.keys(fields).join(" or "), fix)];
  // The older options name fields too, in a text of their own.
  const options = props.at("logpullOptions");
  return [
    ...(options.exists ? [wrong(options, "absent", "name the fields in outputOptions")] : []),
    ...props
      .items("outputOptions", "fieldNames")
      .filter((field) => !allowed.includes(field.text() ?? ""))
      .map((field) => wrong(field, `a field of edgeLogFields.${props.text("dataset") ?? ""}`, fix)),
  ];
}

/** Where a job writes is a secret; that it derives from the token of the bucket shows that it is the bucket's. */
function writerOf(stack: StackView, job: ResourceView): Finding[] {
  return stack.sources(job, "destinationConf").some(({ type }) => type === tokenType)
    ? []
    : [wrongResource("a destination of its own", "the bucket in the EU", fix)];
}

function keptOf(stack: StackView, bucket: ResourceView): Finding[] {
  const { props } = bucket;
  const { jurisdiction } = edgeLogStore;
  const ends = stack
    .ofType(lifecycleType)
    .filter((lifecycle) => stack.sources(lifecycle, "bucketName").some(({ urn }) => urn === bucket.urn))
    .flatMap((lifecycle) => lifecycle.props.items("rules"))
    .filter((rule) => rule.flag("enabled") === true && rule.text("conditions", "prefix") === "")
    .some(
      (rule) => (rule.number("deleteObjectsTransition", "condition", "maxAge") ?? Infinity) <= secondsMax,
    );
  return [
    ...(props.text("jurisdiction") === jurisdiction
      ? []
      : [wrong(props.at("jurisdiction"), jurisdiction, "keep the edge's data in the EU")]),
    ...(ends ? [] : [wrongResource("no end", `an end after ${retention.operationalDays} days`, fix)]),
  ];
}

export const rule: StackRule = {
  id: "edge-logs-impersonal",
  title: "The edge's logs hold nothing that a person brought along, and stay in the EU until they end",
  why: "Logs of every region's users come together in one place: an address or a path in them would be a transfer of personal data that no basis covers.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "stack",
  types: [jobType, bucketType, lifecycleType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [jobType], (job) => [...fieldsOf(job), ...writerOf(stack, job)]),
    ...findingsOf(stack, [bucketType], (bucket) => keptOf(stack, bucket)),
  ],
};
