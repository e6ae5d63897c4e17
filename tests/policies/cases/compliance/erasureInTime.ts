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

const of = "rules[0].noncurrentVersionExpiration";
const at = `${of}.noncurrentDays`;
const ofData = "21 days or fewer: 28 from the request, less 5 to handle it and 2 that S3 rounds";
const ofKeys =
  "1 days or fewer: 14 for copies of keys, less 1 until VACUUM, 9 of retention, 1 between full backups and 2 that S3 rounds";

const soonEnough = { fixtureOnly: "versions in every bucket of the plan end soon enough for people's data" };

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
    change(1, "versions of data for 22 days", at, 22, { path: at, found: "22", wanted: ofData }),
    change(3, "versions of keys for 2 days", at, 2, { path: at, found: "2", wanted: ofKeys }),
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
    change(1, "a rule for a prefix of the old kind", "rules[0].prefix", "logs/", {
      path: "rules",
      wanted: ofData,
    }),
    change(1, "versions of which the newest stay", `${of}.newerNoncurrentVersions`, 100, {
      path: "rules",
      wanted: ofData,
    }),
    {
      ...change(4, "a bucket that calls itself one of backups", "bucket", "azora-mars-backups-111122223333", {
        path: at,
        found: "30",
        wanted: ofData,
      }),
      ...soonEnough,
    },
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
    {
      ...change(6, "a bucket with people's data of which facts say nothing", "tags.data-class", "personal", {
        path: at,
        found: "365",
        wanted: ofData,
      }),
      ...soonEnough,
    },
  ],
  partly: [
    { path: "rules[*]", why: "the first rule decides; others end the objects of a part" },
    { path: "rules[*].status", why: "the same" },
    { path: "rules[*].filter", why: "the same" },
  ],
  survivors: [
    { path: "tags.data-class", why: "versions in every bucket of the plan end soon enough for any class" },
    { path: "bucket", why: "and for any purpose, but that of keys, whose name says so" },
  ],
};
