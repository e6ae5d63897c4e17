import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { bucketSetUpBy, bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { atRest } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { classTag, encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const configTypes = s3Types("BucketServerSideEncryptionConfiguration");
const fix = "add a BucketServerSideEncryptionConfiguration with the region's key of the bucket's data class";

const replicationTypes = s3Types("BucketReplicationConfig");
const replicaKey = { key: ["replicaKmsKeyId"] };

/** Keys that replicas are encrypted with, by the places where replication names them. */
function replicaMistakes(
  stack: StackView,
  config: ResourceView,
  bucket: ResourceView | undefined,
  places: readonly Reader[],
): Finding[] {
  const named = places.filter((place) => place.exists && place.keys().includes("replicaKmsKeyId"));
  const tag = bucket ? classTag(bucket) : undefined;
  return named.flatMap((within) =>
    tag === undefined
      ? [wrong(within, "the bucket of this stack that is copied", "set up replication beside its bucket")]
      : encryptionMistakes(stack, config, replicaKey, { within, tag }),
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
      return configs.flatMap((config) => {
        const rules = config.props.items("rules");
        const found =
          rules.length === 0
            ? [wrong(config.props.at("rules"), "a rule with aws:kms", fix)]
            : rules.flatMap((each) =>
                encryptionMistakes(
                  stack,
                  config,
                  {
                    must: [{ at: ["sseAlgorithm"], be: ["aws:kms", "aws:kms:dsse"] }],
                    key: ["kmsMasterKeyId"],
                  },
                  { within: each.at("applyServerSideEncryptionByDefault"), tag: classTag(bucket) },
                ),
              );
        return found.map((finding) => ({ urn: config.urn, ...finding }));
      });
    }),
    ...findingsOf(stack, replicationTypes, (config) => {
      const places = config.props
        .items("rules")
        .map((each) => each.at("destination", "encryptionConfiguration"));
      return replicaMistakes(stack, config, bucketSetUpBy(stack, config), places);
    }),
  ],
};
