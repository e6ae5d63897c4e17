/**
 * What the organisation forbids its accounts, whoever asks: the statements of service control policies. They hold for every
 * principal of a member account, its root included, and not for the management account, which is why they are set from there.
 *
 * Sources: "Service control policy examples", AWS Organizations user guide; keys of conditions from the Service Authorization
 * Reference (read 2026-11).
 */
import { deliveryNames } from "./delivery";
import { dataRegions, globalServiceActions, recordBuckets, recordsLost, recordsOff } from "./guardRails";

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

/** Who may set up what others may not touch, since AWS has one call for setting it and for taking it away. */
const keepers = [`${deliveryNames.deployerPrefix}*`, deliveryNames.breakGlass, deliveryNames.admin].map(
  (role) => `arn:aws:iam::*:role/${role}`,
);

const everything = ["*"];

function deny(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[] = everything,
  Condition?: GuardStatement["Condition"],
): GuardStatement {
  return { Sid, Effect: "Deny", Action, Resource, ...(Condition ? { Condition } : {}) };
}

/** Statements by the policy that holds them, whose name becomes part of its own. */
export function controlStatements(): Readonly<Record<string, readonly GuardStatement[]>> {
  return {
    regions: [
      {
        Sid: "StayInRegions",
        Effect: "Deny",
        NotAction: globalServiceActions,
        Resource: everything,
        Condition: { StringNotEquals: { "aws:RequestedRegion": dataRegions() } },
      },
    ],
    records: [
      deny("KeepRecords", recordsOff),
      deny("KeepKeptRecords", recordsLost, recordBuckets),
      deny("KeepVaults", [
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultAccessPolicy",
        "backup:DeleteBackupVaultLockConfiguration",
        "backup:DeleteRecoveryPoint",
        "backup:DisassociateRecoveryPoint",
        "backup:UpdateRecoveryPointLifecycle",
      ]),
      deny("KeepKeys", ["kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion"]),
    ],
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
        { ArnNotLike: { "aws:PrincipalArn": keepers } },
      ),
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
    ],
  };
}
