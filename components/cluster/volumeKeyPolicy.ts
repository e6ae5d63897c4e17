import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement, RegionContext } from "../shared";

/**
 * Lets pods have volumes encrypted with our keys, through EC2 only, and grant EC2 its use; the actions are those that
 * "Requirements for Amazon EBS encryption" names (EBS user guide).
 */
export function volumeKeyPolicy(
  context: RegionContext,
  ...keyArns: readonly pulumi.Input<string>[]
): readonly PolicyStatement[] {
  const viaService = `ec2.${context.region.awsRegion}.amazonaws.com`;
  return [
    {
      Sid: "UseVolumeKey",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: [...keyArns],
      Condition: { StringEquals: { "kms:ViaService": viaService } },
    },
    {
      Sid: "GrantVolumeKeyToEc2",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: [...keyArns],
      Condition: {
        StringEquals: { "kms:ViaService": viaService },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}
