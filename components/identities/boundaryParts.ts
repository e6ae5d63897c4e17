/** What makes up the boundaries, each about one thing; pure, so that every statement can be tested. */
import { stackBudget } from "../facts/budgets";
import { pulumiState } from "../facts/delivery";
import { auditLogTypes, bucketSettings, keysLost, logBuckets, recordsLost } from "../facts/records";
import { globalStackName } from "../facts/regions";
import type { PolicyStatement } from "../shared";

type Condition = PolicyStatement["Condition"];
type Texts = string | readonly string[];

/** Whose something is, by its tag: what exists, and what is made or tagged. */
export const ownerTag = {
  existing: `aws:ResourceTag/${stackBudget.stackTag}`,
  requested: `aws:RequestTag/${stackBudget.stackTag}`,
} as const;

/** A permission; in a boundary it says what policies may allow. */
export function allow(Sid: string, Action: Texts, Resource: Texts, condition?: Condition): PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource, ...(condition ? { Condition: condition } : {}) };
}

/** A refusal. */
export function deny(
  Sid: string,
  Action: Texts,
  Resource: Texts = "*",
  condition?: Condition,
): PolicyStatement {
  return { Sid, Effect: "Deny", Action, Resource, ...(condition ? { Condition: condition } : {}) };
}

/** Calls by which a role gets rights; IAM tells for each of them which boundary the role has. */
const givesRights = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

/** Roles get rights within one boundary only. Holds for a role without any too: a negated operator accepts a key that is absent. */
export function onlyBound(boundary: Texts): PolicyStatement[] {
  return [
    deny("OnlyBoundRoles", givesRights, "*", { StringNotLike: { "iam:PermissionsBoundary": boundary } }),
    deny("KeepBoundaries", "iam:Delete*PermissionsBoundary"),
  ];
}

/** A switch of a cluster that may not be turned so. */
function keepCluster(Sid: string, key: string, refused: "true" | "false"): PolicyStatement {
  return deny(Sid, "eks:*", "*", { Bool: { [key]: refused } });
}

/** Logs, as far as a boundary lets in their services; calls on others' records it does not let in at all. */
export function keepRecords(): PolicyStatement {
  return deny("KeepRecords", ["ec2:DeleteFlowLogs", "logs:Delete*"]);
}

/** What is kept in a region's buckets, and clusters that stay what they are. */
export function keepRegion(): PolicyStatement[] {
  return [
    // Whoever lets a backup go, by mistake or for ransom, leaves its version.
    deny("KeepBackups", "s3:DeleteObjectVersion", [
      "arn:aws:s3:::azora-*-backups-*",
      "arn:aws:s3:::azora-*-subject-keys-*",
    ]),
    deny("KeepLogs", [...recordsLost, ...bucketSettings, "s3:DeleteObject"], logBuckets),
    keepCluster("KeepClosed", "eks:endpointPublicAccess", "true"),
    keepCluster("KeepClusters", "eks:deletionProtection", "false"),
    ...auditLogTypes.map((type) => keepCluster(`Keep${type}`, `eks:loggingType/${type}`, "false")),
  ];
}

/** Keys that nobody who delivers takes or loses; that of the state and those of the alarm nobody changes. */
export function keepKeys(): PolicyStatement[] {
  return [
    deny("KeepKeys", keysLost),
    deny(
      "KeepTaggedKeys",
      ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ReplicateKey", "kms:TagResource", "kms:UntagResource"],
      "*",
      { StringEquals: { [ownerTag.existing]: [globalStackName, pulumiState.keyOwner] } },
    ),
  ];
}
