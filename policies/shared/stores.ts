/** Where a type of store says by which key it is encrypted. */
export interface StoreEncryption {
  /** Switch that must be on, where the type has one. */
  readonly enabled?: readonly (string | number)[];
  /** The field that names the key. */
  readonly key: readonly (string | number)[];
}

/** Stores of AWS that have no rule of their own: fields as in the schema of @pulumi/aws 7. */
export const storeEncryption: Readonly<Record<string, StoreEncryption>> = {
  "aws:backup/vault:Vault": { key: ["kmsKeyArn"] },
  "aws:codebuild/project:Project": { key: ["encryptionKey"] },
  "aws:docdb/cluster:Cluster": { enabled: ["storageEncrypted"], key: ["kmsKeyId"] },
  "aws:dynamodb/table:Table": {
    enabled: ["serverSideEncryption", "enabled"],
    key: ["serverSideEncryption", "kmsKeyArn"],
  },
  "aws:efs/fileSystem:FileSystem": { enabled: ["encrypted"], key: ["kmsKeyId"] },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    enabled: ["atRestEncryptionEnabled"],
    key: ["kmsKeyId"],
  },
  "aws:kinesis/stream:Stream": { key: ["kmsKeyId"] },
  "aws:opensearch/domain:Domain": {
    enabled: ["encryptAtRest", "enabled"],
    key: ["encryptAtRest", "kmsKeyId"],
  },
  "aws:rds/cluster:Cluster": { enabled: ["storageEncrypted"], key: ["kmsKeyId"] },
  "aws:rds/instance:Instance": { enabled: ["storageEncrypted"], key: ["kmsKeyId"] },
};

/** Everything that holds data and can carry tags; each says what class of data, and under whose law. */
export const storeTypes = [
  ...Object.keys(storeEncryption),
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:ebs/snapshot:Snapshot",
  "aws:ebs/volume:Volume",
  "aws:ecr/repository:Repository",
  "aws:eks/cluster:Cluster",
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:ssm/parameter:Parameter",
];
