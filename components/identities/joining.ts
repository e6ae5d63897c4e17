/** What the deployer of `global` may do between regions; pure, so that every statement can be tested. */
import { keyAlias, replicatedKeyClasses } from "../facts/dataClasses";
import { copierRoleActions, copyAlarmActions, joinedActions, joiningActions } from "../facts/deployerActions";
import { dataRegions } from "../facts/guardRails";
import { regionNamed, type Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow, ownerTag } from "./boundaryParts";
import { copiedPurposes, copierRoles, copyAlarms } from "./copiers";
import { aliasActions, keeping, making, tagging } from "./owned";

const { existing, requested } = ownerTag;

/** Where a region's key has a replica: its alias, in the AWS region of its partner. */
function replicaAliases(accountId: string, regions: readonly Region[]): string[] {
  return regions.flatMap(({ name, partner }) =>
    replicatedKeyClasses.map(
      (dataClass) =>
        `arn:aws:kms:${regionNamed(partner).awsRegion}:${accountId}:${keyAlias(name, dataClass)}`,
    ),
  );
}

/** What copies objects between the regions; audit buckets are a person's to set up. */
function copying(accountId: string): PolicyStatement[] {
  const roles = copierRoles(accountId);
  return [
    allow("Copiers", copierRoleActions, roles),
    allow("HandCopiers", "iam:PassRole", roles, {
      StringEquals: { "iam:PassedToService": "s3.amazonaws.com" },
    }),
    ...copiedPurposes(accountId).map(({ bucketArns }, index) =>
      allow(`Copies${index + 1}`, "s3:PutReplicationConfiguration", bucketArns),
    ),
    allow("CopyAlarms", copyAlarmActions, copyAlarms(accountId)),
  ];
}

/** What joins the regions. */
export function joining(accountId: string, regions: readonly Region[]): PolicyStatement[] {
  const names = regions.map(({ name }) => name);
  // The other side of a peering is AWS' to make, so that it has no tag until it is accepted.
  const attachments = `arn:aws:ec2:*:${accountId}:transit-gateway-attachment/*`;
  const partners = [...new Set(regions.map(({ partner }) => regionNamed(partner).awsRegion))];
  return [
    making("Join", joiningActions, names),
    ...tagging(joiningActions, names),
    keeping("Joined", [...joiningActions, "ec2:CreateTags", ...joinedActions], names),
    allow("Accept", "ec2:AcceptTransitGatewayPeeringAttachment", attachments, {
      Null: { [existing]: "true" },
    }),
    allow("TagAccepted", "ec2:CreateTags", attachments, {
      StringEquals: { [requested]: names },
      Null: { [existing]: "true" },
    }),
    allow("JoinedKeys", "kms:ReplicateKey", `arn:aws:kms:*:${accountId}:key/*`, {
      StringEquals: { [existing]: names, "kms:ReplicaRegion": partners },
    }),
    allow("JoinedAliases", aliasActions, replicaAliases(accountId, regions)),
    allow(
      "JoinedZones",
      ["route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone"],
      "arn:aws:route53:::hostedzone/*",
      // Route 53 writes a network so ("Using IAM policy conditions for fine-grained access control", developer guide).
      {
        "ForAllValues:StringLike": {
          "route53:VPCs": dataRegions().map((region) => `VPCId=*,VPCRegion=${region}`),
        },
        Null: { "route53:VPCs": "false" },
      },
    ),
    allow("Images", "ecr:PutReplicationConfiguration", "*"),
    ...copying(accountId),
  ];
}
