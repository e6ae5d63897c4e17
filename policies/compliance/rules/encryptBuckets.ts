import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { bucketsBehind, bucketSetUpBy, bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { atRest } from "../../shared/controls";
import { accepted } from "../../shared/exceptions";
import { wrong, wrongResource } from "../../shared/finding";
import { classOfAlias, classTag, encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";
import { classOfBucket, replicationTypes } from "../../shared/objectBuckets";

const configTypes = s3Types("BucketServerSideEncryptionConfiguration");
const fix = "add a BucketServerSideEncryptionConfiguration with the region's key of the bucket's data class";

const replicaKey = { key: ["replicaKmsKeyId"] };

/** Keys that replicas are encrypted with, by the places where replication of a bucket of the stack names them. */
function replicaMistakes(
  stack: StackView,
  config: ResourceView,
  bucket: ResourceView,
  places: readonly Reader[],
): Finding[] {
  return places.flatMap((within) =>
    encryptionMistakes(stack, config, replicaKey, { within, tag: classTag(bucket) }),
  );
}

/** The same where another stack made the bucket: its name tells its class, and an alias that of the key. */
function replicaMistakesElsewhere(config: ResourceView, places: readonly Reader[]): Finding[] {
  const dataClass = classOfBucket(config.props.text("bucket"));
  if (dataClass === undefined)
    return places.map((within) =>
      wrong(
        within,
        "a bucket of this stack, or of objects by its name",
        "set up replication beside its bucket",
      ),
    );
  // Of an archive's key, which is another account's, replication-settings says more.
  if (dataClass === "audit") return [];
  return places
    .map((within) => within.at("replicaKmsKeyId"))
    .filter((key) => classOfAlias(key.text() ?? "") !== dataClass)
    .map((key) => wrong(key, `a customer key of class ${dataClass}`, "name the alias of the target's key"));
}

/** Where S3 delivers access logs: to no bucket with a key of ours, whatever permissions it has. */
const deliveredUnkeyed =
  'S3 delivers access logs to buckets with keys of its own only ("Enabling Amazon S3 server access logging")';

/** The buckets that access logs of others go to. */
function takesAccessLogs(stack: StackView, bucket: ResourceView): boolean {
  return stack
    .ofType("aws:s3/bucketLogging:BucketLogging")
    .some((logging) => bucketsBehind(stack, logging, "targetBucket").some(({ urn }) => urn === bucket.urn));
}

/** A bucket of access logs: with a key of ours the logs would be lost without a word. */
function accessLogMistakes(rules: readonly Reader[]): Finding[] {
  return rules.flatMap((each) => {
    const algorithm = each.at("applyServerSideEncryptionByDefault", "sseAlgorithm");
    return algorithm.text() === "AES256"
      ? accepted(deliveredUnkeyed, [wrong(algorithm, "aws:kms, where S3 delivered there", fix)])
      : [wrong(algorithm, "AES256", "leave access logs to keys of S3's own, or none is delivered")];
  });
}

/** What is wrong with one rule of a bucket's default encryption. */
function defaultMistakes(
  stack: StackView,
  config: ResourceView,
  bucket: ResourceView,
  each: Reader,
): Finding[] {
  return encryptionMistakes(
    stack,
    config,
    { must: [{ at: ["sseAlgorithm"], be: ["aws:kms", "aws:kms:dsse"] }], key: ["kmsMasterKeyId"] },
    { within: each.at("applyServerSideEncryptionByDefault"), tag: classTag(bucket) },
  );
}

export const rule: StackRule = {
  id: "encrypt-buckets",
  title: "Buckets are encrypted with the customer key of their data class",
  why: "Without a configuration of its own a bucket takes a key of S3, whose use nobody can refuse, see or end.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types: [...bucketTypes, ...configTypes, ...replicationTypes],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, bucketTypes, (bucket) => {
      const configs = setUpFor(stack, bucket, configTypes);
      if (configs.length === 0) return [wrongResource("no encryption configuration", "aws:kms", fix)];
      const unkeyed = takesAccessLogs(stack, bucket);
      return configs.flatMap((config) => {
        const rules = config.props.items("rules");
        const found =
          rules.length === 0
            ? [wrong(config.props.at("rules"), "a rule with aws:kms", fix)]
            : unkeyed
              ? accessLogMistakes(rules)
              : rules.flatMap((each) => defaultMistakes(stack, config, bucket, each));
        return found.map((finding) => ({ urn: config.urn, ...finding }));
      });
    }),
    ...findingsOf(stack, replicationTypes, (config) => {
      const places = config.props
        .items("rules")
        .map((each) => each.at("destination", "encryptionConfiguration"))
        .filter((place) => place.exists && place.keys().includes("replicaKmsKeyId"));
      const bucket = bucketSetUpBy(stack, config);
      return bucket
        ? replicaMistakes(stack, config, bucket, places)
        : replicaMistakesElsewhere(config, places);
    }),
  ],
};
