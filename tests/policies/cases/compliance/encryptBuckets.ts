import { rule } from "../../../../policies/compliance/rules/encryptBuckets";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, keyOf, setUp } from "../../../support/stores";

const config = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const byDefault = "rules[0].applyServerSideEncryptionByDefault";
const wanted = "a customer key of class operational";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("logs", "operational"),
    setUp(
      config,
      "logs",
      {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown },
            bucketKeyEnabled: true,
          },
        ],
      },
      { rules: ["operational-key"] },
    ),
    keyOf("operational"),
    keyOf("internal"),
    // By the older names of the types, by name, and by the alias of a key that another stack made.
    { ...bucketOf("data", "internal"), type: "aws:s3/bucketV2:BucketV2" },
    {
      type: `${config}V2`.replace("Configuration:", "ConfigurationV2:"),
      props: {
        bucket: "azora-europe-data-111122223333",
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms:dsse",
              kmsMasterKeyId: "alias/azora/europe/internal",
            },
          },
        ],
      },
    },
  ],
  mutations: [
    {
      name: "a bucket whose configuration is another's",
      resource: 1,
      path: "@from.bucket",
      to: ["data"],
      finding: { path: "", found: "no encryption configuration", wanted: "aws:kms" },
    },
    {
      name: "a key of S3's own",
      resource: 1,
      path: `${byDefault}.sseAlgorithm`,
      to: "AES256",
      finding: { path: `${byDefault}.sseAlgorithm`, found: '"AES256"', wanted: "aws:kms or aws:kms:dsse" },
    },
    {
      name: "an algorithm that is not known",
      resource: 1,
      path: `${byDefault}.sseAlgorithm`,
      to: unknown,
      finding: { path: `${byDefault}.sseAlgorithm`, state: "undecided" },
    },
    {
      name: "no rule",
      resource: 1,
      path: "rules",
      to: [],
      finding: { path: "rules", found: "[]", wanted: "a rule with aws:kms" },
    },
    {
      name: "rules that are not known",
      resource: 1,
      path: "rules",
      to: unknown,
      finding: { path: "rules", state: "undecided" },
    },
    {
      name: "a default that is not known",
      resource: 1,
      path: byDefault,
      to: unknown,
      finding: { path: byDefault, state: "undecided" },
    },
    {
      name: "no key named",
      resource: 1,
      path: `${byDefault}.kmsMasterKeyId`,
      to: absent,
      finding: { path: `${byDefault}.kmsMasterKeyId`, found: "absent", wanted },
    },
    {
      name: "the key of another class",
      resource: 1,
      path: "@from.rules",
      to: ["internal-key"],
      finding: {
        path: `${byDefault}.kmsMasterKeyId`,
        found: "internal-key, a key of class internal",
        wanted,
      },
    },
    {
      name: "a key that comes from nowhere",
      resource: 1,
      path: "@from.rules",
      to: [],
      finding: { path: `${byDefault}.kmsMasterKeyId`, state: "undecided" },
    },
    {
      name: "a key that changed its class",
      resource: 2,
      path: "tags.data-class",
      to: "audit",
      finding: {
        path: `${byDefault}.kmsMasterKeyId`,
        found: "operational-key, a key of class audit",
        wanted,
      },
    },
    {
      name: "a key without a class",
      resource: 2,
      path: "tags.data-class",
      to: "confidential",
      finding: { path: `${byDefault}.kmsMasterKeyId`, found: "operational-key, a key of no class", wanted },
    },
    {
      name: "a key whose class is not known",
      resource: 2,
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "a bucket without a class",
      path: "tags.data-class",
      to: absent,
      finding: {
        path: "tags.data-class",
        found: "absent",
        wanted: "personal | internal | operational | audit",
      },
    },
    {
      name: "a bucket of another class than its key",
      path: "tags.data-class",
      to: "personal",
      finding: { path: `${byDefault}.kmsMasterKeyId`, wanted: "a customer key of class personal" },
    },
    {
      name: "a bucket whose class is not known",
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "the managed key of S3",
      resource: 5,
      path: `${byDefault}.kmsMasterKeyId`,
      to: "alias/aws/s3",
      finding: {
        path: `${byDefault}.kmsMasterKeyId`,
        found: '"alias/aws/s3"',
        wanted: "a customer key of class internal",
      },
    },
    {
      name: "the alias of another class",
      resource: 5,
      path: `${byDefault}.kmsMasterKeyId`,
      to: "alias/azora/europe/personal",
      finding: { path: `${byDefault}.kmsMasterKeyId`, found: '"alias/azora/europe/personal"' },
    },
    {
      name: "a key of which nothing is known but its ARN",
      resource: 5,
      path: `${byDefault}.kmsMasterKeyId`,
      to: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
      finding: { path: `${byDefault}.kmsMasterKeyId`, wanted: "a customer key of class internal" },
    },
    {
      name: "a key that is not known",
      resource: 5,
      path: `${byDefault}.kmsMasterKeyId`,
      to: unknown,
      finding: { path: `${byDefault}.kmsMasterKeyId`, state: "undecided" },
    },
    {
      name: "a configuration for another name",
      resource: 5,
      path: "bucket",
      to: "azora-europe-other-111122223333",
      finding: { path: "", found: "no encryption configuration" },
    },
    {
      name: "a configuration for a name that is not known",
      resource: 5,
      path: "bucket",
      to: unknown,
      finding: { path: "bucket", state: "undecided" },
    },
  ],
};
