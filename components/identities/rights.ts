/** What each role of delivery may do; pure, so that every statement can be tested. */
import { deliveryNames, github, pulumiState, regionsOfStack } from "../facts/delivery";
import {
  clusterGroupActions,
  keepingActions,
  makingActions,
  settingActions,
  taggingActions,
} from "../facts/deployerActions";
import { mendingActions, providerActions, roleActions, roleOwners, roleTakers } from "../facts/deployerRoles";
import { clusterNameOf } from "../facts/kubernetes";
import { discoveryTag } from "../facts/nodes";
import { globalStackName, regionNamed, type Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";
import { joining } from "./joining";
import { edgeTrust, vaultKeys } from "./keyUses";
import { byName } from "./named";
import { aliasActions, keeping, making, tagging } from "./owned";
import { stateBucket, stateObjects } from "./state";

/** Whose rights are asked for. */
export interface RightsArgs {
  readonly accountId: string;
  /** Name of the stack. */
  readonly stack: string;
  /** The role of the management account that sets the organisation's guard rails. Default none. */
  readonly organizationRoleArn?: string | undefined;
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
  const ofCluster = { "aws:ResourceTag/aws:eks:cluster-name": clusterNameOf(name) };
  return [
    allow("ClusterGroup", clusterGroupActions, group, { StringEquals: ofCluster }),
    allow("ClusterGroupTag", ["ec2:CreateTags", "ec2:DeleteTags"], group, {
      StringEquals: ofCluster,
      "ForAllValues:StringEquals": { "aws:TagKeys": discoveryTag },
      Null: { "aws:TagKeys": "false" },
    }),
  ];
}

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
