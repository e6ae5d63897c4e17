/** What the runner's role may do, and no more. */
import * as pulumi from "@pulumi/pulumi";
import { check, type PolicyStatement, type RegionContext } from "../shared";

/** How CodeBuild signs in to GitHub. */
export type SourceAuthType = "CODECONNECTIONS" | "SECRETS_MANAGER";

/**
 * Tells a connection from a stored token by its ARN.
 * @throws InvalidValueError when it is neither.
 */
export function sourceAuthType(arn: string): SourceAuthType {
  const [, service, resource] = /^arn:aws:([a-z-]+):[a-z0-9-]+:\d{12}:([a-z]+)[/:].+$/.exec(arn) ?? [];
  const connection =
    (service === "codeconnections" || service === "codestar-connections") && resource === "connection";
  check(
    connection || (service === "secretsmanager" && resource === "secret"),
    "Runner.connectionArn",
    arn,
    "ARN of a CodeConnections connection, or of a Secrets Manager secret with a GitHub token",
  );
  return connection ? "CODECONNECTIONS" : "SECRETS_MANAGER";
}

export interface RunnerStatementsArgs {
  readonly context: RegionContext;
  readonly logGroupArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly connectionArn: string;
  /** Key of what CodeBuild stores for the project, and of a stored token. */
  readonly keyArn: pulumi.Input<string>;
}

function signIn(args: RunnerStatementsArgs): PolicyStatement[] {
  if (sourceAuthType(args.connectionArn) === "CODECONNECTIONS") {
    // The prefix of the action must be that of the ARN.
    const prefix = args.connectionArn.split(":")[2] ?? "codeconnections";
    return [
      {
        Sid: "Connection",
        Effect: "Allow",
        Action: ["GetConnection", "GetConnectionToken", "UseConnection"].map(
          (action) => `${prefix}:${action}`,
        ),
        Resource: args.connectionArn,
      },
    ];
  }
  return [
    {
      Sid: "Token",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: args.connectionArn,
    },
  ];
}

/**
 * Logs to its own group, network interfaces for CodeBuild alone, the project's key and signing in to GitHub. It may assume
 * no role: every job gets these rights, whoever wrote it, so that what deploys must not be among them.
 *
 * Source of the network part: "Allow CodeBuild access to AWS services required to create a VPC network interface",
 * docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html,
 * with its `*` for making and removing interfaces narrowed to this account and region.
 */
export function runnerStatements(args: RunnerStatementsArgs): PolicyStatement[] {
  const { context } = args;
  const ec2 = (resource: string): string => context.arn("ec2", resource);
  return [
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${args.logGroupArn}:*`,
    },
    {
      Sid: "NetworkLookup",
      Effect: "Allow",
      Action: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
    },
    {
      Sid: "NetworkInterfaces",
      Effect: "Allow",
      Action: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
      Resource: [ec2("network-interface/*"), ec2("subnet/*"), ec2("security-group/*")],
    },
    {
      Sid: "NetworkInterfacesForCodeBuild",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterfacePermission",
      Resource: ec2("network-interface/*"),
      Condition: {
        StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
        ArnEquals: {
          "ec2:Subnet": pulumi.output(args.subnetIds).apply((ids) => ids.map((id) => ec2(`subnet/${id}`))),
        },
      },
    },
    // What the role that runs a project needs of its `encryptionKey` ("Encrypt build outputs using a customer managed key",
    // CodeBuild user guide), with its wildcards spelled out.
    {
      Sid: "ProjectKey",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: args.keyArn,
    },
    ...signIn(args),
  ];
}
