import { rule } from "../../../../policies/compliance/rules/encryptBuckets";
import { archived, out } from "../../../support/replicationFixtures";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, change, keyOf, setUp } from "../../../support/stores";

const config = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const byDefault = "rules[0].applyServerSideEncryptionByDefault";
const replicaKey = "rules[0].destination.encryptionConfiguration.replicaKmsKeyId";
const copy = "arn:aws:s3:::azora-africa-logs-111122223333";
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
    // 6: replication, by the key of the destination's region, and without a key.
    {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      props: {
        bucket: "azora-europe-logs-111122223333",
        rules: [
          {
            destination: {
              bucket: copy,
              encryptionConfiguration: { replicaKmsKeyId: "alias/azora/africa/operational" },
            },
          },
        ],
      },
    },
    setUp("aws:s3/bucketReplicationConfigV2:BucketReplicationConfigV2", "logs", {
      rules: [{ destination: { bucket: copy } }],
    }),
    // 8: a bucket of objects that its region's stack made, and audit records with the key of their archive.
    out,
    archived,
    // 10: access logs, which S3 delivers to keys of its own only.
    bucketOf("access-logs", "operational"),
    setUp(config, "access-logs", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    }),
    setUp(
      "aws:s3/bucketLogging:BucketLogging",
      "logs",
      { targetBucket: unknown },
      { targetBucket: ["access-logs"] },
    ),
  ],
  mutations: [
    change(6, "replicas with the key of another class", replicaKey, "alias/azora/africa/internal", {
      path: replicaKey,
      found: '"alias/azora/africa/internal"',
      wanted,
    }),
    change(
      6,
      "replicas with a key of the stack, of another class",
      "@from",
      { rules: ["internal-key"] },
      {
        path: replicaKey,
        found: "internal-key, a key of class internal",
        wanted,
      },
    ),
    change(6, "replicas with a key that is not known", replicaKey, unknown, {
      path: replicaKey,
      state: "undecided",
    }),
    change(6, "replicas of a bucket that is not of the stack", "bucket", "azora-africa-logs-111122223333", {
      path: "rules[0].destination.encryptionConfiguration",
      wanted: "a bucket of this stack, or of objects by its name",
    }),
    change(
      8,
      "copies with the key of another class",
      replicaKey,
      "arn:aws:kms:eu-central-1:111122223333:alias/azora/europe/internal",
      { path: replicaKey, wanted: "a customer key of class personal" },
    ),
    change(
      8,
      "copies with a key whose class nobody knows",
      replicaKey,
      "arn:aws:kms:eu-central-1:111122223333:key/1",
      {
        path: replicaKey,
        wanted: "a customer key of class personal",
      },
    ),
    change(8, "copies with a key that is not known", replicaKey, unknown, {
      path: replicaKey,
      state: "undecided",
    }),
    change(
      11,
      "access logs into a bucket to which S3 delivers none",
      `${byDefault}.sseAlgorithm`,
      "aws:kms",
      {
        path: `${byDefault}.sseAlgorithm`,
        found: '"aws:kms"',
        wanted: "AES256",
      },
    ),
    change(11, "a key of S3's own is accepted with its reason", "@from.nothing", [], {
      path: `${byDefault}.sseAlgorithm`,
      state: "passed-with-note",
    }),
    change(12, "a key of S3's own where no access logs go", "@from.targetBucket", ["logs"], {
      path: `${byDefault}.sseAlgorithm`,
      found: '"AES256"',
      wanted: "aws:kms or aws:kms:dsse",
    }),
    change(6, "replicas of a bucket that is not known", "bucket", unknown, {
      path: "bucket",
      state: "undecided",
    }),
    change(1, "a bucket whose configuration is another's", "@from.bucket", ["data"], {
      path: "",
      found: "no encryption configuration",
      wanted: "aws:kms",
    }),
    change(1, "a key of S3's own", `${byDefault}.sseAlgorithm`, "AES256", {
      path: `${byDefault}.sseAlgorithm`,
      found: '"AES256"',
      wanted: "aws:kms or aws:kms:dsse",
    }),
    change(1, "an algorithm that is not known", `${byDefault}.sseAlgorithm`, unknown, {
      path: `${byDefault}.sseAlgorithm`,
      state: "undecided",
    }),
    change(1, "no rule", "rules", [], { path: "rules", found: "[]", wanted: "a rule with aws:kms" }),
    change(1, "rules that are not known", "rules", unknown, { path: "rules", state: "undecided" }),
    change(1, "a default that is not known", byDefault, unknown, { path: byDefault, state: "undecided" }),
    change(1, "no key named", `${byDefault}.kmsMasterKeyId`, absent, {
      path: `${byDefault}.kmsMasterKeyId`,
      found: "absent",
      wanted,
    }),
    change(1, "the key of another class", "@from.rules", ["internal-key"], {
      path: `${byDefault}.kmsMasterKeyId`,
      found: "internal-key, a key of class internal",
      wanted,
    }),
    change(1, "a key that comes from nowhere", "@from.rules", [], {
      path: `${byDefault}.kmsMasterKeyId`,
      state: "undecided",
    }),
    change(2, "a key that changed its class", "tags.data-class", "audit", {
      path: `${byDefault}.kmsMasterKeyId`,
      found: "operational-key, a key of class audit",
      wanted,
    }),
    change(2, "a key without a class", "tags.data-class", "confidential", {
      path: `${byDefault}.kmsMasterKeyId`,
      found: "operational-key, a key of no class",
      wanted,
    }),
    change(2, "a key whose class is not known", "tags.data-class", unknown, {
      path: "tags.data-class",
      state: "undecided",
    }),
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
    change(5, "the managed key of S3", `${byDefault}.kmsMasterKeyId`, "alias/aws/s3", {
      path: `${byDefault}.kmsMasterKeyId`,
      found: '"alias/aws/s3"',
      wanted: "a customer key of class internal",
    }),
    change(5, "the alias of another class", `${byDefault}.kmsMasterKeyId`, "alias/azora/europe/personal", {
      path: `${byDefault}.kmsMasterKeyId`,
      found: '"alias/azora/europe/personal"',
    }),
    change(
      5,
      "a key of which nothing is known but its ARN",
      `${byDefault}.kmsMasterKeyId`,
      "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
      { path: `${byDefault}.kmsMasterKeyId`, wanted: "a customer key of class internal" },
    ),
    change(5, "a key that is not known", `${byDefault}.kmsMasterKeyId`, unknown, {
      path: `${byDefault}.kmsMasterKeyId`,
      state: "undecided",
    }),
    change(5, "a configuration for another name", "bucket", "azora-europe-other-111122223333", {
      path: "",
      found: "no encryption configuration",
    }),
    change(5, "a configuration for a name that is not known", "bucket", unknown, {
      path: "bucket",
      state: "undecided",
    }),
  ],
  survivors: [
    {
      path: "rules[*].destination.encryptionConfiguration",
      why: "that a copy has a key at all is asked by replication-settings",
    },
    ...["rules", "rules[*]"].map((path) => ({ path, why: "without a rule nothing is copied" })),
  ],
};
