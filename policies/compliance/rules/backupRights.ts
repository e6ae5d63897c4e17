import { bucketPurpose, bucketPurposeNames, repositoryPrefix } from "../../../components/facts/objects";
import { allRegions } from "../../../components/facts/regions";
import { backupHiders } from "../../../components/facts/repositories";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { takesIn } from "../../shared/breadth";
import { wrong } from "../../shared/finding";
import { allowing, documentsOf, grantingTypes } from "../../shared/iam";

const account = "000000000000";
/** Every bucket of backups, to be held against a statement's resources. */
const buckets = allRegions().flatMap(({ name }) =>
  bucketPurposeNames
    .filter((purpose) => bucketPurpose(purpose).otherPrefixes.includes(repositoryPrefix))
    .map((purpose) => `azora-${name}-${purpose}-${account}`),
);

/** Managed policies are those of deployers, who set the buckets up; their boundary keeps every version. */
const types = grantingTypes.filter((type) => type !== "aws:iam/policy:Policy");

/** By which a backup is gone before its time, also for those who may write it. */
const ending = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteObjectVersion",
  "s3:PutBucketVersioning",
  "s3:PutLifecycleConfiguration",
];
const objectsArn = "arn:aws:s3:::";
const fix = "take the statements of repositoryRights.ts and clusterBackupRights.ts";

/** What a resource names of S3: a bucket, and objects in it; no objects where it names the bucket alone. */
interface Place {
  readonly resource: Reader;
  readonly bucket: string;
  readonly objects: string | undefined;
}

/** What of S3 a resource names, from the bucket on; a wildcard before that takes in every bucket. */
function nameOf(resource: string): string {
  if (resource.startsWith(objectsArn)) return resource.slice(objectsArn.length);
  const wild = resource.search(/[*?]/);
  return wild >= 0 && objectsArn.startsWith(resource.slice(0, wild)) ? "*" : "";
}

/** The places among a statement's resources that are in a bucket of backups, in whatever account. */
function placesOf(statement: Reader): readonly Place[] {
  return statement.items("Resource").flatMap((resource) => {
    const name = nameOf((resource.text() ?? "").replaceAll(/\d{12}/g, account));
    const slash = name.indexOf("/");
    const bucket = slash < 0 ? name : name.slice(0, slash);
    // A wildcard at the end takes in what follows the bucket's name too.
    const objects = slash >= 0 ? name.slice(slash + 1) : name.endsWith("*") ? "*" : undefined;
    return buckets.some((each) => takesIn(bucket, each)) ? [{ resource, bucket, objects }] : [];
  });
}

/** Whether a statement's actions take in one. */
const allows = (statement: Reader, action: string): boolean =>
  statement.texts("Action").some((pattern) => takesIn(pattern, action));

/** Whether objects are those of a whole bucket: no folder of theirs is named in full. */
const isWhole = (objects: string): boolean => !/^[^*?/]+\//.test(objects);

function findings(statement: Reader, role: () => string): readonly Finding[] {
  const places = placesOf(statement);
  if (places.length === 0) return [];
  const action = statement.at("Action");
  const objects = places.filter((place) => place.objects !== undefined);
  const ended = ending.filter((each) => allows(statement, each));
  const reaches = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].some((each) => allows(statement, each));
  const hides =
    objects.length > 0 &&
    allows(statement, "s3:DeleteObject") &&
    !backupHiders.some((purpose) => role().endsWith(`-${purpose}`));
  return [
    ...(ended.length === 0
      ? []
      : [{ ...wrong(action, `none of ${ending.join(", ")}`, fix), found: ended.join(", ") }]),
    ...(reaches ? objects : [])
      .filter((place) => isWhole(place.objects ?? ""))
      .map(({ resource }) => wrong(resource, "folders of its own", fix)),
    ...(hides
      ? [
          {
            ...wrong(action, `s3:DeleteObject for ${backupHiders.join(", ")} only`, fix),
            found: `s3:DeleteObject for ${role()}`,
          },
        ]
      : []),
  ];
}

export const rule: ResourceRule = {
  id: "backup-rights",
  title:
    "Backups are let go only by who makes them, are never ended before their time, and each role keeps to its folders",
  why: "Who takes over a server, or a restore, must not take the backups along; who backs one thing up must not read what another has.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["A1.2", "CC6.1", "CC6.3"],
    gdpr: ["32(1)(b)", "32(1)(c)"],
    hipaa: ["164.308(a)(7)(ii)(A)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types,
  onUnknown: "defer",
  check: ({ type, props }) =>
    documentsOf(type, props)
      .flatMap(allowing)
      .flatMap((statement) => findings(statement, () => props.text("role") ?? props.text("name") ?? "")),
};
