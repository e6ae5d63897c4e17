import type { PlannedResource } from "../../preview/plan";

interface NameLimit {
  /** Characters that the whole name may have. */
  readonly max: number;
  /** Characters that a prefix may have: what the provider appends fills the rest. */
  readonly prefixMax?: number;
  /** The inputs that hold a name and a prefix, where they are called otherwise. */
  readonly fields?: readonly [name: string, prefix: string];
}

/**
 * Types that get a name from Pulumi when the program gives none, and how long it may be.
 *
 * Sources: `AutoName` of each type in pulumi-aws, provider/resources.go, which takes the limits from each service's API
 * reference (CreateTargetGroup, CreateLoadBalancer, CreateRole, …); prefixes: `namePrefix` in @pulumi/aws.
 */
export const nameLimits: Readonly<Record<string, NameLimit>> = {
  "aws:lb/loadBalancer:LoadBalancer": { max: 32, prefixMax: 6 },
  "aws:lb/targetGroup:TargetGroup": { max: 32, prefixMax: 6 },
  "aws:eks/nodeGroup:NodeGroup": { max: 63, fields: ["nodeGroupName", "nodeGroupNamePrefix"] },
  "aws:s3/bucket:Bucket": { max: 63, prefixMax: 37, fields: ["bucket", "bucketPrefix"] },
  "aws:iam/role:Role": { max: 64, prefixMax: 38 },
  "aws:cloudwatch/eventRule:EventRule": { max: 64 },
  "aws:iam/user:User": { max: 64 },
  "aws:sqs/queue:Queue": { max: 80 },
  "aws:eks/cluster:Cluster": { max: 100 },
  "aws:iam/policy:Policy": { max: 128 },
  "aws:iam/instanceProfile:InstanceProfile": { max: 128 },
  "aws:iam/rolePolicy:RolePolicy": { max: 128 },
  "aws:ec2/launchTemplate:LaunchTemplate": { max: 128, prefixMax: 99 },
};

/** What Pulumi appends to a logical name: a dash and seven characters. */
const autonameSuffixLength = 8;

/** What is wrong with the name that a resource will get. */
export function nameFaults({
  type,
  name,
  urn,
  inputs,
}: Pick<PlannedResource, "type" | "name" | "urn" | "inputs">): string[] {
  const limit = nameLimits[type];
  if (limit === undefined) return [];
  const [nameField, prefixField] = limit.fields ?? ["name", "namePrefix"];
  const prefix = inputs[prefixField];
  if (typeof prefix === "string") {
    const most = limit.prefixMax ?? limit.max;
    return prefix.length <= most ? [] : [`${urn}: prefix ${prefix} has more than ${most}`];
  }
  if (inputs[nameField] !== undefined || name.length + autonameSuffixLength <= limit.max) return [];
  return [`${urn}: ${name.length} + ${autonameSuffixLength} > ${limit.max}`];
}
