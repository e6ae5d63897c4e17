/** What each role of delivery may do; pure, so that every statement can be tested. */
import { keyAlias, replicatedKeyClasses } from "../facts/dataClasses";
import { deliveryNames, github, pulumiState, regionsOfStack } from "../facts/delivery";
import {
  clusterGroupActions,
  copierRoleActions,
  copyAlarmActions,
  joinedActions,
  joiningActions,
  keepingActions,
  makingActions,
  settingActions,
  taggingActions,
} from "../facts/deployerActions";
import { mendingActions, providerActions, roleActions, roleOwners, roleTakers } from "../facts/deployerRoles";
import { dataRegions } from "../facts/guardRails";
import { discoveryTag } from "../facts/nodes";
import { globalStackName, regionNamed, type Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow, ownerTag } from "./boundaryParts";
import { copiedPurposes, copierRoles, copyAlarms } from "./copiers";
import { edgeTrust, vaultKeys } from "./keyUses";
import { byName } from "./named";
import { stateBucket, stateObjects } from "./state";

const { existing, requested } = ownerTag;

/** Whose rights are asked for. */
export interface RightsArgs {
  readonly accountId: string;
  /** Name of the stack. */
  readonly stack: string;
  /** The role of the management account that sets the organisation's guard rails. Default none. */
  readonly organizationRoleArn?: string | undefined;
}

/** What is made carries the stack's tag from birth; nothing that already has an owner's tag can be taken over by it. */
function making(Sid: string, actions: string | readonly string[], names: readonly string[]): PolicyStatement {
  return allow(Sid, actions, "*", {
    StringEquals: { [requested]: names },
    Null: { [existing]: "true" },
  });
}

/** The names of calls of a service, as its key of conditions says which call made what is tagged. */
function callsOf(service: string, actions: readonly string[]): string[] {
  const prefix = `${service}:`;
  return actions
    .filter((action) => action.startsWith(prefix))
    .map((action) => action.slice(prefix.length))
    .filter((call) => /^(Allocate|Authorize|Create)/.test(call));
}

/**
 * Tags what is being made, and nothing that is there already. EC2 and load balancing say by which call something is made; KMS
 * says nothing of the kind, so that a key without an owner and without any alias is as good as new.
 */
function tagging(actions: readonly string[], names: readonly string[]): PolicyStatement[] {
  const made = (service: string): PolicyStatement["Condition"] => ({
    StringEquals: { [requested]: names, [`${service}:CreateAction`]: callsOf(service, actions) },
  });
  return [
    allow("TagMade", "ec2:CreateTags", "*", made("ec2")),
    allow("TagMadeKeys", "kms:TagResource", "*", {
      StringEquals: { [requested]: names },
      Null: { [existing]: "true", "kms:ResourceAliases": "true" },
    }),
    ...(callsOf("elasticloadbalancing", actions).length > 0
      ? [allow("TagMadeGroups", "elasticloadbalancing:AddTags", "*", made("elasticloadbalancing"))]
      : []),
  ];
}

/** What is made stands in something that has the tag already: a subnet in its network. */
function keeping(Sid: string, actions: readonly string[], names: readonly string[]): PolicyStatement {
  return allow(Sid, actions, "*", { StringEquals: { [existing]: names } });
}

/** Roles of a stack's name, handed to the services that run it; the boundary says what such a role may be. */
function roles(accountId: string, { name, awsRegion }: Region): PolicyStatement[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  const own = iam(`role/azora-${name}-*`);
  return [
    allow("Roles", roleActions, [own, iam(`instance-profile/azora-${name}-*`)]),
    allow("HandRoles", "iam:PassRole", own, { StringEquals: { "iam:PassedToService": roleTakers } }),
    allow("ClusterIdentity", providerActions, iam(`oidc-provider/oidc.eks.${awsRegion}.amazonaws.com/*`)),
  ];
}

function servicesOwnRoles(accountId: string): PolicyStatement {
  return allow(
    "ServicesOwnRoles",
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${accountId}:role/aws-service-role/*`,
    { StringEquals: { "iam:AWSServiceName": roleOwners } },
  );
}

/** The cluster's own security group, told by a tag that only AWS can set. */
function clusterGroup(accountId: string, { name, awsRegion }: Region): PolicyStatement[] {
  const group = `arn:aws:ec2:${awsRegion}:${accountId}:security-group/*`;
  const ofCluster = { "aws:ResourceTag/aws:eks:cluster-name": `azora-${name}-cluster` };
  return [
    allow("ClusterGroup", clusterGroupActions, group, { StringEquals: ofCluster }),
    allow("ClusterGroupTag", ["ec2:CreateTags", "ec2:DeleteTags"], group, {
      StringEquals: ofCluster,
      "ForAllValues:StringEquals": { "aws:TagKeys": discoveryTag },
      Null: { "aws:TagKeys": "false" },
    }),
  ];
}

const aliasActions = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"] as const;

/** What makes and keeps a region. */
function regional(accountId: string, region: Region): PolicyStatement[] {
  const { name, awsRegion } = region;
  return [
    making("Make", makingActions, [name]),
    ...tagging(makingActions, [name]),
    making("TagAsMade", ["backup:TagResource", "ecr:TagResource"], [name]),
    keeping("Keep", [...makingActions, ...taggingActions, ...keepingActions], [name]),
    byName(accountId, region),
    ...clusterGroup(accountId, region),
    edgeTrust(accountId, region),
    vaultKeys(accountId, region),
    allow("Aliases", aliasActions, `arn:aws:kms:${awsRegion}:${accountId}:alias/azora/${name}/*`),
    ...roles(accountId, region),
    allow("Settings", settingActions, "*"),
  ];
}

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
function joining(accountId: string, regions: readonly Region[]): PolicyStatement[] {
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

/** Use of the key of state and secrets, which its alias tells from every other. */
function stateKey(
  Sid: string,
  accountId: string,
  actions: readonly string[],
  equals: Readonly<Record<string, string>> = {},
): PolicyStatement {
  return allow(Sid, actions, `arn:aws:kms:*:${accountId}:key/*`, {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": pulumiState.keyAlias },
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
  });
}

/**
 * The state of a stack. Secrets of every stack are encrypted with one key, which is told for which; `global` reads what the
 * regions' stacks give out, and so decrypts for all.
 */
function state({ accountId, stack }: RightsArgs): PolicyStatement[] {
  const decrypt = ["kms:Decrypt"];
  return [
    allow("State", ["s3:DeleteObject", "s3:PutObject"], stateObjects(accountId, stack)),
    stateKey("StateKey", accountId, ["kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]),
    ...(stack === globalStackName
      ? [stateKey("Secrets", accountId, decrypt)]
      : [
          stateKey("Secrets", accountId, decrypt, {
            [`kms:EncryptionContext:${pulumiState.contextKey}`]: stack,
          }),
          stateKey("StateObjects", accountId, decrypt, {
            "kms:EncryptionContext:aws:s3:arn": stateBucket(accountId),
          }),
        ]),
  ];
}

/** Everything that previews need beside reading: they decrypt the state, and nothing else that is encrypted. */
export function previewStatements(accountId: string): PolicyStatement[] {
  return [stateKey("StateKey", accountId, ["kms:Decrypt", "kms:DescribeKey"])];
}

/** What brings a stack to AWS: what it makes, its budgets, its state. */
export function deployerStatements(args: RightsArgs): PolicyStatement[] {
  const { accountId, stack, organizationRoleArn } = args;
  return [
    ...(stack === globalStackName
      ? joining(accountId, regionsOfStack(stack))
      : regional(accountId, regionNamed(stack))),
    ...(stack === globalStackName && organizationRoleArn !== undefined
      ? [allow("GuardRails", "sts:AssumeRole", organizationRoleArn)]
      : []),
    servicesOwnRoles(accountId),
    allow("Budgets", "budgets:*", `arn:aws:budgets::${accountId}:budget/azora-${stack}-*`),
    ...state(args),
  ];
}

/**
 * What a person does when workflows cannot: takes the role of a deployer, and mends these roles and their trust. It cannot
 * change itself, nor do by itself what no deployer may.
 */
export function breakGlassStatements(accountId: string): PolicyStatement[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  const deployers = iam(`role/${deliveryNames.deployerPrefix}*`);
  return [
    allow("TakeDeployers", "sts:AssumeRole", deployers),
    allow("MendDelivery", mendingActions, [deployers, iam(`role/${deliveryNames.preview}`)]),
    allow("MendTrust", providerActions, iam(`oidc-provider/${github.issuer}`)),
  ];
}
