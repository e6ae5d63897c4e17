import type { DataClass } from "../../components/facts/dataClasses";
import type { Reader } from "../framework/reader";
import type { ResourceView, StackView } from "../framework/rule";
import { bucketOfArn, bucketsBehind, bucketSetUpBy, s3Types } from "./buckets";
import {
  all,
  copyFrom,
  copyOf,
  joins,
  joinsUnseen,
  mayBeCopyOf,
  outward,
  outwardTo,
  outwardToArns,
  type CopiesOf,
  type Copy,
} from "./copyKinds";
import { classTag, dataClassAt } from "./keys";
import { classOfBucket } from "./objectBuckets";
import { effectiveRegion, regionOfArn, regionOfBucket } from "./places";

/**
 * Where a rule of replication copies to: a bucket of ours by its name, since its ARN tells no region. An archive of audit records
 * is another account's, under whatever name; S3 takes a key of the bucket's own region only.
 */
function targetOf(rule: Reader, dataClass: DataClass | undefined): string | undefined {
  const byName = regionOfBucket(bucketOfArn(rule.text("destination", "bucket") ?? ""));
  return byName === undefined && dataClass === "audit"
    ? regionOfArn(rule.text("destination", "encryptionConfiguration", "replicaKmsKeyId"))
    : byName;
}

/** S3 replication: of a bucket of the stack, or of one that its region's stack made, whose class its name tells. */
const bucketCopies: CopiesOf = (stack, config) => {
  const original = bucketSetUpBy(stack, config);
  const dataClass = original ? dataClassAt(classTag(original)) : classOfBucket(config.props.text("bucket"));
  const from = effectiveRegion(config);
  const destinations = bucketsBehind(stack, config, "rules").filter(({ urn }) => urn !== original?.urn);
  const rules = config.props.items("rules");
  return destinations.length >= rules.length
    ? destinations.map((bucket) => ({
        decider: config.props.at("rules"),
        dataClass,
        from,
        to: effectiveRegion(bucket),
      }))
    : rules.map((rule) => {
        return { decider: rule.at("destination", "bucket"), dataClass, from, to: targetOf(rule, dataClass) };
      });
};

/** Images hold code and no data of anybody (`platformImages` in facts). */
const imageCopies: CopiesOf = (_stack, config) =>
  config.props
    .items("replicationConfiguration", "rules")
    .flatMap((rule) => rule.items("destinations"))
    .map((destination) => ({
      decider: destination.at("region"),
      dataClass: "internal",
      from: effectiveRegion(config),
      to: destination.text("region"),
    }));

const vaultTypes = ["aws:backup/vault:Vault", "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"];

/** Backups that a plan copies on: to a vault of the stack in another region, or to one by its ARN. */
const backupCopies: CopiesOf = (stack, plan) => {
  const actions = plan.props.items("rules").flatMap((rule) => rule.items("copyActions"));
  const from = effectiveRegion(plan);
  const vaults = stack
    .sources(plan, "rules")
    .filter((vault) => vaultTypes.includes(vault.type) && effectiveRegion(vault) !== from);
  const dataClass = dataClassAt(classTag(plan));
  return vaults.length >= actions.length
    ? vaults.map((vault) => ({
        decider: plan.props.at("rules"),
        dataClass,
        from,
        to: effectiveRegion(vault),
      }))
    : actions.map((action) => {
        const decider = action.at("destinationVaultArn");
        return { decider, dataClass, from, to: regionOfArn(decider.text()) };
      });
};

const databases = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"];

/** Every type that copies data to another region, and how it says so; those of `refusedTypes.ts` are not made at all. */
const copying: Readonly<Record<string, CopiesOf>> = {
  "aws:backup/plan:Plan": backupCopies,
  "aws:docdb/cluster:Cluster": joinsUnseen("globalClusterIdentifier"),
  "aws:dsql/cluster:Cluster": all(
    outwardTo("multiRegionProperties", "witnessRegion"),
    outwardToArns("multiRegionProperties", "clusters"),
  ),
  "aws:dynamodb/table:Table": outward("replicas", "regionName"),
  "aws:dynamodb/tableReplica:TableReplica": copyOf("globalTableArn", ["aws:dynamodb/table:Table"]),
  "aws:ebs/snapshotCopy:SnapshotCopy": copyFrom("sourceRegion"),
  "aws:ec2/amiCopy:AmiCopy": copyFrom("sourceAmiRegion"),
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": imageCopies,
  "aws:elasticache/replicationGroup:ReplicationGroup": joinsUnseen("globalReplicationGroupId"),
  "aws:keyspaces/keyspace:Keyspace": outwardTo("replicationSpecification", "regionLists"),
  "aws:kms/replicaExternalKey:ReplicaExternalKey": copyOf("primaryKeyArn", [
    "aws:kms/externalKey:ExternalKey",
  ]),
  "aws:kms/replicaKey:ReplicaKey": copyOf("primaryKeyArn", ["aws:kms/key:Key"]),
  "aws:memorydb/cluster:Cluster": joinsUnseen("multiRegionClusterName"),
  "aws:neptune/cluster:Cluster": all(
    joinsUnseen("globalClusterIdentifier"),
    mayBeCopyOf("replicationSourceIdentifier", ["aws:neptune/cluster:Cluster"]),
  ),
  "aws:rds/cluster:Cluster": all(
    joins("globalClusterIdentifier"),
    mayBeCopyOf("replicationSourceIdentifier", databases),
  ),
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": all(
    outwardTo("destinationRegion"),
    mayBeCopyOf("sourceDbClusterSnapshotIdentifier", ["aws:rds/clusterSnapshot:ClusterSnapshot"]),
  ),
  "aws:rds/globalCluster:GlobalCluster": joins("sourceDbClusterIdentifier"),
  "aws:rds/instance:Instance": mayBeCopyOf("replicateSourceDb", databases),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": copyOf(
    "sourceDbInstanceArn",
    ["aws:rds/instance:Instance"],
  ),
  "aws:rds/snapshotCopy:SnapshotCopy": all(
    outwardTo("destinationRegion"),
    mayBeCopyOf("sourceDbSnapshotIdentifier", ["aws:rds/snapshot:Snapshot"]),
  ),
  ...Object.fromEntries(s3Types("BucketReplicationConfig").map((type) => [type, bucketCopies])),
  "aws:secretsmanager/secret:Secret": outward("replicas", "region"),
};

export const copyingTypes = Object.keys(copying);

/** The copies that a resource makes, or is. */
export function copiesOf(stack: StackView, resource: ResourceView): readonly Copy[] {
  return copying[resource.type]?.(stack, resource) ?? [];
}
