import type { ResourceRule } from "../../framework/rule";
import { bucketTypes } from "../../shared/buckets";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";

/** What a bucket may be told itself, and the resource that is judged in its place; version 6 had lists of each. */
const apart: Readonly<Record<string, string>> = {
  lifecycleRules: "BucketLifecycleConfiguration",
  objectLockConfiguration: "BucketObjectLockConfiguration",
  policy: "BucketPolicy",
  replicationConfiguration: "BucketReplicationConfig",
  replicationConfigurations: "BucketReplicationConfig",
  serverSideEncryptionConfiguration: "BucketServerSideEncryptionConfiguration",
  serverSideEncryptionConfigurations: "BucketServerSideEncryptionConfiguration",
  versioning: "BucketVersioning",
  versionings: "BucketVersioning",
};

export const rule: ResourceRule = {
  id: "buckets-set-up-apart",
  title: "A bucket is set up by resources of their own, and by nothing in itself",
  why: "S3 keeps one policy, one lifecycle and one configuration of each kind: a field of the bucket and the resource beside it overwrite each other, so that the one which is judged need not be the one that holds.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: bucketTypes,
  // That a field is there shows without its value, which may hold ARNs.
  onUnknown: "fail",
  check: ({ props }) =>
    props
      .keys()
      .filter((field) => Object.hasOwn(apart, field))
      .map((field) => ({ field, by: apart[field] ?? "" }))
      .map(({ field, by }) => wrong(props.at(field), "absent", `set it up by a ${by}, which is judged`)),
};
