/**
 * What the organisation forbids its accounts, whoever asks: the statements of service control policies. They hold for every
 * principal of a member account, its root included, and not for the management account, which is why they are set from there.
 *
 * Sources: "Service control policy examples", AWS Organizations user guide; keys of conditions from the Service Authorization
 * Reference (read 2026-11).
 */
import { deliveryNames } from "./delivery";
import { dataRegions, globalServiceActions } from "./guardRails";
import {
  auditLogTypes,
  bucketSettings,
  keysLost,
  logBuckets,
  recordBuckets,
  recordSettings,
  recordsLost,
  recordsOff,
} from "./records";

/** A statement that refuses. */
export interface GuardStatement {
  readonly Sid: string;
  readonly Effect: "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What AWS takes ("Quotas for AWS Organizations", read 2026-11). */
export const controlPolicyLimits = {
  /** Characters of a policy, as it is sent. */
  charactersMax: 5120,
  /** Policies of a root, unit or account. */
  perTargetMax: 5,
  /** `FullAWSAccess`, which AWS attaches itself and without which nothing is allowed. */
  attachedByAws: 1,
} as const;

/** In place of the platform's account: what is spared there at most, for judging policies without knowing the account. */
const anyAccount = "*";

/** A role of one account by its name: one of that name in another account, where somebody else makes roles, is not spared. */
function roleOf(accountId: string, role: string): string {
  return `arn:aws:iam::${accountId}:role/${role}`;
}

const everything = ["*"];

function deny(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[] = everything,
  Condition?: GuardStatement["Condition"],
): GuardStatement {
  return { Sid, Effect: "Deny", Action, Resource, ...(Condition ? { Condition } : {}) };
}

/** A switch of a cluster that nobody may turn so. */
function keepCluster(Sid: string, key: string, refused: "true" | "false"): GuardStatement {
  return deny(Sid, ["eks:CreateCluster", "eks:UpdateClusterConfig"], everything, {
    Bool: { [key]: [refused] },
  });
}

/** What leaves the regions, and what is copied out of them. */
function regions(): readonly GuardStatement[] {
  return [
    {
      Sid: "StayInRegions",
      Effect: "Deny",
      NotAction: globalServiceActions,
      Resource: everything,
      Condition: { StringNotEquals: { "aws:RequestedRegion": dataRegions() } },
    },
    // The call goes to the region of the key; where the copy goes, only this key says.
    deny("NoKeysElsewhere", ["kms:ReplicateKey"], everything, {
      StringNotEquals: { "kms:ReplicaRegion": dataRegions() },
    }),
  ];
}

/** Records, and what tells. */
function records(
  persons: GuardStatement["Condition"],
  makers: GuardStatement["Condition"],
): readonly GuardStatement[] {
  const { alarmPrefix } = deliveryNames;
  return [
    deny("KeepRecords", recordsOff),
    deny("KeepRecordSettings", recordSettings, everything, persons),
    deny(
      "KeepRetention",
      ["logs:PutRetentionPolicy"],
      ["codebuild", "eks"].map((service) => `arn:aws:logs:*:*:log-group:/aws/${service}/azora-*`),
      makers,
    ),
    deny("KeepKeptRecords", recordsLost, recordBuckets),
    deny("KeepBucketSettings", bucketSettings, recordBuckets, persons),
    deny("KeepLogs", ["s3:DeleteObject"], logBuckets),
    ...auditLogTypes.map((type) => keepCluster(`KeepClusterLogs${type}`, `eks:loggingType/${type}`, "false")),
    deny(
      "KeepAlarm",
      [
        "events:Delete*",
        "events:Disable*",
        "events:Put*",
        "events:Remove*",
        "sns:AddPermission",
        "sns:Delete*",
        "sns:Remove*",
        "sns:Set*",
        "sns:Unsubscribe",
      ],
      [`arn:aws:events:*:*:rule/${alarmPrefix}*`, `arn:aws:sns:*:*:${alarmPrefix}*`],
      persons,
    ),
  ];
}

/**
 * Statements by the policy that holds them, whose name becomes part of its own.
 * @param accountId the platform's account, whose deployers and administrator are spared where one call sets up and takes away.
 *   Default any account, which is what a policy may spare at most.
 */
export function controlStatements(
  accountId: string = anyAccount,
): Readonly<Record<string, readonly GuardStatement[]>> {
  const { admin, deployerPrefix } = deliveryNames;
  const persons = { ArnNotLike: { "aws:PrincipalArn": [roleOf(accountId, admin)] } };
  const makers = {
    ArnNotLike: {
      "aws:PrincipalArn": [roleOf(accountId, `${deployerPrefix}*`), roleOf(accountId, admin)],
    },
  };
  return {
    regions: regions(),
    records: records(persons, makers),
    sharing: [
      // Of a snapshot or image only the group `all` is everybody ("ec2:Add/group").
      deny("NoPublicImages", ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"], everything, {
        StringEquals: { "ec2:Add/group": ["all"] },
      }),
      // RDS and Systems Manager tell of no condition whom something is shared with.
      deny("NoSharedSnapshots", [
        "rds:ModifyDBClusterSnapshotAttribute",
        "rds:ModifyDBSnapshotAttribute",
        "ssm:ModifyDocumentPermission",
      ]),
      deny("KeepBlocks", ["ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess"]),
      deny(
        "KeepPublicAccessBlocks",
        ["s3:PutAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
        everything,
        makers,
      ),
      keepCluster("NoPublicClusters", "eks:endpointPublicAccess", "true"),
      deny("NoExternalShares", ["ram:CreateResourceShare", "ram:UpdateResourceShare"], everything, {
        Bool: { "ram:RequestedAllowsExternalPrincipals": ["true"] },
      }),
    ],
    accounts: [
      deny("NoRoot", everything, everything, {
        StringLike: { "aws:PrincipalArn": ["arn:aws:iam::*:root"] },
      }),
      deny("StayInOrganization", ["account:CloseAccount", "organizations:LeaveOrganization"]),
      deny("NoAccessKeys", ["iam:CreateAccessKey", "iam:CreateServiceSpecificCredential"]),
      deny("KeepVaults", [
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultAccessPolicy",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteRecoveryPoint",
        "backup:DisassociateRecoveryPoint",
        "backup:DisassociateRecoveryPointFromParent",
        "backup:UpdateRecoveryPointLifecycle",
      ]),
      deny("KeepKeys", keysLost),
    ],
  };
}
