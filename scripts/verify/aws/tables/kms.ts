import type * as aws from "@pulumi/aws";
import { alike, json, none, resourcePolicy, tags, to, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

export const kms: readonly Entry[] = [
  row<aws.kms.KeyArgs>("aws:kms/key:Key", "AWS::KMS::Key", {
    ...alike<aws.kms.KeyArgs>(
      "bypassPolicyLockoutSafetyCheck",
      "description",
      "enableKeyRotation",
      "keyUsage",
      "multiRegion",
      "rotationPeriodInDays",
    ),
    customerMasterKeySpec: "KeySpec",
    deletionWindowInDays: "PendingWindowInDays",
    isEnabled: "Enabled",
    policy: to("KeyPolicy", json),
    tags: to("Tags", tags),
    customKeyStoreId: none("CloudFormation makes no keys in custom stores"),
    xksKeyId: none("CloudFormation makes no keys in custom stores"),
  }),
  fold<aws.kms.KeyPolicyArgs, aws.kms.KeyArgs>(
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/key:Key",
    {},
    {
      policy: to("KeyPolicy", json),
      bypassPolicyLockoutSafetyCheck: "BypassPolicyLockoutSafetyCheck",
      keyId: whole,
    },
  ),
  row<aws.kms.ReplicaKeyArgs>(
    "aws:kms/replicaKey:ReplicaKey",
    "AWS::KMS::ReplicaKey",
    {
      ...alike<aws.kms.ReplicaKeyArgs>("description", "enabled", "primaryKeyArn"),
      deletionWindowInDays: "PendingWindowInDays",
      policy: to("KeyPolicy", resourcePolicy),
      tags: to("Tags", tags),
      bypassPolicyLockoutSafetyCheck: none("replica keys have none in CloudFormation"),
    },
    {
      // KMS gives a key without a policy this one.
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      },
    },
  ),
  row<aws.kms.AliasArgs>("aws:kms/alias:Alias", "AWS::KMS::Alias", {
    name: "AliasName",
    targetKeyId: "TargetKeyId",
    namePrefix: none("auto-naming"),
  }),
  without("aws:kms/grant:Grant", "CloudFormation makes no grants"),
];
