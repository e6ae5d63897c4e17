import type { KeyPlace } from "./keys";
import type { Must, Path } from "./look";

/** The switch that most databases have. */
const storage: Must = { at: ["storageEncrypted"], be: true };
const byId: KeyPlace = { key: ["kmsKeyId"] };
const byArn: KeyPlace = { key: ["kmsKeyArn"] };
const byIdentifier: KeyPlace = { key: ["kmsKeyIdentifier"] };
/** What a database keeps beside its storage, with keys of their own. */
const insights: KeyPlace = { when: ["performanceInsightsEnabled"], key: ["performanceInsightsKmsKeyId"] };
const masterSecret: KeyPlace = { when: ["manageMasterUserPassword"], key: ["masterUserSecretKmsKeyId"] };
const searchDomain: KeyPlace = {
  must: [{ at: ["encryptAtRest", "enabled"], be: true }],
  key: ["encryptAtRest", "kmsKeyId"],
};

const stateMachine: KeyPlace = {
  must: [{ at: ["encryptionConfiguration", "type"], be: "CUSTOMER_MANAGED_KMS_KEY" }],
  key: ["encryptionConfiguration", "kmsKeyId"],
};

/**
 * Stores of AWS that no rule of their own looks at, and where each says by which key it is encrypted: fields as in
 * @pulumi/aws 7.48.
 */
export const storeEncryption: Readonly<Record<string, readonly KeyPlace[]>> = {
  "aws:amp/workspace:Workspace": [byArn],
  "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": [{ key: ["encryptionKeyArn"] }],
  "aws:backup/vault:Vault": [byArn],
  "aws:cloudtrail/eventDataStore:EventDataStore": [byId],
  "aws:cloudtrail/trail:Trail": [byId],
  "aws:cloudwatch/eventBus:EventBus": [byIdentifier],
  "aws:codeartifact/domain:Domain": [{ key: ["encryptionKey"] }],
  "aws:codebuild/project:Project": [{ key: ["encryptionKey"] }],
  "aws:dms/replicationInstance:ReplicationInstance": [byArn],
  "aws:docdb/cluster:Cluster": [{ must: [storage], ...byId }],
  "aws:docdb/clusterInstance:ClusterInstance": [
    { when: ["enablePerformanceInsights"], key: ["performanceInsightsKmsKeyId"] },
  ],
  "aws:docdb/elasticCluster:ElasticCluster": [byId],
  "aws:dsql/cluster:Cluster": [{ key: ["kmsEncryptionKey"] }],
  "aws:dynamodb/table:Table": [
    {
      must: [{ at: ["serverSideEncryption", "enabled"], be: true }],
      key: ["serverSideEncryption", "kmsKeyArn"],
    },
  ],
  "aws:dynamodb/tableReplica:TableReplica": [byArn],
  "aws:efs/fileSystem:FileSystem": [{ must: [{ at: ["encrypted"], be: true }], ...byId }],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    { must: [{ at: ["atRestEncryptionEnabled"], be: true }], ...byId },
  ],
  "aws:elasticache/serverlessCache:ServerlessCache": [byId],
  "aws:elasticsearch/domain:Domain": [searchDomain],
  "aws:fsx/lustreFileSystem:LustreFileSystem": [byId],
  "aws:fsx/ontapFileSystem:OntapFileSystem": [byId],
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": [byId],
  "aws:fsx/windowsFileSystem:WindowsFileSystem": [byId],
  "aws:keyspaces/table:Table": [
    {
      must: [{ at: ["encryptionSpecification", "type"], be: "CUSTOMER_MANAGED_KMS_KEY" }],
      key: ["encryptionSpecification", "kmsKeyIdentifier"],
    },
  ],
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": [
    {
      must: [
        { at: ["serverSideEncryption", "enabled"], be: true },
        { at: ["serverSideEncryption", "keyType"], be: "CUSTOMER_MANAGED_CMK" },
      ],
      key: ["serverSideEncryption", "keyArn"],
    },
  ],
  "aws:kinesis/stream:Stream": [{ must: [{ at: ["encryptionType"], be: "KMS" }], ...byId }],
  "aws:kinesis/videoStream:VideoStream": [byId],
  "aws:memorydb/cluster:Cluster": [byArn],
  "aws:memorydb/snapshot:Snapshot": [byArn],
  "aws:mq/broker:Broker": [
    {
      must: [{ at: ["encryptionOptions", "useAwsOwnedKey"], be: false }],
      key: ["encryptionOptions", "kmsKeyId"],
    },
  ],
  "aws:msk/cluster:Cluster": [{ key: ["encryptionInfo", "encryptionAtRestKmsKeyArn"] }],
  "aws:neptune/cluster:Cluster": [{ must: [storage], ...byArn }],
  "aws:neptunegraph/graph:Graph": [byIdentifier],
  "aws:opensearch/domain:Domain": [searchDomain],
  "aws:opensearch/serverlessCollection:ServerlessCollection": [
    { key: ["encryptionConfigs", 0, "kmsKeyArn"] },
  ],
  "aws:rds/cluster:Cluster": [{ must: [storage], ...byId }, insights, masterSecret],
  "aws:rds/clusterInstance:ClusterInstance": [insights],
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": [byId],
  // It has no key of its own: those of its clusters are judged by themselves.
  "aws:rds/globalCluster:GlobalCluster": [{ must: [storage] }],
  "aws:rds/instance:Instance": [{ must: [storage], ...byId }, insights, masterSecret],
  "aws:rds/snapshotCopy:SnapshotCopy": [byId],
  "aws:redshift/cluster:Cluster": [
    { must: [{ at: ["encrypted"], be: true }], ...byId },
    { when: ["manageMasterPassword"], key: ["masterPasswordSecretKmsKeyId"] },
  ],
  "aws:redshiftserverless/namespace:Namespace": [
    byId,
    { when: ["manageAdminPassword"], key: ["adminPasswordSecretKmsKeyId"] },
  ],
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": [
    {
      must: [{ at: ["encryptionConfigurations", 0, "sseType"], be: "aws:kms" }],
      key: ["encryptionConfigurations", 0, "kmsKeyArn"],
    },
  ],
  "aws:s3tables/tableBucket:TableBucket": [
    {
      must: [{ at: ["encryptionConfiguration", "sseAlgorithm"], be: "aws:kms" }],
      key: ["encryptionConfiguration", "kmsKeyArn"],
    },
  ],
  "aws:sfn/activity:Activity": [stateMachine],
  "aws:sfn/stateMachine:StateMachine": [stateMachine],
  "aws:timestreamwrite/database:Database": [byId],
};

/**
 * What lies in a store that is encrypted as a whole, and the fields by which it would be encrypted in another way: with a key of
 * AWS, or one of another class.
 */
export const encryptedByContainer: Readonly<Record<string, readonly Path[]>> = {
  "aws:s3/bucketObject:BucketObject": [["serverSideEncryption"], ["kmsKeyId"]],
  "aws:s3/bucketObjectv2:BucketObjectv2": [["serverSideEncryption"], ["kmsKeyId"]],
  "aws:s3/inventory:Inventory": [["destination", "bucket", "encryption"]],
  "aws:s3/vectorsIndex:VectorsIndex": [["encryptionConfigurations"]],
  "aws:s3tables/table:Table": [["encryptionConfiguration"]],
  "aws:timestreamwrite/table:Table": [["magneticStoreWriteProperties", "magneticStoreRejectedDataLocation"]],
};

/** Everything that holds data and can carry tags; each says what class of data, and under whose law. */
export const storeTypes = [
  ...Object.keys(storeEncryption),
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cognito/userPool:UserPool",
  "aws:ebs/snapshot:Snapshot",
  "aws:ebs/snapshotCopy:SnapshotCopy",
  "aws:ebs/snapshotImport:SnapshotImport",
  "aws:ebs/volume:Volume",
  "aws:ec2/ami:Ami",
  "aws:ec2/amiCopy:AmiCopy",
  "aws:ec2/amiFromInstance:AmiFromInstance",
  "aws:ecr/repository:Repository",
  "aws:eks/cluster:Cluster",
  "aws:glacier/vault:Vault",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:rds/clusterSnapshot:ClusterSnapshot",
  "aws:rds/snapshot:Snapshot",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/directoryBucket:DirectoryBucket",
  "aws:secretsmanager/secret:Secret",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:ssm/parameter:Parameter",
];
