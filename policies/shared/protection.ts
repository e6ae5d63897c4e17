import type { Must } from "./look";

/** How a type that holds data is kept from being deleted, beside Pulumi's own `protect`. */
export interface Protection {
  /** Switches of the type's own that must be on. */
  readonly must?: readonly Must[];
  /** Switches that would delete what is inside, or the last copy of it, without asking. */
  readonly never?: readonly string[];
}

const byProtectOnly: Protection = {};
const deletionProtection: Protection = { must: [{ at: ["deletionProtection"], be: true }] };
const deletionProtectionEnabled: Protection = { must: [{ at: ["deletionProtectionEnabled"], be: true }] };
const database: Protection = { ...deletionProtection, never: ["skipFinalSnapshot"] };

/**
 * Everything whose loss is a loss of data: fields as in @pulumi/aws 7.48. Queues and topics are left out: what they hold is
 * on its way.
 */
export const protection: Readonly<Record<string, Protection>> = {
  "aws:amp/workspace:Workspace": byProtectOnly,
  "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": byProtectOnly,
  "aws:backup/vault:Vault": { never: ["forceDestroy"] },
  "aws:cloudtrail/eventDataStore:EventDataStore": {
    must: [{ at: ["terminationProtectionEnabled"], be: true }],
  },
  "aws:cloudtrail/trail:Trail": byProtectOnly,
  "aws:cloudwatch/logGroup:LogGroup": deletionProtectionEnabled,
  "aws:codeartifact/domain:Domain": byProtectOnly,
  "aws:cognito/userPool:UserPool": { must: [{ at: ["deletionProtection"], be: "ACTIVE" }] },
  "aws:docdb/cluster:Cluster": database,
  "aws:docdb/elasticCluster:ElasticCluster": byProtectOnly,
  "aws:dsql/cluster:Cluster": { ...deletionProtectionEnabled, never: ["forceDestroy"] },
  "aws:dynamodb/table:Table": deletionProtectionEnabled,
  "aws:dynamodb/tableReplica:TableReplica": deletionProtectionEnabled,
  "aws:ebs/snapshot:Snapshot": byProtectOnly,
  "aws:ebs/volume:Volume": byProtectOnly,
  "aws:ecr/repository:Repository": { never: ["forceDelete"] },
  "aws:efs/fileSystem:FileSystem": byProtectOnly,
  "aws:eks/cluster:Cluster": deletionProtection,
  "aws:elasticache/replicationGroup:ReplicationGroup": byProtectOnly,
  "aws:elasticache/serverlessCache:ServerlessCache": byProtectOnly,
  "aws:fsx/lustreFileSystem:LustreFileSystem": { never: ["skipFinalBackup"] },
  "aws:fsx/ontapFileSystem:OntapFileSystem": byProtectOnly,
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": { never: ["skipFinalBackup"] },
  "aws:fsx/windowsFileSystem:WindowsFileSystem": { never: ["skipFinalBackup"] },
  "aws:glacier/vault:Vault": byProtectOnly,
  "aws:keyspaces/table:Table": byProtectOnly,
  "aws:kinesis/stream:Stream": byProtectOnly,
  "aws:kms/key:Key": byProtectOnly,
  "aws:kms/replicaKey:ReplicaKey": byProtectOnly,
  "aws:memorydb/cluster:Cluster": byProtectOnly,
  "aws:msk/cluster:Cluster": byProtectOnly,
  "aws:neptune/cluster:Cluster": database,
  "aws:neptunegraph/graph:Graph": deletionProtection,
  "aws:opensearch/domain:Domain": byProtectOnly,
  "aws:opensearch/serverlessCollection:ServerlessCollection": byProtectOnly,
  "aws:rds/cluster:Cluster": database,
  "aws:rds/globalCluster:GlobalCluster": { ...deletionProtection, never: ["forceDestroy"] },
  "aws:rds/instance:Instance": database,
  "aws:redshift/cluster:Cluster": { never: ["skipFinalSnapshot"] },
  "aws:redshiftserverless/namespace:Namespace": byProtectOnly,
  "aws:s3/bucket:Bucket": { never: ["forceDestroy"] },
  "aws:s3/bucketV2:BucketV2": { never: ["forceDestroy"] },
  "aws:s3/directoryBucket:DirectoryBucket": { never: ["forceDestroy"] },
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": { never: ["forceDestroy"] },
  "aws:s3tables/tableBucket:TableBucket": { never: ["forceDestroy"] },
  "aws:secretsmanager/secret:Secret": byProtectOnly,
  "aws:timestreamwrite/database:Database": byProtectOnly,
};
