import { rule } from "../../../../policies/compliance/rules/erasureInTime";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { bucketOf, change, setUp } from "../../../support/stores";

const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const lifecycle = (bucket: string, noncurrentDays: number): Fixture =>
  setUp(type, bucket, {
    rules: [
      { id: "retention", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays } },
    ],
  });

const at = "rules[0].noncurrentVersionExpiration.noncurrentDays";
const ofData = "19 days or fewer: 28 from the request, less 7 to handle it and 2 that S3 rounds";
const ofKeys =
  "2 days or fewer: 14 for copies of keys, less 9 of retention, 1 between full backups and 2 that S3 rounds";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("data", "personal"),
    lifecycle("data", 7),
    bucketOf("subject-keys", "personal"),
    lifecycle("subject-keys", 1),
    // Nobody reads a person there, or in what is of another class.
    bucketOf("backups", "personal"),
    lifecycle("backups", 30),
    bucketOf("audit", "audit"),
    lifecycle("audit", 365),
  ],
  mutations: [
    change(1, "versions of data for 20 days", at, 20, { path: at, found: "20", wanted: ofData }),
    change(3, "versions of keys for 3 days", at, 3, { path: at, found: "3", wanted: ofKeys }),
    change(1, "versions that stay", at, absent, { path: at, found: "absent", wanted: ofData }),
    change(1, "versions of which nobody knows how long they stay", at, unknown, {
      path: at,
      state: "undecided",
    }),
    change(1, "a rule that is not in force", "rules[0].status", "Disabled", {
      path: "rules",
      wanted: ofData,
    }),
    change(1, "a rule that may not be in force", "rules[0].status", unknown, {
      path: "rules[0].status",
      state: "undecided",
    }),
    change(
      1,
      "a rule for some objects",
      "rules[0].filter",
      { prefix: "logs/" },
      { path: "rules", wanted: ofData },
    ),
    change(1, "a rule for nobody knows which", "rules[0].filter", unknown, {
      path: "rules[0].filter",
      state: "undecided",
    }),
    change(1, "no rule", "rules", [], { path: "rules", found: "[]", wanted: ofData }),
    change(1, "a lifecycle of another bucket", "@from.bucket", ["audit"], {
      path: "",
      found: "no lifecycle",
      wanted: ofData,
    }),
    change(0, "a bucket whose class is not known", "tags.data-class", unknown, {
      path: "tags.data-class",
      state: "undecided",
    }),
    change(6, "a bucket with people's data of which facts say nothing", "tags.data-class", "personal", {
      path: at,
      found: "365",
      wanted: ofData,
    }),
  ],
};
