import { rule } from "../../../../policies/cost/rules/bucketLifecycle";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { productionTags } from "../../../support/ruleFixtures";

const configType = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const bucket = (name: string, dataClass: string): Fixture => ({
  type: "aws:s3/bucket:Bucket",
  name,
  props: { bucket: `azora-europe-${name}`, tags: { ...productionTags, "data-class": dataClass } },
});
const always = {
  id: "retention",
  status: "Enabled",
  filter: {},
  noncurrentVersionExpiration: { noncurrentDays: 30 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};
const config = (of: string, rules: readonly object[]): Fixture => ({
  type: configType,
  name: `${of}-lifecycle`,
  props: { bucket: `azora-europe-${of}`, rules },
  from: { bucket: [of] },
});
/** A bucket and its lifecycle by the older types, which know each other by name only. */
const byName = (of: string, dataClass: string, rules: readonly object[]): readonly Fixture[] => [
  { ...bucket(of, dataClass), type: "aws:s3/bucketV2:BucketV2" },
  {
    type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    props: { bucket: `azora-europe-${of}`, rules },
  },
];
const days = "at most 30 days, for every object";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucket("logs", "operational"),
    config("logs", [
      { ...always, expiration: { days: 30 } },
      {
        id: "delete-markers",
        status: "Enabled",
        filter: {},
        expiration: { expiredObjectDeleteMarker: true },
      },
    ]),
    bucket("trail", "audit"),
    config("trail", [
      { ...always, noncurrentVersionExpiration: { noncurrentDays: 2557 }, expiration: { days: 2557 } },
    ]),
    ...byName("exports", "personal", [{ ...always, filter: { prefix: "" }, expiration: { days: 400 } }]),
    bucket("models", "internal"),
    config("models", [
      always,
      { id: "cold", status: "Enabled", prefix: "", transitions: [{ days: 90, storageClass: "GLACIER_IR" }] },
    ]),
  ],
  mutations: [
    {
      name: "a bucket whose lifecycle is another bucket's",
      resource: 1,
      path: "@from.bucket",
      to: ["trail"],
      finding: { path: "", found: "no lifecycle", wanted: "a lifecycle configuration" },
    },
    {
      name: "a bucket whose lifecycle is that of another name",
      resource: 5,
      path: "bucket",
      to: "azora-europe-elsewhere",
      finding: { path: "", found: "no lifecycle", wanted: "a lifecycle configuration" },
    },
    {
      name: "a bucket that another name's lifecycle does not reach",
      resource: 4,
      path: "bucket",
      to: "azora-europe-renamed",
      finding: { path: "", found: "no lifecycle" },
    },
    {
      name: "a lifecycle of an unknown bucket",
      resource: 5,
      path: "bucket",
      to: unknown,
      finding: { path: "bucket", state: "undecided" },
    },
    {
      name: "a bucket of an unknown name",
      resource: 4,
      path: "bucket",
      to: unknown,
      finding: { path: "bucket", state: "undecided" },
    },
    {
      name: "a bucket of an unknown class",
      path: 'tags["data-class"]',
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "no rules",
      resource: 1,
      path: "rules",
      to: absent,
      finding: {
        path: "rules.abortIncompleteMultipartUpload.daysAfterInitiation",
        found: "absent",
        wanted: "at most 7 days, for every object",
      },
    },
    {
      name: "unknown rules",
      resource: 1,
      path: "rules",
      to: unknown,
      finding: { path: "rules", state: "undecided" },
    },
    {
      name: "a rule that is not in force",
      resource: 1,
      path: "rules[0].status",
      to: "Disabled",
      finding: { path: "rules.noncurrentVersionExpiration.noncurrentDays", found: "absent", wanted: days },
    },
    {
      name: "a rule of which it is unknown whether it is in force",
      resource: 1,
      path: "rules[0].status",
      to: unknown,
      finding: { path: "rules[0].status", state: "undecided" },
    },
    {
      name: "a rule for a part of the objects, by the start of their keys",
      resource: 1,
      path: "rules[0].filter.prefix",
      to: "tmp/",
      finding: { path: "rules.abortIncompleteMultipartUpload.daysAfterInitiation", found: "absent" },
    },
    {
      name: "a rule for a part of the objects, by their tags",
      resource: 1,
      path: "rules[0].filter",
      to: { tag: { key: "keep", value: "no" } },
      finding: { path: "rules.abortIncompleteMultipartUpload.daysAfterInitiation", found: "absent" },
    },
    {
      name: "a rule for unknown objects",
      resource: 1,
      path: "rules[0].filter",
      to: unknown,
      finding: { path: "rules[0].filter", state: "undecided" },
    },
    {
      name: "a rule for keys with an unknown start",
      resource: 5,
      path: "rules[0].filter.prefix",
      to: unknown,
      finding: { path: "rules[0].filter.prefix", state: "undecided" },
    },
    {
      name: "broken uploads that stay",
      resource: 1,
      path: "rules[0].abortIncompleteMultipartUpload",
      to: absent,
      finding: { path: "rules.abortIncompleteMultipartUpload.daysAfterInitiation", found: "absent" },
    },
    {
      name: "broken uploads that stay a day too long",
      resource: 1,
      path: "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation",
      to: 8,
      finding: { path: "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation", found: "8" },
    },
    {
      name: "broken uploads that stay for an unknown time",
      resource: 1,
      path: "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation",
      to: unknown,
      finding: { path: "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation", state: "undecided" },
    },
    {
      name: "old versions that stay",
      resource: 1,
      path: "rules[0].noncurrentVersionExpiration",
      to: absent,
      finding: { path: "rules.noncurrentVersionExpiration.noncurrentDays", found: "absent", wanted: days },
    },
    {
      name: "old versions that stay a day too long",
      resource: 1,
      path: "rules[0].noncurrentVersionExpiration.noncurrentDays",
      to: 31,
      finding: { path: "rules[0].noncurrentVersionExpiration.noncurrentDays", found: "31", wanted: days },
    },
    {
      name: "old versions that stay for an unknown time",
      resource: 1,
      path: "rules[0].noncurrentVersionExpiration.noncurrentDays",
      to: unknown,
      finding: { path: "rules[0].noncurrentVersionExpiration.noncurrentDays", state: "undecided" },
    },
    {
      name: "operational objects that stay a day too long",
      resource: 1,
      path: "rules[0].expiration.days",
      to: 31,
      finding: { path: "rules[0].expiration.days", found: "31", wanted: days },
    },
    {
      name: "operational objects that stay for good, but for delete markers",
      resource: 1,
      path: "rules[0].expiration",
      to: absent,
      finding: { path: "rules.expiration.days", found: "absent", wanted: days },
    },
    {
      name: "operational objects that stay for an unknown time",
      resource: 1,
      path: "rules[0].expiration.days",
      to: unknown,
      finding: { path: "rules[0].expiration.days", state: "undecided" },
    },
    {
      name: "audit records that stay a day too long",
      resource: 3,
      path: "rules[0].expiration.days",
      to: 2558,
      finding: {
        path: "rules[0].expiration.days",
        found: "2558",
        wanted: "at most 2557 days, for every object",
      },
    },
    {
      name: "old versions of audit records that stay a day too long",
      resource: 3,
      path: "rules[0].noncurrentVersionExpiration.noncurrentDays",
      to: 2558,
      finding: { path: "rules[0].noncurrentVersionExpiration.noncurrentDays", found: "2558" },
    },
    {
      name: "audit records that only move to a colder class",
      resource: 3,
      path: "rules[0].expiration",
      to: absent,
      finding: { path: "rules.expiration.days", found: "absent" },
    },
    {
      name: "a bucket that says nothing of its class",
      resource: 2,
      path: 'tags["data-class"]',
      to: absent,
      finding: {
        path: "tags.data-class",
        found: "absent",
        wanted: "personal | internal | operational | audit",
      },
    },
    {
      name: "a bucket of a class that does not exist",
      resource: 2,
      path: 'tags["data-class"]',
      to: "secret",
      finding: { path: "tags.data-class", found: '"secret"' },
    },
    {
      name: "personal data that stays for good",
      resource: 5,
      path: "rules[0].expiration",
      to: absent,
      finding: {
        path: "rules.expiration.days",
        found: "absent",
        wanted: "an expiration, or a transition to a colder class",
      },
    },
    {
      name: "data of the platform that stays where it is dear",
      resource: 7,
      path: "rules[1].transitions",
      to: [],
      finding: { path: "rules.expiration.days", wanted: "an expiration, or a transition to a colder class" },
    },
    {
      name: "data of the platform of which a part moves only",
      resource: 7,
      path: "rules[1].prefix",
      to: "models/",
      finding: { path: "rules.expiration.days", wanted: "an expiration, or a transition to a colder class" },
    },
    {
      name: "data of the platform that moves to something unknown",
      resource: 7,
      path: "rules[1].transitions",
      to: unknown,
      finding: { path: "rules[1].transitions", state: "undecided" },
    },
  ],
  partly: [
    { path: "rules[*]", why: "the first rule decides; the second ends unfinished uploads" },
    { path: "rules[*].status", why: "the same" },
    { path: "rules[*].filter", why: "the same" },
  ],
  survivors: [
    { path: "rules[*].filter.prefix", why: "the end of a part stands beside that of the whole bucket" },
  ],
};
