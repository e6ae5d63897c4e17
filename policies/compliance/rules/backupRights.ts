import { bucketPurposes } from "../../../components/facts/objects";
import { allRegions } from "../../../components/facts/regions";
import { backupHiders } from "../../../components/facts/repositories";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { takesIn } from "../../shared/breadth";
import { wrong } from "../../shared/finding";
import { allowing, documentsOf, grantingTypes } from "../../shared/iam";

const purposes = Object.keys(bucketPurposes).filter((purpose) => purpose.endsWith("backups"));
const account = "000000000000";
/** What every bucket of backups holds, to be held against a statement's resources. */
const buckets = allRegions().flatMap(({ name }) =>
  purposes.map((purpose) => `arn:aws:s3:::azora-${name}-${purpose}-${account}`),
);
const objects = buckets.flatMap((bucket) => [`${bucket}/africa/x`, `${bucket}/repositories/core/x`]);

/** Managed policies are those of deployers, who set the buckets up; their boundary keeps every version. */
const types = grantingTypes.filter((type) => type !== "aws:iam/policy:Policy");

/** By which a backup is gone before its time, also for those who may write it. */
const ending = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteObjectVersion",
  "s3:PutBucketVersioning",
  "s3:PutLifecycleConfiguration",
];
const fix = "take the statements of repositoryRights.ts and clusterBackupRights.ts";

/** Whether a statement's resources take in one of some ARNs, in whatever account. */
function isAbout(statement: Reader, arns: readonly string[]): boolean {
  return statement
    .texts("Resource")
    .map((resource) => resource.replaceAll(/\d{12}/g, account))
    .some((resource) => resource !== "*" && arns.some((arn) => takesIn(resource, arn.toLowerCase())));
}

/** Whether a statement's actions take in one. */
const allows = (statement: Reader, action: string): boolean =>
  statement.texts("Action").some((pattern) => takesIn(pattern, action));

/** Resources of a statement that are all objects of a bucket of backups. */
function wholeBuckets(statement: Reader): readonly Reader[] {
  return statement.items("Resource").filter((resource) => {
    const text = (resource.text() ?? "").replaceAll(/\d{12}/g, account);
    return /^arn:aws:s3:::[^/]+\/\*$/.test(text) && objects.some((arn) => takesIn(text, arn));
  });
}

function findings(statement: Reader, role: () => string): readonly Finding[] {
  const action = statement.at("Action");
  if (!isAbout(statement, [...buckets, ...objects])) return [];
  const ended = ending.filter((each) => allows(statement, each));
  const reaches = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].some((each) => allows(statement, each));
  const hides =
    isAbout(statement, objects) &&
    allows(statement, "s3:DeleteObject") &&
    !backupHiders.some((purpose) => role().endsWith(`-${purpose}`));
  return [
    ...(ended.length === 0
      ? []
      : [{ ...wrong(action, `none of ${ending.join(", ")}`, fix), found: ended.join(", ") }]),
    ...(reaches ? wholeBuckets(statement).map((each) => wrong(each, "folders of its own", fix)) : []),
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
