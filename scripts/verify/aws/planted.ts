/** Hand-made resources with known mistakes, to show that the linter sees them through the table. */
import type { PlanObject } from "../../../preview/engine/values";
import type { Plan, PlannedResource } from "../../../preview/plan";

/** A resource as a plan holds it. */
export function planned(type: string, name: string, resolved: PlanObject, stack = "africa"): PlannedResource {
  return {
    urn: `urn:pulumi:${stack}::azora::${type}::${name}`,
    type,
    name,
    parent: "",
    provider: `urn:pulumi:${stack}::azora::pulumi:providers:aws::aws`,
    dependencies: [],
    protect: false,
    inputs: resolved,
    resolved,
  };
}

/** A plan of one stack in one region. */
export function planOf(
  resources: readonly PlannedResource[],
  region = "af-south-1",
  stack = "africa",
): Pick<Plan, "stacks"> {
  const provider = planned("pulumi:providers:aws", "aws", { region }, stack);
  const all = [{ ...provider, provider: "" }, ...resources];
  return { stacks: { [stack]: { resources: all, outputs: {}, resolvedOutputs: {}, findings: [] } } };
}

const document = (...statements: PlanObject[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const trust = document({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const roleArn = "arn:aws:iam::111122223333:role/azora-africa-cluster";
const subnetIds = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const rolePolicy = (name: string, statement: PlanObject): PlanObject => ({
  name,
  role: "azora-africa-reader",
  policy: document(statement),
});
const cluster = { roleArn, version: "1.35", vpcConfig: { subnetIds } };

const pattern = JSON.stringify({ source: ["aws.ec2"] });

export interface Planted {
  /** What is wrong, in words. */
  readonly mistake: string;
  readonly resource: PlannedResource;
  /** The rule that must speak, and the field of Pulumi's that it must name. */
  readonly rule: string;
  readonly field: string;
}

function plant(mistake: string, rule: string, field: string, type: string, resolved: PlanObject): Planted {
  const name = mistake.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return { mistake, rule, field, resource: planned(type, name, resolved) };
}

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::azora-africa-data/*" };

export const plantedMistakes: readonly Planted[] = [
  plant("an unknown action in an endpoint policy", "W3037", "policy", "aws:ec2/vpcEndpoint:VpcEndpoint", {
    vpcId: "vpc-0123456789abcdef0",
    serviceName: "com.amazonaws.af-south-1.s3",
    policy: document({ ...read, Principal: "*", Action: "s3:GetObjekt" }),
  }),
  plant(
    "an IAM action that does not exist",
    "W3037",
    "policy",
    "aws:iam/rolePolicy:RolePolicy",
    rolePolicy("access-1", { ...read, Action: "s3:GetObjekt" }),
  ),
  plant(
    "Effect: Alow",
    "E3510",
    "policy",
    "aws:iam/rolePolicy:RolePolicy",
    rolePolicy("access-2", { ...read, Effect: "Alow" }),
  ),
  plant(
    "an ARN that is none",
    "E3510",
    "policy",
    "aws:iam/rolePolicy:RolePolicy",
    rolePolicy("access-3", { ...read, Resource: "arn:aws:s3" }),
  ),
  plant("a trust policy with Resources", "E3530", "assumeRolePolicy", "aws:iam/role:Role", {
    name: "azora-africa-trust",
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
      Resource: "*",
    }),
  }),
  plant("an unknown instance type", "E3628", "instanceType", "aws:ec2/launchTemplate:LaunchTemplate", {
    name: "azora-africa-nodes",
    instanceType: "m7g.hug",
  }),
  plant("a malformed EKS version", "E3031", "version", "aws:eks/cluster:Cluster", {
    ...cluster,
    version: "135",
  }),
  plant("an EKS version that does not exist", "kubernetes-version", "version", "aws:eks/cluster:Cluster", {
    ...cluster,
    version: "1.99",
  }),
  plant(
    "an unknown instance type in a node group",
    "E3628",
    "instanceTypes[1]",
    "aws:eks/nodeGroup:NodeGroup",
    {
      clusterName: "azora-africa-cluster",
      nodeRoleArn: roleArn,
      subnetIds,
      scalingConfig: { desiredSize: 3, maxSize: 6, minSize: 3 },
      instanceTypes: ["m7g.large", "m7g.hug"],
    },
  ),
  plant("a role's ARN that is none", "E1156", "roleArn", "aws:eks/cluster:Cluster", {
    ...cluster,
    roleArn: "azora-africa-cluster",
  }),
  plant("a bucket's name with capitals", "E3031", "bucket", "aws:s3/bucket:Bucket", {
    bucket: "Azora_Africa",
  }),
  plant(
    "a retention that Logs does not offer",
    "E3030",
    "retentionInDays",
    "aws:cloudwatch/logGroup:LogGroup",
    {
      name: "/azora/africa",
      retentionInDays: 31,
    },
  ),
  plant("a block that is no network", "E3002", "cidrBlock", "aws:ec2/vpc:Vpc", { cidrBlock: "10.16.0.0/33" }),
  plant("a deletion window that is too long", "E3034", "deletionWindowInDays", "aws:kms/key:Key", {
    deletionWindowInDays: 31,
  }),
  plant(
    "a queue that keeps messages for too long",
    "E3034",
    "messageRetentionSeconds",
    "aws:sqs/queue:Queue",
    {
      messageRetentionSeconds: 1_209_601,
    },
  ),
  plant("a repository's name with capitals", "E3031", "name", "aws:ecr/repository:Repository", {
    name: "Azora/api",
  }),
  plant("tags that are neither", "E3030", "imageTagMutability", "aws:ecr/repository:Repository", {
    name: "azora/one",
    imageTagMutability: "IMUTABLE",
  }),
  plant(
    "an encryption that ECR does not offer",
    "E3030",
    "encryptionConfigurations.encryptionType",
    "aws:ecr/repository:Repository",
    { name: "azora/two", encryptionConfigurations: [{ encryptionType: "KMSS" }] },
  ),
  plant("a schedule in no unit", "E3027", "scheduleExpression", "aws:cloudwatch/eventRule:EventRule", {
    name: "azora-one",
    scheduleExpression: "rate(5 minute)",
  }),
  plant("a rule that is neither on nor off", "E3030", "state", "aws:cloudwatch/eventRule:EventRule", {
    name: "azora-two",
    state: "ON",
    eventPattern: pattern,
  }),
  plant("a load balancer of no kind", "E3030", "loadBalancerType", "aws:lb/loadBalancer:LoadBalancer", {
    loadBalancerType: "classic",
    subnets: subnetIds,
  }),
];

/** The same kinds of resources without a mistake: nothing may be said of them. */
export const soundResources: readonly PlannedResource[] = [
  planned("aws:iam/rolePolicy:RolePolicy", "sound-policy", rolePolicy("access-4", read)),
  planned("aws:iam/role:Role", "sound-role", { name: "azora-africa-reader", assumeRolePolicy: trust }),
  planned("aws:ec2/launchTemplate:LaunchTemplate", "sound-template", { instanceType: "m7g.large" }),
  planned("aws:eks/cluster:Cluster", "sound-cluster", cluster),
  planned("aws:s3/bucket:Bucket", "sound-bucket", { bucket: "azora-africa-data-111122223333" }),
  planned("aws:cloudwatch/logGroup:LogGroup", "sound-logs", { name: "/azora/sound", retentionInDays: 30 }),
  planned("aws:ec2/vpc:Vpc", "sound-vpc", { cidrBlock: "10.16.0.0/16" }),
  planned("aws:kms/key:Key", "sound-key", { deletionWindowInDays: 30 }),
  planned("aws:ecr/repository:Repository", "sound-repository", {
    name: "azora/api",
    imageTagMutability: "IMMUTABLE",
    encryptionConfigurations: [{ encryptionType: "KMS" }],
  }),
  planned("aws:cloudwatch/eventRule:EventRule", "sound-rule", { name: "azora-rule", eventPattern: pattern }),
  planned("aws:sqs/queue:Queue", "sound-queue", { messageRetentionSeconds: 300 }),
  planned("aws:lb/loadBalancer:LoadBalancer", "sound-balancer", {
    loadBalancerType: "network",
    subnets: subnetIds,
  }),
];
