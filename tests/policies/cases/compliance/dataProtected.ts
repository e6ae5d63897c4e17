import { rule } from "../../../../policies/compliance/rules/dataProtected";
import { unknown, type Mutation, type RuleCases } from "../../../support/rules";
import { storeTags } from "../../../support/stores";

/** Each type with the switch of its own that must be on, and one that must be off. */
const stores: readonly (readonly [type: string, on?: string | undefined, off?: string])[] = [
  ["aws:amp/workspace:Workspace"],
  ["aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"],
  ["aws:backup/vault:Vault", undefined, "forceDestroy"],
  ["aws:cloudtrail/eventDataStore:EventDataStore", "terminationProtectionEnabled"],
  ["aws:cloudtrail/trail:Trail"],
  ["aws:cloudwatch/logGroup:LogGroup", "deletionProtectionEnabled"],
  ["aws:codeartifact/domain:Domain"],
  ["aws:cognito/userPool:UserPool", "deletionProtection"],
  ["aws:docdb/cluster:Cluster", "deletionProtection", "skipFinalSnapshot"],
  ["aws:docdb/elasticCluster:ElasticCluster"],
  ["aws:dsql/cluster:Cluster", "deletionProtectionEnabled", "forceDestroy"],
  ["aws:dynamodb/table:Table", "deletionProtectionEnabled"],
  ["aws:dynamodb/tableReplica:TableReplica", "deletionProtectionEnabled"],
  ["aws:ebs/snapshot:Snapshot"],
  ["aws:ebs/volume:Volume"],
  ["aws:ecr/repository:Repository", undefined, "forceDelete"],
  ["aws:efs/fileSystem:FileSystem"],
  ["aws:eks/cluster:Cluster", "deletionProtection"],
  ["aws:elasticache/replicationGroup:ReplicationGroup"],
  ["aws:elasticache/serverlessCache:ServerlessCache"],
  ["aws:fsx/lustreFileSystem:LustreFileSystem", undefined, "skipFinalBackup"],
  ["aws:fsx/ontapFileSystem:OntapFileSystem"],
  ["aws:fsx/openZfsFileSystem:OpenZfsFileSystem", undefined, "skipFinalBackup"],
  ["aws:fsx/windowsFileSystem:WindowsFileSystem", undefined, "skipFinalBackup"],
  ["aws:glacier/vault:Vault"],
  ["aws:keyspaces/table:Table"],
  ["aws:kinesis/stream:Stream"],
  ["aws:kms/key:Key"],
  ["aws:kms/replicaKey:ReplicaKey"],
  ["aws:memorydb/cluster:Cluster"],
  ["aws:msk/cluster:Cluster"],
  ["aws:neptune/cluster:Cluster", "deletionProtection", "skipFinalSnapshot"],
  ["aws:neptunegraph/graph:Graph", "deletionProtection"],
  ["aws:opensearch/domain:Domain"],
  ["aws:opensearch/serverlessCollection:ServerlessCollection"],
  ["aws:rds/cluster:Cluster", "deletionProtection", "skipFinalSnapshot"],
  ["aws:rds/globalCluster:GlobalCluster", "deletionProtection", "forceDestroy"],
  ["aws:rds/instance:Instance", "deletionProtection", "skipFinalSnapshot"],
  ["aws:redshift/cluster:Cluster", undefined, "skipFinalSnapshot"],
  ["aws:redshiftserverless/namespace:Namespace"],
  ["aws:s3/bucket:Bucket", undefined, "forceDestroy"],
  ["aws:s3/bucketV2:BucketV2", undefined, "forceDestroy"],
  ["aws:s3/directoryBucket:DirectoryBucket", undefined, "forceDestroy"],
  ["aws:s3/vectorsVectorBucket:VectorsVectorBucket", undefined, "forceDestroy"],
  ["aws:s3tables/tableBucket:TableBucket", undefined, "forceDestroy"],
  ["aws:secretsmanager/secret:Secret"],
  ["aws:timestreamwrite/database:Database"],
];

/** A user pool says it in words. */
const words: Readonly<Record<string, { readonly on: string; readonly off: string }>> = {
  "aws:cognito/userPool:UserPool": { on: "ACTIVE", off: "INACTIVE" },
};

function mutationsOf([type, on, off]: (typeof stores)[number], resource: number): readonly Mutation[] {
  const value = words[type] ?? { on: true, off: false };
  return [
    {
      name: `${type} that Pulumi may delete`,
      resource,
      path: "@protect",
      to: false,
      finding: { path: "", found: "not protected", wanted: "protect: true" },
    },
    ...(on === undefined
      ? []
      : [
          {
            name: `${type} without ${on}`,
            resource,
            path: on,
            to: value.off,
            finding: { path: on, found: JSON.stringify(value.off), wanted: String(value.on) },
          },
        ]),
    ...(off === undefined
      ? []
      : [
          {
            name: `${type} with ${off}`,
            resource,
            path: off,
            to: true,
            finding: { path: off, found: "true", wanted: "false" },
          },
        ]),
  ];
}

const at = (type: string): number => stores.findIndex(([known]) => known === type);

export const cases: RuleCases = {
  rule,
  fixtures: stores.map(([type, on, off]) => ({
    type,
    protect: true,
    props: {
      ...(on === undefined ? {} : { [on]: words[type]?.on ?? true }),
      ...(off === undefined ? {} : { [off]: false }),
      tags: storeTags("internal"),
    },
  })),
  mutations: [
    ...stores.flatMap(mutationsOf),
    {
      name: "a database of which it is not known whether it is protected",
      resource: at("aws:rds/instance:Instance"),
      path: "deletionProtection",
      to: unknown,
      finding: { path: "deletionProtection", state: "undecided" },
    },
    {
      name: "a bucket of which it is not known whether it goes with all in it",
      resource: at("aws:s3/bucket:Bucket"),
      path: "forceDestroy",
      to: unknown,
      finding: { path: "forceDestroy", state: "undecided" },
    },
    {
      name: "a secret that is gone at once",
      resource: at("aws:secretsmanager/secret:Secret"),
      path: "recoveryWindowInDays",
      to: 0,
      finding: { path: "recoveryWindowInDays", found: "0", wanted: "7 to 30" },
    },
  ],
};
