import { rule } from "../../../../policies/compliance/rules/encryptStores";
import { setAt, stepsOf } from "../../../support/mutations";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

/** Each type with the field that names its key, and what must be set beside it. */
const stores: readonly (readonly [type: string, key: string, set?: Readonly<Record<string, unknown>>])[] = [
  ["aws:amp/workspace:Workspace", "kmsKeyArn"],
  ["aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "encryptionKeyArn"],
  ["aws:backup/vault:Vault", "kmsKeyArn"],
  ["aws:cloudtrail/eventDataStore:EventDataStore", "kmsKeyId"],
  ["aws:cloudtrail/trail:Trail", "kmsKeyId"],
  ["aws:cloudwatch/eventBus:EventBus", "kmsKeyIdentifier"],
  ["aws:codeartifact/domain:Domain", "encryptionKey"],
  ["aws:codebuild/project:Project", "encryptionKey"],
  ["aws:dms/replicationInstance:ReplicationInstance", "kmsKeyArn"],
  ["aws:docdb/cluster:Cluster", "kmsKeyId", { storageEncrypted: true }],
  ["aws:docdb/elasticCluster:ElasticCluster", "kmsKeyId"],
  ["aws:dsql/cluster:Cluster", "kmsEncryptionKey"],
  ["aws:dynamodb/table:Table", "serverSideEncryption.kmsKeyArn", { "serverSideEncryption.enabled": true }],
  ["aws:dynamodb/tableReplica:TableReplica", "kmsKeyArn"],
  ["aws:efs/fileSystem:FileSystem", "kmsKeyId", { encrypted: true }],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "kmsKeyId", { atRestEncryptionEnabled: true }],
  ["aws:elasticache/serverlessCache:ServerlessCache", "kmsKeyId"],
  ["aws:elasticsearch/domain:Domain", "encryptAtRest.kmsKeyId", { "encryptAtRest.enabled": true }],
  ["aws:fsx/lustreFileSystem:LustreFileSystem", "kmsKeyId"],
  ["aws:fsx/ontapFileSystem:OntapFileSystem", "kmsKeyId"],
  ["aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "kmsKeyId"],
  ["aws:fsx/windowsFileSystem:WindowsFileSystem", "kmsKeyId"],
  [
    "aws:keyspaces/table:Table",
    "encryptionSpecification.kmsKeyIdentifier",
    { "encryptionSpecification.type": "CUSTOMER_MANAGED_KMS_KEY" },
  ],
  [
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "serverSideEncryption.keyArn",
    { "serverSideEncryption.enabled": true, "serverSideEncryption.keyType": "CUSTOMER_MANAGED_CMK" },
  ],
  ["aws:kinesis/stream:Stream", "kmsKeyId", { encryptionType: "KMS" }],
  ["aws:kinesis/videoStream:VideoStream", "kmsKeyId"],
  ["aws:memorydb/cluster:Cluster", "kmsKeyArn"],
  ["aws:memorydb/snapshot:Snapshot", "kmsKeyArn"],
  ["aws:mq/broker:Broker", "encryptionOptions.kmsKeyId", { "encryptionOptions.useAwsOwnedKey": false }],
  ["aws:msk/cluster:Cluster", "encryptionInfo.encryptionAtRestKmsKeyArn"],
  ["aws:neptune/cluster:Cluster", "kmsKeyArn", { storageEncrypted: true }],
  ["aws:neptunegraph/graph:Graph", "kmsKeyIdentifier"],
  ["aws:opensearch/domain:Domain", "encryptAtRest.kmsKeyId", { "encryptAtRest.enabled": true }],
  ["aws:opensearch/serverlessCollection:ServerlessCollection", "encryptionConfigs[0].kmsKeyArn"],
  ["aws:rds/cluster:Cluster", "kmsKeyId", { storageEncrypted: true }],
  ["aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", "kmsKeyId"],
  ["aws:rds/instance:Instance", "kmsKeyId", { storageEncrypted: true }],
  ["aws:rds/snapshotCopy:SnapshotCopy", "kmsKeyId"],
  ["aws:redshift/cluster:Cluster", "kmsKeyId", { encrypted: "true" }],
  ["aws:redshiftserverless/namespace:Namespace", "kmsKeyId"],
  [
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
    "encryptionConfigurations[0].kmsKeyArn",
    { "encryptionConfigurations[0].sseType": "aws:kms" },
  ],
  [
    "aws:s3tables/tableBucket:TableBucket",
    "encryptionConfiguration.kmsKeyArn",
    { "encryptionConfiguration.sseAlgorithm": "aws:kms" },
  ],
  ...["aws:sfn/activity:Activity", "aws:sfn/stateMachine:StateMachine"].map(
    (type) =>
      [
        type,
        "encryptionConfiguration.kmsKeyId",
        { "encryptionConfiguration.type": "CUSTOMER_MANAGED_KMS_KEY" },
      ] as const,
  ),
  ["aws:timestreamwrite/database:Database", "kmsKeyId"],
];

/** Keys for what a database keeps beside its storage: the switch, and the field of the key. */
const besides: readonly (readonly [type: string, when: string, key: string])[] = [
  ["aws:docdb/clusterInstance:ClusterInstance", "enablePerformanceInsights", "performanceInsightsKmsKeyId"],
  ["aws:rds/cluster:Cluster", "performanceInsightsEnabled", "performanceInsightsKmsKeyId"],
  ["aws:rds/cluster:Cluster", "manageMasterUserPassword", "masterUserSecretKmsKeyId"],
  ["aws:rds/clusterInstance:ClusterInstance", "performanceInsightsEnabled", "performanceInsightsKmsKeyId"],
  ["aws:rds/instance:Instance", "performanceInsightsEnabled", "performanceInsightsKmsKeyId"],
  ["aws:rds/instance:Instance", "manageMasterUserPassword", "masterUserSecretKmsKeyId"],
  ["aws:redshift/cluster:Cluster", "manageMasterPassword", "masterPasswordSecretKmsKeyId"],
  ["aws:redshiftserverless/namespace:Namespace", "manageAdminPassword", "adminPasswordSecretKmsKeyId"],
];

function fixture(type: string, key: string, set: Readonly<Record<string, unknown>> = {}): Fixture {
  const props = Object.entries({ ...set, [key]: unknown }).reduce<unknown>(
    (built, [path, value]) => setAt(built, stepsOf(path), value),
    { tags: storeTags("internal"), [stepsOf(key)[0] ?? ""]: key.includes("[") ? [] : {} },
  );
  return {
    type,
    name: type,
    props: props as Fixture["props"],
    from: { [stepsOf(key)[0] ?? ""]: ["internal-key"] },
  };
}

const wanted = "a customer key of class internal";

function mutationsOf(
  [, key, set = {}]: (typeof stores)[number],
  resource: number,
  type: string,
): readonly Mutation[] {
  return [
    {
      name: `${type} without a key`,
      resource,
      path: key,
      to: absent,
      finding: { path: key, found: "absent", wanted },
    },
    ...Object.entries(set).map(([path, value]) => {
      const off = typeof value === "string" && value !== "true" ? "other" : value === false;
      return {
        name: `${type} with another ${path}`,
        resource,
        path,
        to: off,
        finding: { path, found: JSON.stringify(off), wanted: String(value) },
      };
    }),
  ];
}

const vault = stores.findIndex(([type]) => type === "aws:backup/vault:Vault");
const cluster = stores.findIndex(([type]) => type === "aws:rds/cluster:Cluster");

const global = stores.length + besides.length + 2;

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...stores.map((row) => fixture(...row)),
    ...besides.map(([type, when, key]) => {
      const main = stores.find(([known]) => known === type);
      const storage = main && fixture(...main);
      const beside = fixture(type, key, { [when]: true });
      return {
        ...beside,
        name: `${type}-${key}`,
        props: { ...storage?.props, ...beside.props },
        from: { ...storage?.from, ...beside.from },
      };
    }),
    keyOf("internal"),
    keyOf("personal"),
    {
      type: "aws:rds/globalCluster:GlobalCluster",
      props: { storageEncrypted: true, tags: storeTags("internal") },
    },
  ],
  mutations: [
    ...[false, absent].map((to) => ({
      name: `a global database with storageEncrypted ${String(to)}`,
      resource: global,
      path: "storageEncrypted",
      to,
      finding: { path: "storageEncrypted", found: to === absent ? "absent" : "false", wanted: "true" },
    })),
    {
      name: "a global database of which it is not known whether it is encrypted",
      resource: global,
      path: "storageEncrypted",
      to: unknown,
      finding: { path: "storageEncrypted", state: "undecided" },
    },
    ...stores.flatMap((row, at) => mutationsOf(row, at, row[0])),
    ...besides.map(([type, when, key], at) => ({
      name: `${type} with ${when} and without a key for it`,
      resource: stores.length + at,
      path: key,
      to: absent,
      finding: { path: key, found: "absent", wanted },
    })),
    {
      name: "a database of which it is not known what it keeps",
      resource: stores.length + besides.findIndex(([type]) => type === "aws:rds/cluster:Cluster"),
      path: "performanceInsightsEnabled",
      to: unknown,
      finding: { path: "performanceInsightsEnabled", state: "undecided" },
    },
    {
      name: "a switch that is not known",
      resource: cluster,
      path: "storageEncrypted",
      to: unknown,
      finding: { path: "storageEncrypted", state: "undecided" },
    },
    {
      name: "the key of another class",
      resource: vault,
      path: "@from.kmsKeyArn",
      to: ["personal-key"],
      finding: { path: "kmsKeyArn", found: "personal-key, a key of class personal", wanted },
    },
    {
      name: "two keys, one of another class",
      resource: vault,
      path: "@from.kmsKeyArn",
      to: ["internal-key", "personal-key"],
      finding: { path: "kmsKeyArn", found: "personal-key, a key of class personal", wanted },
    },
    {
      name: "a key that comes from nowhere",
      resource: vault,
      path: "@from.kmsKeyArn",
      to: [],
      finding: { path: "kmsKeyArn", state: "undecided" },
    },
    {
      name: "a store of another class than its key",
      resource: vault,
      path: "tags.data-class",
      to: "personal",
      finding: { path: "kmsKeyArn", found: "internal-key, a key of class internal" },
    },
    {
      name: "a store whose class is not known",
      resource: vault,
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "a store without a class",
      resource: vault,
      path: "tags.data-class",
      to: absent,
      finding: { path: "tags.data-class", found: "absent" },
    },
  ],
};
