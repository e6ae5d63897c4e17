import { objectReplicationMinutesMax } from "../../../components/facts/consistency";
import { bucketPurpose } from "../../../components/facts/objects";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { copyRules, objectBucket, replicationTypes, type CopyRuleView } from "../../shared/objectBuckets";
import type { Path } from "../../shared/look";
import { effectiveRegion, regionOfArn } from "../../shared/places";

/** Switches that every rule must have on, and why. */
const switches: readonly (readonly [Path, string])[] = [
  [["status"], "switch the rule on, or remove it"],
  [["destination", "replicationTime", "status"], "switch on S3's promise of time"],
  [["destination", "metrics", "status"], "switch on metrics: without them nobody hears of a lag"],
  [
    ["sourceSelectionCriteria", "sseKmsEncryptedObjects", "status"],
    "copy what is encrypted with keys of KMS, which is everything",
  ],
];

const minutes: readonly Path[] = [
  ["destination", "replicationTime", "time", "minutes"],
  ["destination", "metrics", "eventThreshold", "minutes"],
];

/** The key of the copy must be of the copy's region: S3 takes any and then copies nothing. */
function keyMistakes({ config, rule, target }: CopyRuleView): Finding[] {
  const key = rule.at("destination", "encryptionConfiguration", "replicaKmsKeyId");
  const region = objectBucket(target)?.region.awsRegion ?? effectiveRegion(config);
  return region !== undefined && regionOfArn(key.text()) === region
    ? []
    : [
        wrong(
          key,
          `the ARN of a key of ${region ?? "the copy's region"}`,
          "encrypt the copy with a key of its place",
        ),
      ];
}

/** Who owns a copy in another account: whoever keeps it, or its account could not let anybody read it. */
function ownerMistakes({ rule, target }: CopyRuleView): Finding[] {
  const owner = rule.at("destination", "accessControlTranslation", "owner");
  const account = rule.at("destination", "account");
  const fix = "name the archive's account, and hand the copies over to it";
  if (objectBucket(target) !== undefined)
    return account.exists ? [wrong(account, "absent: the bucket is the platform's own", fix)] : [];
  return [
    ...(/^\d{12}$/.test(account.text() ?? "") ? [] : [wrong(account, "the account of the archive", fix)]),
    ...(owner.text() === "Destination" ? [] : [wrong(owner, "Destination", fix)]),
  ];
}

function deletionMistakes({ rule, source }: CopyRuleView): Finding[] {
  const purpose = objectBucket(source)?.purpose;
  if (purpose === undefined) return [];
  const wanted = bucketPurpose(purpose).copiesDeletions ? "Enabled" : "Disabled";
  const status = rule.at("deleteMarkerReplication", "status");
  return status.text() === wanted
    ? []
    : [wrong(status, wanted, `copy deletions of ${purpose} as components/facts/objects.ts says`)];
}

function settings(view: CopyRuleView): Finding[] {
  const { rule } = view;
  const off = (path: Path): Reader => rule.at(...path);
  return [
    ...switches
      .filter(([path]) => off(path).text() !== "Enabled")
      .map(([path, fix]) => wrong(off(path), "Enabled", fix)),
    ...minutes
      .filter((path) => off(path).number() !== objectReplicationMinutesMax)
      .map((path) =>
        wrong(off(path), String(objectReplicationMinutesMax), "take the one time that S3 promises"),
      ),
    ...deletionMistakes(view),
    ...keyMistakes(view),
    ...ownerMistakes(view),
  ];
}

export const rule: ResourceRule = {
  id: "replication-settings",
  title: "Copies are prompt, measured, encrypted by a key of their place, and erased as facts say",
  why: "A copy that comes when it comes is no recovery point; without a key of its own place S3 copies nothing and says so nowhere; a deletion that does not reach the copy leaves what a person had erased, and one that does lets an intruder empty every backup.",
  severity: "high",
  level: "mandatory",
  controls: { ...availability, gdpr: ["17(1)", "32(1)(a)", "32(1)(c)"] },
  scope: "resource",
  types: replicationTypes,
  onUnknown: "fail",
  check: (config) => {
    const source = config.props.at("bucket");
    return [
      ...(objectBucket(source.text())
        ? []
        : [
            wrong(
              source,
              "a bucket of objects by its name: azora-<region>-<purpose>-<account>",
              "copy buckets of components/facts/objects.ts only",
            ),
          ]),
      ...copyRules(config).flatMap(settings),
    ];
  },
};
