import type { DataClass } from "../../components/facts/dataClasses";
import { absent, unknown, type Fixture, type Mutation } from "./rules";
import { bucketOf, change, setUp, storeTags } from "./stores";

const databaseArn = (region: string, kind: string): string =>
  `arn:aws:rds:${region}:111122223333:${kind}:orders`;
const peerArn = (region: string): string => `arn:aws:dsql:${region}:111122223333:cluster/orders`;
const elsewhere = "arn:aws:s3:::somewhere-us-east-1";

/** A store, its class, a field by which it is copied, a value that is lawful, one that is not, and what way that goes. */
type Row = readonly [
  type: string,
  dataClass: DataClass,
  path: string,
  lawful: unknown,
  refused: unknown,
  way: string,
  props?: object,
];

const out = "from eu-central-1 to us-east-1";
const inward = "from us-east-1 to eu-central-1";
const snapshotOf = (kind: string): string => databaseArn("us-east-1", kind);
const source = "replicationSourceIdentifier";
const clusters = [databaseArn("sa-east-1", "cluster"), databaseArn("us-east-1", "cluster")] as const;
const nightly = { sourceDbSnapshotIdentifier: "nightly" };
const witnessed = { witnessRegion: "sa-east-1", clusters: [peerArn("af-south-1")] };
const regions = { replicationSpecification: { regionLists: ["eu-central-1", "sa-east-1"] } };
const instance = "aws:rds/instance:Instance";
const snapshotCopy = "aws:rds/snapshotCopy:SnapshotCopy";
const clusterCopy = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy";
const keyspace = "aws:keyspaces/keyspace:Keyspace";
const dsql = "aws:dsql/cluster:Cluster";
const [from, away] = [databaseArn("sa-east-1", "db"), databaseArn("us-east-1", "db")];

const rows: readonly Row[] = [
  [instance, "personal", "replicateSourceDb", from, away, inward],
  // A name is of the copy's own region.
  [instance, "audit", "replicateSourceDb", "orders", from, "from sa-east-1 to eu-central-1"],
  ["aws:rds/cluster:Cluster", "internal", source, ...clusters, inward],
  ["aws:neptune/cluster:Cluster", "internal", source, ...clusters, inward],
  [snapshotCopy, "personal", "destinationRegion", "sa-east-1", "us-east-1", out, nightly],
  [snapshotCopy, "personal", "sourceDbSnapshotIdentifier", "nightly", snapshotOf("snapshot"), inward],
  [clusterCopy, "internal", "destinationRegion", "sa-east-1", "us-east-1", out],
  [clusterCopy, "internal", "sourceDbClusterSnapshotIdentifier", "x", snapshotOf("cluster-snapshot"), inward],
  [keyspace, "internal", "replicationSpecification.regionLists[1]", "sa-east-1", "us-east-1", out, regions],
  [
    dsql,
    "internal",
    "multiRegionProperties.witnessRegion",
    "sa-east-1",
    "us-east-1",
    out,
    { multiRegionProperties: witnessed },
  ],
  [
    dsql,
    "internal",
    "multiRegionProperties.clusters[0]",
    peerArn("af-south-1"),
    peerArn("us-east-1"),
    out,
    { multiRegionProperties: witnessed },
  ],
];

/** Stores that join a global one that the platform may make, by the field that names it. */
const joining: readonly (readonly [type: string, field: string])[] = [
  ["aws:rds/cluster:Cluster", "globalClusterIdentifier"],
  ["aws:rds/globalCluster:GlobalCluster", "sourceDbClusterIdentifier"],
];

/** Stores that could join one of others only. */
const alone: readonly (readonly [type: string, field: string])[] = [
  ["aws:docdb/cluster:Cluster", "globalClusterIdentifier"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "globalReplicationGroupId"],
  ["aws:memorydb/cluster:Cluster", "multiRegionClusterName"],
  ["aws:neptune/cluster:Cluster", "globalClusterIdentifier"],
];

const older = setUp("aws:s3/bucketReplicationConfigV2:BucketReplicationConfigV2", "own", {
  rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::azora-africa-own-111122223333" } }],
});

export const copyFixtures: readonly Fixture[] = [
  ...rows.map(([type, dataClass, path, lawful, , , props]): Fixture => ({
    type,
    name: `${type}-${path}`,
    props: {
      ...(props ?? { [path]: lawful }),
      ...(path.includes(".") ? {} : { [path]: lawful }),
      tags: storeTags(dataClass),
    },
  })),
  ...joining.map(([type, field]): Fixture => ({
    type,
    name: `${type}-joined`,
    props: { [field]: "azora-global", tags: storeTags("internal") },
  })),
  // An audit trail that joins nothing.
  {
    type: "aws:rds/cluster:Cluster",
    name: "trail",
    props: { globalClusterIdentifier: "", tags: storeTags("audit") },
  },
  ...alone.map(([type, field]): Fixture => ({
    type,
    name: `${type}-alone`,
    props: { [field]: "", tags: storeTags("internal") },
  })),
  older,
  bucketOf("own", "personal"),
];

/**
 * What must be refused of them.
 * @param first index of the first in the table.
 */
export function copyMutations(first: number): Mutation[] {
  const trail = first + rows.length + joining.length;
  return [
    ...rows.flatMap(([type, dataClass, path, , refused, way], at) => [
      change(first + at, `${type}: ${dataClass} copied by ${path}`, path, refused, {
        path,
        found: `${dataClass} ${way}`,
      }),
      change(first + at, `${type} with ${dataClass} data of which ${path} is not known`, path, unknown, {
        path,
        state: "deferred",
      }),
    ]),
    ...joining.flatMap(([type, field], at) => [
      change(
        first + rows.length + at,
        `${type} with an audit trail joins a global store`,
        "tags.data-class",
        "audit",
        {
          path: field,
          found: "audit from eu-central-1 to af-south-1",
        },
      ),
      change(
        first + rows.length + at,
        `${type} of no class joins a global store`,
        "tags.data-class",
        absent,
        {
          path: field,
          found: "data of no class from eu-central-1 to sa-east-1",
        },
      ),
    ]),
    change(trail, "an audit trail that joins a global store", "globalClusterIdentifier", "azora-global", {
      path: "globalClusterIdentifier",
      found: "audit from eu-central-1 to ap-southeast-1",
    }),
    change(
      trail,
      "an audit trail that joins one of the stack",
      "@from.globalClusterIdentifier",
      ["aws:rds/globalCluster:GlobalCluster-joined"],
      {
        path: "globalClusterIdentifier",
        found: "audit from eu-central-1 to af-south-1",
      },
    ),
    change(
      trail,
      "an audit trail of which it is not known what it joins",
      "globalClusterIdentifier",
      unknown,
      {
        path: "globalClusterIdentifier",
        state: "deferred",
      },
    ),
    ...alone.flatMap(([type, field], at) => [
      change(trail + 1 + at, `${type} joins a global store of others`, field, "global", {
        path: field,
        found: "internal from eu-central-1 to nowhere known",
      }),
      change(trail + 1 + at, `${type} of which it is not known what it joins`, field, unknown, {
        path: field,
        state: "deferred",
      }),
    ]),
    change(
      trail + 1 + alone.length,
      "a bucket copied by the older type",
      "rules[0].destination.bucket",
      elsewhere,
      {
        path: "rules[0].destination.bucket",
        found: "personal from eu-central-1 to nowhere known",
      },
    ),
  ];
}
