/** What may pass a VPC endpoint: requests of this account's principals, and the few that carry no principal of ours. */
import { imageLayerBuckets } from "../facts/network";
import type { PolicyStatement, RegionContext } from "../shared";

const own = (context: RegionContext): PolicyStatement => ({
  Sid: "OwnPrincipals",
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": context.accountId } },
});

/** Own principals may reach own resources only: stolen data cannot be carried to a bucket of another account. */
const ownToOwn = (context: RegionContext): PolicyStatement => ({
  ...own(context),
  Sid: "OwnPrincipalsToOwnResources",
  Condition: {
    StringEquals: { "aws:PrincipalAccount": context.accountId, "aws:ResourceAccount": context.accountId },
  },
});

/**
 * The policy of an endpoint, by the last part of its service's name.
 *
 * - `s3`: layers of images are read from buckets of others, some without credentials; without them no image can be pulled.
 * - `sts`: who brings a web identity has no account yet, so the role's account decides.
 * - others: the principal's account decides; `aws:ResourceAccount` would refuse images and parameters that AWS owns.
 */
export function endpointStatements(service: string, context: RegionContext): PolicyStatement[] {
  switch (service) {
    case "s3":
      return [
        ownToOwn(context),
        {
          Sid: "ImageLayers",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: imageLayerBuckets(context.region.awsRegion).map((bucket) => `arn:aws:s3:::${bucket}/*`),
        },
      ];
    case "dynamodb":
      return [ownToOwn(context)];
    case "sts":
      return [
        own(context),
        {
          Sid: "WebIdentities",
          Effect: "Allow",
          // Not `Federated`, which belongs into a role's trust; an endpoint's policy is judged before there is a principal.
          Principal: "*",
          Action: "sts:AssumeRoleWithWebIdentity",
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceAccount": context.accountId } },
        },
      ];
    default:
      return [own(context)];
  }
}
