import type * as aws from "@pulumi/aws";
import { alike, flat, json, list, none, object, tags, text, to, value, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

type Rules = aws.types.input.s3.BucketLifecycleConfigurationRule;
type Filter = aws.types.input.s3.BucketLifecycleConfigurationRuleFilter;
type FilterAnd = aws.types.input.s3.BucketLifecycleConfigurationRuleFilterAnd;
type Tag = aws.types.input.s3.BucketLifecycleConfigurationRuleFilterTag;
type Replication = aws.types.input.s3.BucketReplicationConfigRule;
type Destination = aws.types.input.s3.BucketReplicationConfigRuleDestination;
type Retention = aws.types.input.s3.BucketObjectLockConfigurationRuleDefaultRetention;

const bucketType = "aws:s3/bucket:Bucket";
const inBucket = { bucket: "bucket" } as const;

const tag = object<Tag>(alike("key", "value"));
const status = object<{ status: string }>({ status: "Status" });

const transition = object<aws.types.input.s3.BucketLifecycleConfigurationRuleTransition>({
  date: "TransitionDate",
  days: "TransitionInDays",
  storageClass: "StorageClass",
});

const noncurrentTransition =
  object<aws.types.input.s3.BucketLifecycleConfigurationRuleNoncurrentVersionTransition>({
    ...alike<aws.types.input.s3.BucketLifecycleConfigurationRuleNoncurrentVersionTransition>(
      "newerNoncurrentVersions",
      "storageClass",
    ),
    noncurrentDays: "TransitionInDays",
  });

const lifecycleRule = object<Rules>({
  id: "Id",
  status: "Status",
  filter: flat(
    object<Filter>({
      prefix: "Prefix",
      objectSizeGreaterThan: to("ObjectSizeGreaterThan", text),
      objectSizeLessThan: to("ObjectSizeLessThan", text),
      tag: to("TagFilters[]", tag),
      and: flat(
        object<FilterAnd>({
          prefix: "Prefix",
          objectSizeGreaterThan: to("ObjectSizeGreaterThan", text),
          objectSizeLessThan: to("ObjectSizeLessThan", text),
          tags: to("TagFilters", tags),
        }),
      ),
    }),
  ),
  expiration: flat(
    object<aws.types.input.s3.BucketLifecycleConfigurationRuleExpiration>({
      date: "ExpirationDate",
      days: "ExpirationInDays",
      expiredObjectDeleteMarker: "ExpiredObjectDeleteMarker",
    }),
  ),
  noncurrentVersionExpiration: to(
    "NoncurrentVersionExpiration",
    object<aws.types.input.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpiration>(
      alike("newerNoncurrentVersions", "noncurrentDays"),
    ),
  ),
  noncurrentVersionTransitions: to("NoncurrentVersionTransitions", list(noncurrentTransition)),
  transitions: to("Transitions", list(transition)),
  abortIncompleteMultipartUpload: to(
    "AbortIncompleteMultipartUpload",
    object<aws.types.input.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload>(
      alike("daysAfterInitiation"),
    ),
  ),
});

const minutes = object<{ minutes: number }>({ minutes: "Minutes" });

const destination = object<Destination>({
  ...alike<Destination>("account", "bucket", "storageClass"),
  accessControlTranslation: to("AccessControlTranslation", object<{ owner: string }>({ owner: "Owner" })),
  encryptionConfiguration: to(
    "EncryptionConfiguration",
    object<{ replicaKmsKeyId: string }>({ replicaKmsKeyId: "ReplicaKmsKeyID" }),
  ),
  metrics: to(
    "Metrics",
    object<aws.types.input.s3.BucketReplicationConfigRuleDestinationMetrics>({
      status: "Status",
      eventThreshold: to("EventThreshold", minutes),
    }),
  ),
  replicationTime: to(
    "ReplicationTime",
    object<aws.types.input.s3.BucketReplicationConfigRuleDestinationReplicationTime>({
      status: "Status",
      time: to("Time", minutes),
    }),
  ),
});

const replicationRule = object<Replication>({
  ...alike<Replication>("id", "prefix", "priority", "status"),
  deleteMarkerReplication: to("DeleteMarkerReplication", status),
  destination: to("Destination", destination),
  filter: to(
    "Filter",
    object<aws.types.input.s3.BucketReplicationConfigRuleFilter>({
      prefix: "Prefix",
      tag: to("TagFilter", tag),
      and: to(
        "And",
        object<aws.types.input.s3.BucketReplicationConfigRuleFilterAnd>({
          prefix: "Prefix",
          tags: to("TagFilters", tags),
        }),
      ),
    }),
  ),
  sourceSelectionCriteria: to(
    "SourceSelectionCriteria",
    object<aws.types.input.s3.BucketReplicationConfigRuleSourceSelectionCriteria>({
      replicaModifications: to("ReplicaModifications", status),
      sseKmsEncryptedObjects: to("SseKmsEncryptedObjects", status),
    }),
  ),
  existingObjectReplication: none("not in CloudFormation"),
});

const encryptionRule = object<aws.types.input.s3.BucketServerSideEncryptionConfigurationRule>({
  applyServerSideEncryptionByDefault: to(
    "ServerSideEncryptionByDefault",
    object<aws.types.input.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault>({
      kmsMasterKeyId: "KMSMasterKeyID",
      sseAlgorithm: "SSEAlgorithm",
    }),
  ),
  blockedEncryptionTypes: "BlockedEncryptionTypes.EncryptionType",
  bucketKeyEnabled: "BucketKeyEnabled",
});

export const s3: readonly Entry[] = [
  row<aws.s3.BucketArgs>(bucketType, "AWS::S3::Bucket", {
    bucket: "BucketName",
    objectLockEnabled: "ObjectLockEnabled",
    tags: to("Tags", tags),
    bucketPrefix: none("auto-naming"),
    forceDestroy: none("how Pulumi deletes"),
  }),
  fold<aws.s3.BucketVersioningArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketVersioning:BucketVersioning",
    bucketType,
    inBucket,
    {
      versioningConfiguration: to(
        "VersioningConfiguration",
        object<aws.types.input.s3.BucketVersioningVersioningConfiguration>({
          status: "Status",
          mfaDelete: none("not in CloudFormation"),
        }),
      ),
      mfa: none("a device that the caller holds"),
      bucket: whole,
    },
  ),
  fold<aws.s3.BucketServerSideEncryptionConfigurationArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    bucketType,
    inBucket,
    {
      rules: to("BucketEncryption.ServerSideEncryptionConfiguration", list(encryptionRule)),
      bucket: whole,
    },
  ),
  fold<aws.s3.BucketPublicAccessBlockArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    bucketType,
    inBucket,
    {
      ...alike<aws.s3.BucketPublicAccessBlockArgs>(
        "blockPublicAcls",
        "blockPublicPolicy",
        "ignorePublicAcls",
        "restrictPublicBuckets",
      ),
      skipDestroy: none("how Pulumi deletes"),
      bucket: whole,
    },
    "PublicAccessBlockConfiguration",
  ),
  fold<aws.s3.BucketOwnershipControlsArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    bucketType,
    inBucket,
    {
      rule: to(
        "OwnershipControls.Rules[]",
        object<{ objectOwnership: string }>({ objectOwnership: "ObjectOwnership" }),
      ),
      bucket: whole,
    },
  ),
  fold<aws.s3.BucketLifecycleConfigurationArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    bucketType,
    inBucket,
    {
      rules: to("LifecycleConfiguration.Rules", list(lifecycleRule)),
      transitionDefaultMinimumObjectSize: "LifecycleConfiguration.TransitionDefaultMinimumObjectSize",
      bucket: whole,
      timeouts: none("how Pulumi waits"),
    },
  ),
  fold<aws.s3.BucketObjectLockConfigurationArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    bucketType,
    inBucket,
    {
      objectLockEnabled: "ObjectLockConfiguration.ObjectLockEnabled",
      rule: to(
        "ObjectLockConfiguration.Rule",
        object<aws.types.input.s3.BucketObjectLockConfigurationRule>({
          defaultRetention: to("DefaultRetention", object<Retention>(alike("days", "mode", "years"))),
        }),
      ),
      bucket: whole,
      token: none("what AWS support gives out"),
    },
  ),
  fold<aws.s3.BucketReplicationConfigArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    bucketType,
    inBucket,
    {
      role: "ReplicationConfiguration.Role",
      rules: to("ReplicationConfiguration.Rules", list(replicationRule)),
      bucket: whole,
      token: none("what AWS support gives out"),
    },
  ),
  fold<aws.s3.BucketLoggingArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketLogging:BucketLogging",
    bucketType,
    inBucket,
    {
      targetBucket: "LoggingConfiguration.DestinationBucketName",
      targetPrefix: "LoggingConfiguration.LogFilePrefix",
      targetObjectKeyFormat: to(
        "LoggingConfiguration.TargetObjectKeyFormat",
        object<aws.types.input.s3.BucketLoggingTargetObjectKeyFormat>({
          partitionedPrefix: to(
            "PartitionedPrefix",
            object<{ partitionDateSource: string }>({ partitionDateSource: "PartitionDateSource" }),
          ),
          simplePrefix: to(
            "SimplePrefix",
            value(() => ({})),
          ),
        }),
      ),
      bucket: whole,
    },
  ),
  fold<aws.s3.InventoryArgs, aws.s3.BucketArgs>(
    "aws:s3/inventory:Inventory",
    bucketType,
    inBucket,
    {
      name: "Id",
      // Pulumi takes it to be on where nothing is said.
      enabled: "Enabled",
      includedObjectVersions: "IncludedObjectVersions",
      optionalFields: "OptionalFields",
      schedule: flat(object<{ frequency: string }>({ frequency: "ScheduleFrequency" })),
      filter: flat(object<{ prefix: string }>({ prefix: "Prefix" })),
      destination: flat(
        object<aws.types.input.s3.InventoryDestination>({
          bucket: to(
            "Destination",
            object<aws.types.input.s3.InventoryDestinationBucket>({
              accountId: "BucketAccountId",
              bucketArn: "BucketArn",
              format: "Format",
              prefix: "Prefix",
              encryption: none("left to the bucket's own configuration"),
            }),
          ),
        }),
      ),
      bucket: whole,
    },
    "InventoryConfigurations[]",
  ),
  fold<aws.s3.BucketNotificationArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketNotification:BucketNotification",
    bucketType,
    inBucket,
    {
      eventbridge: "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled",
      queues: none("CloudFormation has one for each event"),
      topics: none("CloudFormation has one for each event"),
      lambdaFunctions: none("CloudFormation has one for each event"),
      bucket: whole,
    },
  ),
  fold<aws.s3.BucketAccelerateConfigurationArgs, aws.s3.BucketArgs>(
    "aws:s3/bucketAccelerateConfiguration:BucketAccelerateConfiguration",
    bucketType,
    inBucket,
    {
      status: "AccelerateConfiguration.AccelerationStatus",
      bucket: whole,
    },
  ),
  row<aws.s3.BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy", "AWS::S3::BucketPolicy", {
    bucket: "Bucket",
    policy: to("PolicyDocument", json),
  }),
  without("aws:s3/bucketObject:BucketObject", "CloudFormation makes no objects"),
];
