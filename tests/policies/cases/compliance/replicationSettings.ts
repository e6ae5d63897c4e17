import { rule } from "../../../../policies/compliance/rules/replicationSettings";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { archived, backups, copyRule, out } from "../../../support/replicationFixtures";
import { absent, type RuleCases } from "../../../support/rules";

const inRule = (path: string): string => `rules[0].${path}`;
const target = inRule("destination");
const key = `${target}.encryptionConfiguration.replicaKmsKeyId`;
const deletions = inRule("deleteMarkerReplication.status");
const switches = [
  inRule("status"),
  `${target}.replicationTime.status`,
  `${target}.metrics.status`,
  inRule("sourceSelectionCriteria.sseKmsEncryptedObjects.status"),
];
const minutes = [`${target}.replicationTime.time.minutes`, `${target}.metrics.eventThreshold.minutes`];
const [data, backup, archive] = [0, 1, 2];
const bucketWanted = "a bucket of objects by its name: azora-<region>-<purpose>-<account>";

export const cases: RuleCases = {
  rule,
  fixtures: [out, backups, archived],
  mutations: [
    ...switches.flatMap((path) => [
      refused("off", path, "Disabled", "Enabled", { of: path }),
      refused("not said", path, absent, "Enabled", { of: path }),
    ]),
    ...minutes.flatMap((path) => [
      refused("a minute too long", path, 16, "15", { of: path }),
      refused("a minute too short", path, 14, "15", { of: path }),
      refused("no time", path, absent, "15", { of: path }),
    ]),
    refused("data whose deletions stay behind", deletions, "Disabled", "Enabled", { resource: data }),
    refused("backups that are deleted with their source", deletions, "Enabled", "Disabled", {
      resource: backup,
    }),
    refused("audit records whose deletions are copied", deletions, "Enabled", "Disabled", {
      resource: archive,
    }),
    refused(
      "a key of the source's region",
      key,
      "arn:aws:kms:af-south-1:111122223333:alias/azora/africa/personal",
      "the ARN of a key of eu-central-1",
    ),
    refused("a key without a region", key, "alias/azora/europe/personal", "the ARN of a key of eu-central-1"),
    refused("no key", key, absent, "the ARN of a key of eu-central-1"),
    refused(
      "an archive in another region",
      key,
      "arn:aws:kms:eu-central-1:444455556666:key/1",
      "the ARN of a key of af-south-1",
      { resource: archive },
    ),
    refused("an archive of no account", `${target}.account`, absent, "the account of the archive", {
      resource: archive,
    }),
    refused(
      "an archive whose owner may not read it",
      `${target}.accessControlTranslation.owner`,
      absent,
      "Destination",
      { resource: archive },
    ),
    {
      name: "a bucket of our own under another account",
      path: target,
      to: {
        ...(copyRule({ purpose: "data", home: "africa", from: "africa", to: "europe" })
          .destination as object),
        account: "444455556666",
      },
      finding: {
        path: `${target}.account`,
        found: '"444455556666"',
        wanted: "absent: the bucket is the platform's own",
      },
    },
    refused("a bucket that no facts know", "bucket", "azora-africa-other-111122223333", bucketWanted),
    refused("a bucket of a region that is none", "bucket", "azora-nowhere-data-111122223333", bucketWanted),
    undecided(target, { at: `${target}.bucket` }),
    ...allUndecided(["bucket", "rules", key, deletions, ...switches, ...minutes]),
    ...allUndecided([`${target}.account`, `${target}.accessControlTranslation.owner`], {
      resource: archive,
      of: "an archive's",
    }),
  ],
};
