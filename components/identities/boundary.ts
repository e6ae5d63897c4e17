/** The most that a deployer, and whatever role it makes, may ever do; pure, so that every statement can be tested. */
import { boundaryArn, deliveryNames, github, pulumiState } from "../facts/delivery";
import {
  dataRegions,
  globalServiceActions,
  longLivedCredentials,
  recordBuckets,
  recordsLost,
  recordsOff,
} from "../facts/guardRails";
import { allRegions } from "../facts/regions";
import type { PolicyStatement } from "../shared";

/** Calls by which a role gets rights; IAM tells for each of them which boundary the role has. */
const givesRights = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
] as const;

/** Beginnings of IAM's calls that change something; what is left reads, simulates or passes a role. */
const iamWrites = [
  "Add",
  "Attach",
  "Change",
  "Create",
  "Deactivate",
  "Delete",
  "Detach",
  "Enable",
  "Put",
  "Remove",
  "Reset",
  "Resync",
  "Set",
  "Tag",
  "Untag",
  "Update",
  "Upload",
].map((verb) => `iam:${verb}*`);

/** What IAM may change at all: the regions' own roles, what their clusters sign in by, and what AWS makes for its services. */
function ownIdentities(accountId: string): string[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  return [
    ...allRegions().map(({ name }) => iam(`role/azora-${name}-*`)),
    iam("instance-profile/*"),
    iam("oidc-provider/oidc.eks.*"),
    iam("role/aws-service-role/*"),
  ];
}

/** Calls by which the key of state and secrets would become another's, or nobody's. */
const keyTaken = [
  "kms:CreateGrant",
  "kms:DisableKey",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
];

/** What only a person may change: who delivers, and what tells of it. */
function guarded(accountId: string): string[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  return [
    iam(`role/${deliveryNames.deployerPrefix}*`),
    iam(`role/${deliveryNames.preview}`),
    iam(`role/${deliveryNames.breakGlass}`),
    iam(`policy${deliveryNames.boundaryPath}*`),
    iam(`policy${deliveryNames.rightsPath}*`),
    iam(`oidc-provider/${github.issuer}`),
    `arn:aws:events:*:${accountId}:rule/${deliveryNames.alarm}`,
    `arn:aws:sns:*:${accountId}:${deliveryNames.alarm}`,
    `arn:aws:kms:*:${accountId}:${pulumiState.keyAlias}`,
  ];
}

/**
 * All but: leaving the regions, turning records off, credentials that do not end, roles without this boundary, and changing
 * who delivers. It grants nothing by itself: IAM allows what a role's own policies allow as well.
 */
export function boundaryStatements(accountId: string): PolicyStatement[] {
  return [
    { Sid: "WhatPoliciesAllow", Effect: "Allow", Action: "*", Resource: "*" },
    {
      Sid: "StayInRegions",
      Effect: "Deny",
      NotAction: globalServiceActions,
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": dataRegions() } },
    },
    { Sid: "KeepRecords", Effect: "Deny", Action: recordsOff, Resource: "*" },
    { Sid: "KeepKeptRecords", Effect: "Deny", Action: recordsLost, Resource: recordBuckets },
    { Sid: "NoLongLivedCredentials", Effect: "Deny", Action: longLivedCredentials, Resource: "*" },
    {
      Sid: "OnlyBoundRoles",
      Effect: "Deny",
      Action: givesRights,
      Resource: "*",
      // Holds for a role without any boundary too: a negated operator accepts a key that is absent.
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundaryArn(accountId) } },
    },
    { Sid: "OwnIdentitiesOnly", Effect: "Deny", Action: iamWrites, NotResource: ownIdentities(accountId) },
    {
      Sid: "KeepStateKey",
      Effect: "Deny",
      Action: keyTaken,
      Resource: "*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": pulumiState.keyAlias } },
    },
    {
      Sid: "KeepBoundaries",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
      Resource: "*",
    },
    {
      Sid: "KeepIdentities",
      Effect: "Deny",
      NotAction: ["events:Describe*", "events:List*", "iam:Get*", "iam:List*", "sns:Get*", "sns:List*"],
      Resource: guarded(accountId),
    },
  ];
}
