/**
 * Types whose names are unique in the whole account or the whole world, whatever their region, and the fields that name
 * them: the name itself, then a beginning that AWS completes.
 */
export const globalNames: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "aws:budgets/budget:Budget": ["name", "namePrefix"],
  "aws:cloudfront/cachePolicy:CachePolicy": ["name"],
  "aws:cloudfront/function:Function": ["name"],
  "aws:cloudfront/keyGroup:KeyGroup": ["name"],
  "aws:cloudfront/originAccessControl:OriginAccessControl": ["name"],
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": ["name"],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ["name"],
  "aws:costexplorer/anomalySubscription:AnomalySubscription": ["name"],
  "aws:costexplorer/costCategory:CostCategory": ["name"],
  "aws:iam/group:Group": ["name"],
  "aws:iam/instanceProfile:InstanceProfile": ["name", "namePrefix"],
  "aws:iam/policy:Policy": ["name", "namePrefix"],
  "aws:iam/role:Role": ["name", "namePrefix"],
  "aws:iam/samlProvider:SamlProvider": ["name"],
  "aws:iam/serverCertificate:ServerCertificate": ["name", "namePrefix"],
  "aws:iam/user:User": ["name"],
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix"],
};
