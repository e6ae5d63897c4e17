import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared";

/** The security groups that EKS makes for a cluster carry this tag ("Amazon EKS security group requirements"). */
const clusterTag = "aws:ResourceTag/aws:eks:cluster-name";

/**
 * What the AWS Load Balancer Controller may do. The program makes load balancers, listeners and target groups itself and
 * leaves only their targets to the controller, so this is its documented policy for TargetGroupBindings alone
 * (`docs/deploy/installation.md`, kubernetes-sigs/aws-load-balancer-controller at 225f445), with what it needs to find pods'
 * network interfaces and to let load balancers in to the nodes' security group, which is the cluster's.
 */
export function loadBalancerControllerPolicy(
  awsRegion: string,
  accountId: string,
  clusterName: pulumi.Input<string>,
): readonly PolicyStatement[] {
  return [
    {
      Sid: "FindTargets",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      Resource: "*",
    },
    {
      Sid: "KeepTargets",
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RegisterTargets",
      ],
      Resource: `arn:aws:elasticloadbalancing:${awsRegion}:${accountId}:targetgroup/*`,
    },
    {
      Sid: "AdmitLoadBalancersToNodes",
      Effect: "Allow",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: `arn:aws:ec2:${awsRegion}:${accountId}:security-group/*`,
      Condition: { StringEquals: { [clusterTag]: clusterName } },
    },
  ];
}
