/** The most that whoever delivers, and whatever role it makes, may ever do; pure, so that every statement can be tested. */
import { boundaryArn, deliveryNames, github, otherHolders, pulumiState } from "../facts/delivery";
import {
  dataRegions,
  globalReads,
  joiningServices,
  namedReads,
  regionalActions,
  regionalReads,
} from "../facts/guardRails";
import { globalStackName, regionNamed } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow, deny, keepKeys, keepRecords, keepRegion, onlyBound, ownerTag } from "./boundaryParts";
import { copiedOutline, copierRoles, copyAlarms, copying } from "./copiers";
import { namedServices } from "./named";
import { secondBackups } from "./secondBackups";
import { stateBucket, stateLayout, stateOutline } from "./state";
import { keepingVolumes, vaultsBoundary } from "./vaults";

export interface BoundaryArgs {
  readonly accountId: string;
  /** Domain whose private names the regions hold. */
  readonly domain: string;
  /** A stack, or one of those that deploy none. */
  readonly holder: string;
  /** The role of the management account that sets the organisation's guard rails, for `global`. Default none. */
  readonly organizationRoleArn?: string | undefined;
}

function inRegions(regions: readonly string[]): PolicyStatement["Condition"] {
  return { StringEquals: { "aws:RequestedRegion": regions } };
}

function budgets(accountId: string, stack: string): PolicyStatement {
  return allow("Budgets", "budgets:*", `arn:aws:budgets::${accountId}:budget/azora-${stack}-*`);
}

function servicesOwnRoles(accountId: string): PolicyStatement {
  return allow(
    "ServicesOwnRoles",
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${accountId}:role/aws-service-role/*`,
  );
}

/**
 * A stack's own state, whose bucket and key are in one region for all.
 * @param readable what beside the stack's own objects.
 */
function state(accountId: string, stack: string, readable: string): PolicyStatement[] {
  const bucket = stateBucket(accountId);
  return [
    allow("StateBucket", ["s3:GetBucket*", "s3:GetObject", "s3:ListBucket"], [bucket, readable]),
    allow("State", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], stateOutline(accountId, stack)),
    allow(
      "StateKey",
      ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
      `arn:aws:kms:${pulumiState.awsRegion}:${accountId}:key/*`,
      { StringEquals: { [ownerTag.existing]: pulumiState.keyOwner } },
    ),
  ];
}

/** Secrets of every stack are encrypted with the same key, so that which is meant must be asked. */
function ownSecrets(accountId: string, stack: string): PolicyStatement {
  return deny("OwnSecretsOnly", ["kms:Decrypt", "kms:ReEncryptFrom"], "*", {
    StringEquals: { [ownerTag.existing]: pulumiState.keyOwner },
    StringNotEquals: {
      [`kms:EncryptionContext:${pulumiState.contextKey}`]: stack,
      "kms:EncryptionContext:aws:s3:arn": stateBucket(accountId),
    },
  });
}

/** What belongs to another stack, or to nobody yet, is left alone. */
function leaveOthers(holder: string): PolicyStatement[] {
  return [
    {
      Sid: "LeaveOthers",
      Effect: "Deny",
      // Whom a role is, is no secret, and services ask for it; where a cluster answers, other regions' restores ask.
      NotAction: ["eks:Desc*", "iam:Get*", "iam:List*"],
      Resource: "*",
      Condition: {
        StringNotEquals: { [ownerTag.existing]: [holder, pulumiState.keyOwner] },
        // Whose key it is in another region, follows from the bucket that S3 was asked for.
        StringNotLike: { "kms:ViaService": "s3.*" },
        Null: { [ownerTag.existing]: "false" },
      },
    },
    deny("TagAsOwn", "*", "*", {
      StringNotEquals: { [ownerTag.requested]: holder },
      Null: { [ownerTag.requested]: "false" },
    }),
    deny("TagWhenMade", ["ec2:CreateTags", "elasticloadbalancing:AddTags"], "*", {
      Null: {
        [ownerTag.existing]: "true",
        [ownerTag.requested]: "false",
        "ec2:CreateAction": "true",
        "elasticloadbalancing:CreateAction": "true",
      },
    }),
    deny("TagKeysWhenMade", "kms:TagResource", "*", {
      Null: { [ownerTag.existing]: "true", "kms:ResourceAliases": "false" },
    }),
    // One region's images go to all.
    deny("NoCopiesElsewhere", ["ecr:PutImage", "ecr:PutRep*", "kms:ReplicateKey", "kms:UpdatePrimaryRegion"]),
  ];
}

/** A region's deployer, and every role that it makes: what is the region's own, and no more. */
function regional({ accountId, domain, holder }: BoundaryArgs): PolicyStatement[] {
  const region = regionNamed(holder);
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  const ownRoles = iam(`role/azora-${holder}-*`);
  const zone = `${holder}.internal.${domain}`;
  return [
    allow("Region", [...regionalActions, ...namedReads], "*", inRegions([region.awsRegion])),
    allow(
      "Names",
      [...namedServices, "s3"].map((service) => `${service}:*`),
      [`arn:aws:*:${region.awsRegion}:${accountId}:*azora-${holder}-*`, `arn:aws:s3:::azora-${holder}-*`],
    ),
    allow("Reads", globalReads, "*"),
    allow(
      "Identities",
      ["iam:*", "sts:*"],
      [ownRoles, iam("instance-profile/*"), iam(`oidc-provider/oidc.eks.${region.awsRegion}.*`)],
    ),
    servicesOwnRoles(accountId),
    allow("Records", "route53:ChangeResourceRecordSets", "*", {
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [zone, `*.${zone}`],
      },
      Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
    }),
    budgets(accountId, holder),
    // AWS' own buckets: images, packages.
    allow("OthersObjects", "s3:GetObject", "*", {
      StringNotEquals: { "aws:ResourceAccount": accountId },
    }),
    ...secondBackups(accountId, holder),
    ...state(accountId, holder, stateLayout(accountId)),
    ownSecrets(accountId, holder),
    keepRecords(),
    ...keepRegion(),
    ...keepKeys(),
    ...onlyBound([boundaryArn(accountId, holder), vaultsBoundary]),
    ...leaveOthers(holder),
  ];
}

/**
 * The deployer of what joins the regions: what is in them, but no key's end, no zone, and no role but those by which S3 copies
 * objects, which have a boundary of their own. It reads every state.
 */
function joining({ accountId, organizationRoleArn }: BoundaryArgs): PolicyStatement[] {
  return [
    allow("Regions", [...joiningServices, ...namedReads], "*", inRegions(dataRegions())),
    allow("Reads", globalReads, "*"),
    servicesOwnRoles(accountId),
    ...(organizationRoleArn === undefined ? [] : [allow("Sessions", "sts:AssumeRole", organizationRoleArn)]),
    allow("Zones", ["route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone"], "*"),
    allow("Copiers", "iam:*", copierRoles(accountId)),
    allow("Copies", "s3:PutReplicationConfiguration", copiedOutline(accountId)),
    allow("CopyAlarms", "cloudwatch:*", copyAlarms(accountId)),
    ...onlyBound(boundaryArn(accountId, otherHolders.copies)),
    budgets(accountId, globalStackName),
    ...state(accountId, globalStackName, `${stateBucket(accountId)}/.pulumi/*`),
    keepRecords(),
    ...keepKeys(),
    deny("TagAsStack", joiningServices, "*", {
      StringEquals: { [ownerTag.requested]: [globalStackName, pulumiState.keyOwner] },
    }),
    deny("NoCopiesElsewhere", "kms:ReplicateKey", "*", {
      StringNotEquals: { "kms:ReplicaRegion": dataRegions() },
    }),
  ];
}

/** What reads. */
function reads(accountId: string): PolicyStatement[] {
  return [
    allow("Regions", [...regionalReads, ...namedReads], "*", inRegions(dataRegions())),
    allow("Reads", [...globalReads, "s3:Get*", "s3:List*"], "*"),
    allow("StateKey", ["kms:Decrypt", "kms:DescribeKey"], `arn:aws:kms:*:${accountId}:key/*`, {
      StringEquals: { [ownerTag.existing]: pulumiState.keyOwner },
    }),
  ];
}

/** Takes the deployers' roles and mends them; what it does itself is no more, so that it can touch no record and no alarm. */
function mending(accountId: string): PolicyStatement[] {
  const deployers = `arn:aws:iam::${accountId}:role/${deliveryNames.deployerPrefix}*`;
  return [
    allow("Reads", [...globalReads, "s3:ListBucket"], "*"),
    allow("Sessions", "sts:*", deployers),
    allow("Delivery", "iam:*", [
      deployers,
      `arn:aws:iam::${accountId}:role/${deliveryNames.preview}`,
      `arn:aws:iam::${accountId}:oidc-provider/${github.issuer}`,
    ]),
    ...onlyBound(boundaryArn(accountId, "*")),
    // Another boundary of delivery is one all the same, and wider for some.
    deny("KeepWhichBoundary", ["iam:CreateRole", "iam:PassRole", "iam:PutRolePermissionsBoundary"]),
  ];
}

/**
 * What policies may allow: what belongs to the holder and no more; never turning records off, credentials that do not end, roles
 * without this boundary, changing who delivers.
 * @throws Error if the holder is no stack and none of those that have a boundary of their own.
 */
export function boundaryStatements(args: BoundaryArgs): PolicyStatement[] {
  switch (args.holder) {
    case globalStackName:
      return joining(args);
    case otherHolders.copies:
      return copying(args.accountId);
    case otherHolders.vaults:
      return keepingVolumes(args.accountId);
    case otherHolders.preview:
      return reads(args.accountId);
    case otherHolders.breakGlass:
      return mending(args.accountId);
    default:
      return regional(args);
  }
}
