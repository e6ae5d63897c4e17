/** Statements of IAM policies that are compliant, and resources that say too little. */

export const queue = "arn:aws:sqs:eu-central-1:111122223333:azora-europe-jobs";
export const named = { Sid: "Read", Effect: "Allow", Action: ["sqs:ReceiveMessage"], Resource: queue };
export const find = {
  Sid: "Find",
  Effect: "Allow",
  Action: ["ec2:DescribeVpcs", "ec2:DescribeTags"],
  Resource: "*",
};
export const linked = {
  Sid: "Link",
  Effect: "Allow",
  Action: "iam:CreateServiceLinkedRole",
  Resource: "*",
  Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
};
export const tagged = {
  Sid: "ChangeOurs",
  Effect: "Allow",
  Action: "elasticloadbalancing:DeleteLoadBalancer",
  Resource: "*",
  Condition: { Null: { "aws:ResourceTag/cluster": "false" } },
};
export const interfaces = {
  Sid: "Connect",
  Effect: "Allow",
  Action: "ec2:CreateNetworkInterface",
  Resource: ["network-interface", "subnet"].map((kind) => `arn:aws:ec2:eu-central-1:111122223333:${kind}/*`),
};
/** Every kind of resource below a name: with a path, a part of it, or what belongs to it. */
export const below = {
  Sid: "BelowNames",
  Effect: "Allow",
  Action: "*",
  Resource: [
    "arn:aws:s3:::logs/*",
    "arn:aws:s3:::azora-europe-*",
    "arn:aws:sqs:*:111122223333:azora-europe-jobs",
    "arn:aws:dynamodb:*:111122223333:table/azora-europe-jobs/index/*",
    "arn:aws:logs:*:111122223333:log-group:/aws/codebuild/azora-europe-runner:*",
    "arn:aws:autoscaling:*:111122223333:autoScalingGroup:*:autoScalingGroupName/azora-europe",
    "arn:aws:secretsmanager:*:111122223333:secret:azora-europe-${*}-??????",
    "arn:aws:kms:eu-central-1:111122223333:key/1",
  ],
};
export const refused = { Sid: "NeverLeave", Effect: "Deny", NotAction: "sts:*", Resource: "*" };

/** Resources that stand for more than what is below one name. */
export const broadResources = [
  "arn:aws:sqs:*:111122223333:*",
  "arn:aws:s3:::*/*",
  "arn:aws:secretsmanager:*:*:secret:*",
  "arn:aws:kms:*:*:key/*",
  "arn:aws:iam::*:role/*",
  "arn:aws:s3:::a*",
  "arn:aws:dynamodb:*:*:table/azora-*",
  "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/*",
  "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_*",
  "arn:aws:*:*:111122223333:azora-europe-jobs",
  "arn:aws:sqs:*:111122223333:${aws:PrincipalTag/queue}",
  "arn:aws:s3:eu-central-1:111122223333:accesspoint/*",
  "arn:aws:apigateway:eu-central-1::/restapis/*",
  "arn:aws:sqs:eu-central-1:111122223333:",
  "${aws:PrincipalTag/queue}",
];
