/** When objects of a bucket end or move; pure, so that every rule can be tested. */
import type * as aws from "@pulumi/aws";
import { retention } from "../facts/retention";
import { check } from "../shared";

export interface LifecycleDays {
  /** Days after which an object is deleted; default never. */
  readonly expireAfterDays?: number;
  /** The same for the objects of a prefix. @example { "africa/": 30 } */
  readonly prefixExpireAfterDays?: Readonly<Record<string, number>>;
  /** Days for which an overwritten or deleted version stays; default from facts. */
  readonly noncurrentDays: number;
  /** Days after which an object moves to Intelligent-Tiering; default never. S3 leaves those below 128 KiB where they are. */
  readonly tierAfterDays?: number;
}

type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * The rules of a bucket's lifecycle.
 * @throws InvalidValueError naming the field whose days S3 would refuse.
 */
export function lifecycleRules({
  expireAfterDays,
  prefixExpireAfterDays = {},
  noncurrentDays,
  tierAfterDays,
}: LifecycleDays): Rule[] {
  const prefixes = Object.entries(prefixExpireAfterDays);
  for (const [field, days] of [
    ["expireAfterDays", expireAfterDays],
    ...prefixes.map(([prefix, days]) => [`prefixExpireAfterDays["${prefix}"]`, days] as const),
    ["noncurrentDays", noncurrentDays],
    ["tierAfterDays", tierAfterDays],
  ] as const)
    check(
      days === undefined || (Number.isInteger(days) && days >= 1),
      `PrivateBucket.${field}`,
      days,
      "whole days, 1 or more",
    );
  check(
    tierAfterDays === undefined || expireAfterDays === undefined || tierAfterDays < expireAfterDays,
    "PrivateBucket.tierAfterDays",
    tierAfterDays,
    `fewer days than expireAfterDays, ${expireAfterDays ?? "none"}`,
  );
  return [
    {
      id: "retention",
      status: "Enabled",
      filter: {},
      ...(expireAfterDays === undefined ? {} : { expiration: { days: expireAfterDays } }),
      ...(tierAfterDays === undefined
        ? {}
        : { transitions: [{ days: tierAfterDays, storageClass: "INTELLIGENT_TIERING" }] }),
      noncurrentVersionExpiration: { noncurrentDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: retention.incompleteUploadDays },
    },
    ...prefixes.map(([prefix, days]): Rule => ({
      id: `expire-${prefix.replaceAll("/", "-")}`,
      status: "Enabled",
      filter: { prefix },
      expiration: { days },
    })),
    // S3 takes no days beside this, hence a rule of its own.
    {
      id: "delete-markers",
      status: "Enabled",
      filter: {},
      expiration: { expiredObjectDeleteMarker: true },
    },
  ];
}
