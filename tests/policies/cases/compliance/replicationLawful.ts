import type { DataClass } from "../../../../components/facts/dataClasses";
import { rule } from "../../../../policies/compliance/rules/replicationLawful";
import { copyFixtures, copyMutations } from "../../../support/copyFixtures";
import { archived, out as objects } from "../../../support/replicationFixtures";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { bucketOf, change, keyOf, setUp, storeTags } from "../../../support/stores";

const tag = "tags.data-class";
const image = "replicationConfiguration.rules[0].destinations[0].region";
/** Where the platform does not run. */
const away = "us-east-1";
const out = `from eu-central-1 to ${away}`;
const inward = `from ${away} to eu-central-1`;
const across = "from eu-central-1 to sa-east-1";
const deferred = (path: string) => ({ path, state: "deferred" }) as const;

type Refused = [resource: number, name: string, path: string, to: unknown, found: string, at?: string];

const replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const wanted = "a copy that a recorded basis allows, between regions of the platform";
const copyTo = (bucket: string) => ({ status: "Enabled", destination: { bucket } });
/** A mutation that the rule refuses, where it is made unless another place is given. */
const refused = (...[resource, name, path, to, found, at]: Refused) =>
  change(resource, name, path, to, { path: at ?? path, found, wanted });
/** A store of a class. */
const store = (type: string, dataClass: DataClass, props: object, more: Partial<Fixture> = {}): Fixture => ({
  type,
  props: { ...props, tags: storeTags(dataClass) },
  ...more,
});
/** A store outside europe. */
const inRegion = (fixture: Fixture, region: string): Fixture => ({
  ...fixture,
  props: { ...fixture.props, region },
});
const vaultArn = (region: string) => `arn:aws:backup:${region}:111122223333:backup-vault:azora`;
const keyArn = (region: string) => `arn:aws:kms:${region}:111122223333:key/mrk-0123456789abcdef`;

const byArn: readonly Fixture[] = [
  // 0: to a bucket of the stack.
  setUp(replication, "data", { rules: [copyTo(unknown)] }, { rules: ["copy", "destination-key"] }),
  bucketOf("data", "personal"),
  inRegion({ ...bucketOf("copy", "personal"), name: "copy" }, "sa-east-1"),
  // 3: to buckets of ours by their names.
  {
    type: replication,
    props: {
      bucket: "azora-europe-backups-111122223333",
      rules: [
        copyTo("arn:aws:s3:::azora-africa-backups-111122223333"),
        copyTo("arn:aws:s3:::azora-asia-backups-111122223333"),
      ],
    },
  },
  bucketOf("backups", "internal"),
  // 5: replicas of keys.
  {
    ...inRegion({ ...keyOf("operational"), type: "aws:kms/replicaKey:ReplicaKey" }, "sa-east-1"),
    name: "replica",
    from: { primaryKeyArn: ["operational-key"] },
  },
  keyOf("operational"),
  {
    type: "aws:kms/replicaKey:ReplicaKey",
    props: { primaryKeyArn: keyArn("af-south-1"), tags: storeTags("personal") },
  },
  // 8: images.
  {
    type: "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    props: {
      region: "af-south-1",
      replicationConfiguration: {
        rules: [{ destinations: [{ region: "eu-central-1", registryId: "111122223333" }] }],
      },
    },
  },
  // 9: backups, to a vault of the stack and to one by its ARN.
  {
    type: "aws:backup/plan:Plan",
    props: {
      rules: [
        { ruleName: "daily", targetVaultName: "azora", copyActions: [{ destinationVaultArn: unknown }] },
      ],
      tags: storeTags("personal"),
    },
    from: { rules: ["vault", "far-vault"] },
  },
  store("aws:backup/vault:Vault", "personal", {}, { name: "vault" }),
  store("aws:backup/vault:Vault", "personal", { region: "sa-east-1" }, { name: "far-vault" }),
  {
    type: "aws:backup/plan:Plan",
    props: {
      rules: [
        {
          ruleName: "daily",
          targetVaultName: "azora",
          copyActions: [{ destinationVaultArn: vaultArn("ap-southeast-1") }],
        },
        { ruleName: "hourly", targetVaultName: "azora" },
      ],
      tags: storeTags("internal"),
    },
  },
  // 13: stores that copy themselves.
  store("aws:dynamodb/table:Table", "personal", { replicas: [{ regionName: "sa-east-1" }] }),
  store("aws:secretsmanager/secret:Secret", "internal", { replicas: [{ region: "sa-east-1" }] }),
  // 15: copies of others.
  store("aws:ebs/snapshotCopy:SnapshotCopy", "internal", { sourceRegion: "sa-east-1" }),
  store("aws:ec2/amiCopy:AmiCopy", "internal", { sourceAmiRegion: "sa-east-1" }),
  store("aws:dynamodb/tableReplica:TableReplica", "personal", {
    globalTableArn: "arn:aws:dynamodb:sa-east-1:111122223333:table/azora",
  }),
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    props: { region: "sa-east-1", sourceDbInstanceArn: unknown },
    from: { sourceDbInstanceArn: ["database"] },
  },
  store("aws:rds/instance:Instance", "personal", {}, { name: "database" }),
  keyOf("audit"),
];

const copiedElsewhere =
  "a region's stack makes buckets and copies none: the stack that joins the regions does";
const objectsAt = byArn.length + copyFixtures.length;
const archiveKey = "rules[0].destination.encryptionConfiguration.replicaKmsKeyId";

export const cases: RuleCases = {
  rule,
  fixtures: [...byArn, ...copyFixtures, objects, archived],
  mutations: [
    ...copyMutations(byArn.length),
    refused(
      objectsAt,
      "objects copied to a bucket that is not ours, with a key of ours",
      "rules[0].destination.bucket",
      "arn:aws:s3:::somebody-elses",
      "personal from af-south-1 to nowhere known",
    ),
    refused(
      objectsAt,
      "a bucket of another region's stack that becomes an audit trail",
      "bucket",
      "azora-africa-audit-111122223333",
      "audit from af-south-1 to eu-central-1",
      "rules[0].destination.bucket",
    ),
    refused(
      objectsAt + 1,
      "audit records whose archive is in another place",
      archiveKey,
      "arn:aws:kms:sa-east-1:444455556666:key/1",
      "audit from af-south-1 to sa-east-1",
      "rules[0].destination.bucket",
    ),
    change(
      objectsAt + 1,
      "an archive of which it is not known where it is",
      archiveKey,
      unknown,
      deferred(archiveKey),
    ),
    refused(2, "a bucket copied out of the platform", "region", away, `personal ${out}`, "rules"),
    {
      ...refused(1, "an audit trail that leaves its place", tag, "audit", `audit ${across}`, "rules"),
      fixtureOnly: copiedElsewhere,
    },
    {
      ...refused(
        1,
        "a bucket that does not say what it holds",
        tag,
        absent,
        `data of no class ${across}`,
        "rules",
      ),
      fixtureOnly: copiedElsewhere,
    },
    change(0, "a copy to where is not known", "@from.rules", [], deferred("rules[0].destination.bucket")),
    refused(
      3,
      "a bucket copied to one that is not ours",
      "rules[1].destination.bucket",
      "arn:aws:s3:::somebody-elses",
      "internal from eu-central-1 to nowhere known",
    ),
    refused(
      3,
      "a bucket copied to a text that is no ARN",
      "rules[0].destination.bucket",
      "azora-africa-backups-111122223333",
      "internal from eu-central-1 to nowhere known",
    ),
    refused(
      3,
      "a bucket that is not of the stack",
      "bucket",
      "azora-europe-other-111122223333",
      "data of no class from eu-central-1 to af-south-1",
      "rules[0].destination.bucket",
    ),
    refused(
      5,
      "a replica of an audit key",
      "@from.primaryKeyArn",
      ["audit-key"],
      `audit ${across}`,
      "primaryKeyArn",
    ),
    refused(5, "a replica out of the platform", "region", away, `operational ${out}`, "primaryKeyArn"),
    refused(7, "a replica of a key from elsewhere", "primaryKeyArn", keyArn(away), `personal ${inward}`),
    change(7, "a replica of a key that is not known", "primaryKeyArn", unknown, deferred("primaryKeyArn")),
    refused(
      7,
      "a replica of a key that says no region",
      "primaryKeyArn",
      "mrk-0123456789abcdef",
      "personal from nowhere known to eu-central-1",
    ),
    refused(8, "images copied out of the platform", image, away, "internal from af-south-1 to us-east-1"),
    change(8, "images copied to where is not known", image, unknown, { path: image, state: "deferred" }),
    refused(11, "backups copied to a vault outside the platform", "region", away, `personal ${out}`, "rules"),
    refused(9, "backups of an audit trail that leave their place", tag, "audit", `audit ${across}`, "rules"),
    change(
      9,
      "backups copied to a vault that is not known",
      "@from.rules",
      ["vault"],
      deferred("rules[0].copyActions[0].destinationVaultArn"),
    ),
    refused(
      12,
      "backups copied to another's vault elsewhere",
      "rules[0].copyActions[0].destinationVaultArn",
      vaultArn("us-west-2"),
      "internal from eu-central-1 to us-west-2",
    ),
    refused(13, "a table copied out of the platform", "replicas[0].regionName", away, `personal ${out}`),
    refused(14, "a secret copied out of the platform", "replicas[0].region", away, `internal ${out}`),
    refused(15, "a snapshot from elsewhere", "sourceRegion", away, `internal ${inward}`),
    refused(16, "an image from elsewhere", "sourceAmiRegion", away, `internal ${inward}`),
    refused(
      17,
      "a table's replica from elsewhere",
      "globalTableArn",
      "arn:aws:dynamodb:us-east-1:111122223333:table/azora",
      `personal ${inward}`,
    ),
    refused(
      18,
      "a database's backups kept out of the platform",
      "region",
      away,
      `personal ${out}`,
      "sourceDbInstanceArn",
    ),
    change(
      18,
      "a database's backups of which it is not known where they go",
      "region",
      unknown,
      deferred("region"),
    ),
  ],
  survivors: ["rules", "rules[*]", "replicationConfiguration.rules", "replicationConfiguration.rules[*]"].map(
    (path) => ({ path, why: "without a rule nothing is copied" }),
  ),
};
