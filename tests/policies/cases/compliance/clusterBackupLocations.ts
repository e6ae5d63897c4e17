import { rule } from "../../../../policies/compliance/rules/clusterBackupLocations";
import { location } from "../../../support/clusterBackupFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const home = location("home", "europe", "eu-central-1");
/** Of no region, which is nobody's concern. */
const ofGlobal: Fixture = { ...home, stack: "global" };
const lawful = "af-south-1, eu-central-1, ap-southeast-1, sa-east-1";
const partner = { resource: 1, of: "the partner's" };

export const cases: RuleCases = {
  rule,
  fixtures: [home, location("partner", "americas", "sa-east-1"), ofGlobal],
  mutations: [
    ...["us-east-1", "", absent].map((region) =>
      refused(`a bucket in ${String(region)}`, "spec.config.region", region, lawful),
    ),
    refused("another provider", "spec.provider", "gcp", "velero.io/aws"),
    ...["azora-americas-backups-111122223333", "azora-europe-data-111122223333", "elsewhere"].map((bucket) =>
      refused(`the bucket ${bucket}`, "spec.objectStorage.bucket", bucket, "the bucket of backups in europe"),
    ),
    ...["africa/cluster-objects/home", "europe/", "cluster-objects", absent].map((prefix) =>
      refused(
        `the folder ${String(prefix)}`,
        "spec.objectStorage.prefix",
        prefix,
        "a folder in europe/cluster-objects/",
      ),
    ),
    ...["alias/azora/europe/internal", "alias/azora/americas/personal", absent].map((key) =>
      refused(`the key ${String(key)}`, "spec.config.kmsKeyId", key, "alias/azora/europe/personal"),
    ),
    refused(
      "the key of another region",
      "spec.config.kmsKeyId",
      "alias/azora/europe/personal",
      "alias/azora/americas/personal",
      partner,
    ),
    ...["AES256", absent].map((algorithm) =>
      refused(`encryption by ${String(algorithm)}`, "spec.config.serverSideEncryption", algorithm, "aws:kms"),
    ),
    ...["s3Url", "publicUrl", "insecureSkipTLSVerify", "profile"].map((setting) =>
      refused(`the setting ${setting}`, `spec.config.${setting}`, "x", "absent"),
    ),
    refused("a key in a secret", "spec.credential", { name: "aws", key: "cloud" }, "absent", {
      found: '{"key":"cloud","name":"aws"}',
    }),
    ...allUndecided([
      "spec.provider",
      "spec.objectStorage.bucket",
      "spec.objectStorage.prefix",
      "spec.config.region",
      "spec.config.kmsKeyId",
      "spec.config.serverSideEncryption",
      "spec.credential",
    ]),
  ],
};
