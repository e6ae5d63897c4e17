import type { DataClass } from "../../components/facts/dataClasses";
import type { Reader } from "../framework/reader";
import type { ResourceView, StackView } from "../framework/rule";
import { bucketOfArn, bucketsBehind, bucketTypes } from "./buckets";
import { classTag, dataClassAt } from "./keys";
import { effectiveRegion, regionOfArn, regionOfBucket } from "./places";

/** Data that something copies, or will copy, from one AWS region to another. */
export interface Copy {
  /** What decides it: a region, an ARN. */
  readonly decider: Reader;
  /** `undefined` where nothing says it; such a copy cannot be lawful. */
  readonly dataClass: DataClass | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

type CopiesOf = (stack: StackView, resource: ResourceView) => readonly Copy[];

/** Fields by which a store sends copies of itself to other regions: a list of maps, and the region in each. */
function outward(list: string, region: string): CopiesOf {
  return (_stack, store) =>
    store.props.items(list).map((target) => ({
      decider: target.at(region),
      dataClass: dataClassAt(classTag(store)),
      from: effectiveRegion(store),
      to: target.text(region),
    }));
}

/** A store that is a copy of another, which it names by an ARN; the class is that of the original where the stack has it. */
function copyOf(original: string, types: readonly string[]): CopiesOf {
  return (stack, copy) => {
    const decider = copy.props.at(original);
    const to = effectiveRegion(copy);
    const sources = stack.sources(copy, original).filter(({ type }) => types.includes(type));
    return sources.length > 0
      ? sources.map((source) => ({
          decider,
          dataClass: dataClassAt(classTag(source)),
          from: effectiveRegion(source),
          to,
        }))
      : [{ decider, dataClass: dataClassAt(classTag(copy)), from: regionOfArn(decider.text()), to }];
  };
}

/** A copy of a snapshot or an image, which names the region that it comes from. */
function copyFrom(region: string): CopiesOf {
  return (_stack, copy) => [
    {
      decider: copy.props.at(region),
      dataClass: dataClassAt(classTag(copy)),
      from: copy.props.text(region),
      to: effectiveRegion(copy),
    },
  ];
}

/** S3 replication: a destination is a bucket of the stack, or one of ours by its name, since its ARN tells no region. */
const bucketCopies: CopiesOf = (stack, config) => {
  const [source] = bucketsBehind(stack, config, "bucket");
  const named = (): ResourceView | undefined =>
    bucketTypes
      .flatMap((type) => stack.ofType(type))
      .find((bucket) => bucket.props.text("bucket") === config.props.text("bucket"));
  const original = source ?? named();
  const dataClass = original && dataClassAt(classTag(original));
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
        const decider = rule.at("destination", "bucket");
        return { decider, dataClass, from, to: regionOfBucket(bucketOfArn(decider.text() ?? "")) };
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

/** Every type that copies data to another region, and how it says so. */
const copying: Readonly<Record<string, CopiesOf>> = {
  "aws:backup/plan:Plan": backupCopies,
  "aws:dynamodb/table:Table": outward("replicas", "regionName"),
  "aws:dynamodb/tableReplica:TableReplica": copyOf("globalTableArn", ["aws:dynamodb/table:Table"]),
  "aws:ebs/snapshotCopy:SnapshotCopy": copyFrom("sourceRegion"),
  "aws:ec2/amiCopy:AmiCopy": copyFrom("sourceAmiRegion"),
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": imageCopies,
  "aws:kms/replicaExternalKey:ReplicaExternalKey": copyOf("primaryKeyArn", [
    "aws:kms/externalKey:ExternalKey",
  ]),
  "aws:kms/replicaKey:ReplicaKey": copyOf("primaryKeyArn", ["aws:kms/key:Key"]),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": copyOf(
    "sourceDbInstanceArn",
    ["aws:rds/instance:Instance"],
  ),
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": bucketCopies,
  "aws:secretsmanager/secret:Secret": outward("replicas", "region"),
};

export const copyingTypes = Object.keys(copying);

/** The copies that a resource makes, or is. */
export function copiesOf(stack: StackView, resource: ResourceView): readonly Copy[] {
  return copying[resource.type]?.(stack, resource) ?? [];
}
