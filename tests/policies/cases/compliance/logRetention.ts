import { rule } from "../../../../policies/compliance/rules/logRetention";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { bucketOf, change, setUp, storeTags } from "../../../support/stores";

const group = (dataClass: "operational" | "audit", retentionInDays: number): Fixture => ({
  type: "aws:cloudwatch/logGroup:LogGroup",
  props: { name: `/azora/${dataClass}`, retentionInDays, tags: storeTags(dataClass) },
});
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const expire = (days: number) => ({
  id: "retention",
  status: "Enabled",
  filter: {},
  expiration: { days },
  noncurrentVersionExpiration: { noncurrentDays: 7 },
});
const whole = "a rule for all objects and their versions";

export const cases: RuleCases = {
  rule,
  fixtures: [
    group("operational", 30),
    group("audit", 2557),
    {
      type: "aws:ec2/flowLog:FlowLog",
      props: { logDestinationType: "s3", logDestination: unknown, trafficType: "ALL" },
      from: { logDestination: ["logs", "logs-policy"] },
    },
    bucketOf("logs", "operational"),
    setUp(lifecycle, "logs", {
      rules: [
        expire(30),
        {
          id: "delete-markers",
          status: "Enabled",
          filter: {},
          expiration: { expiredObjectDeleteMarker: true },
        },
        { id: "old", status: "Disabled", filter: {}, expiration: { days: 1 } },
      ],
    }),
    // By name, with the older form of a filter.
    {
      type: "aws:ec2/flowLog:FlowLog",
      props: { logDestinationType: "s3", logDestination: "arn:aws:s3:::azora-europe-trail-111122223333/vpc" },
    },
    { ...bucketOf("trail", "audit"), type: "aws:s3/bucketV2:BucketV2" },
    setUp(lifecycle, "trail", {
      rules: [{ ...expire(2557), filter: { prefix: "" }, prefix: "" }],
    }),
    // To a log group, which is looked at by itself; and a bucket that no flow log is delivered to.
    {
      type: "aws:ec2/flowLog:FlowLog",
      props: { logDestinationType: "cloud-watch-logs", logDestination: unknown },
    },
    bucketOf("data", "personal"),
    { type: "aws:ec2/flowLog:FlowLog", props: { trafficType: "ALL" } },
  ],
  mutations: [
    change(0, "logs that go a day early", "retentionInDays", 29, {
      path: "retentionInDays",
      found: "29",
      wanted: "30",
    }),
    change(0, "logs that stay too long", "retentionInDays", 60, {
      path: "retentionInDays",
      found: "60",
      wanted: "30",
    }),
    change(0, "logs that stay for ever", "retentionInDays", absent, {
      path: "retentionInDays",
      found: "absent",
      wanted: "30",
    }),
    change(0, "logs of which it is not known when they go", "retentionInDays", unknown, {
      path: "retentionInDays",
      state: "undecided",
    }),
    change(1, "an audit trail of six years", "retentionInDays", 2192, {
      path: "retentionInDays",
      found: "2192",
      wanted: "2557",
    }),
    change(0, "an audit trail that goes after thirty days", "tags.data-class", "audit", {
      path: "retentionInDays",
      found: "30",
      wanted: "2557",
    }),
    change(0, "logs of a class that there is not", "tags.data-class", "logs", {
      path: "tags.data-class",
      found: '"logs"',
      wanted: "personal | internal | operational | audit",
    }),
    change(0, "logs whose class is not known", "tags.data-class", unknown, {
      path: "tags.data-class",
      state: "undecided",
    }),
    change(2, "flow logs that go where is not known", "@from.logDestination", [], {
      path: "logDestination",
      state: "undecided",
    }),
    change(2, "flow logs of a kind that is not known", "logDestinationType", unknown, {
      path: "logDestinationType",
      state: "undecided",
    }),
    change(2, "flow logs of a kind that there is not", "logDestinationType", "bucket", {
      path: "logDestinationType",
      found: '"bucket"',
      wanted: "s3 | cloud-watch-logs | kinesis-data-firehose",
    }),
    change(6, "flow logs that go to a bucket of others", "bucket", "azora-europe-other-111122223333", {
      path: "logDestination",
      found: '"arn:aws:s3:::azora-europe-trail-111122223333/vpc"',
      wanted: "a bucket of this stack",
    }),
    change(5, "flow logs that go to no bucket", "logDestination", absent, {
      path: "logDestination",
      found: "absent",
      wanted: "a bucket of this stack",
    }),
    change(4, "flow logs in a bucket without a lifecycle", "@from.bucket", ["data"], {
      path: "",
      found: "no lifecycle",
      wanted: "30 days",
    }),
    change(4, "flow logs that go a day early", "rules[0].expiration.days", 29, {
      path: "rules[0].expiration.days",
      found: "29",
      wanted: "30",
    }),
    change(4, "flow logs that stay a day too long", "rules[0].expiration.days", 31, {
      path: "rules[0].expiration.days",
      found: "31",
      wanted: "30",
    }),
    change(4, "flow logs that never go", "rules[0].expiration", absent, { path: "rules", wanted: whole }),
    change(4, "flow logs of which it is not known when they go", "rules[0].expiration.days", unknown, {
      path: "rules[0].expiration.days",
      state: "undecided",
    }),
    change(4, "an expiration that is switched off", "rules[0].status", "Disabled", {
      path: "rules",
      wanted: whole,
    }),
    change(
      4,
      "an expiration of a part",
      "rules[0].filter",
      { prefix: "AWSLogs/" },
      { path: "rules", wanted: whole },
    ),
    change(
      4,
      "an expiration of small objects",
      "rules[0].filter",
      { objectSizeLessThan: 1024 },
      { path: "rules", wanted: whole },
    ),
    change(4, "a filter that is not known", "rules[0].filter", unknown, {
      path: "rules[0].filter",
      state: "undecided",
    }),
    change(
      4,
      "a part that goes early",
      "rules[1]",
      { id: "early", status: "Enabled", filter: { prefix: "AWSLogs/" }, expiration: { days: 1 } },
      { path: "rules[1].expiration.days", found: "1", wanted: "30" },
    ),
    change(4, "versions that stay a day too long", "rules[0].noncurrentVersionExpiration.noncurrentDays", 8, {
      path: "rules[0].noncurrentVersionExpiration.noncurrentDays",
      found: "8",
      wanted: "7 or less",
    }),
    change(4, "versions that never go", "rules[0].noncurrentVersionExpiration", absent, {
      path: "rules",
      wanted: whole,
    }),
    change(3, "an audit trail in a bucket that goes after thirty days", "tags.data-class", "audit", {
      path: "rules[0].expiration.days",
      found: "30",
      wanted: "2557",
    }),
    change(3, "a bucket without a class", "tags.data-class", absent, {
      path: "tags.data-class",
      found: "absent",
    }),
    change(7, "an expiration of a part, by the older prefix", "rules[0].prefix", "vpc/", {
      path: "rules",
      wanted: whole,
    }),
    change(7, "an expiration of a part, by a prefix", "rules[0].filter.prefix", "vpc/", {
      path: "rules",
      wanted: whole,
    }),
  ],
  partly: [
    { path: "rules[*]", why: "the first rule decides; the second ends unfinished uploads" },
    { path: "rules[*].status", why: "the same" },
    { path: "rules[*].filter", why: "the same" },
  ],
};
