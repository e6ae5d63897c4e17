import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { httpsPort } from "../facts/network";
import { retention } from "../facts/retention";
import { runner, runnerMachine } from "../facts/runner";
import { check, policyDocument, serviceTrust, type RegionContext } from "../shared";
import { runnerStatements, sourceAuthType } from "./runnerPolicy";
import { runnerFilters } from "./webhookFilters";

export interface RunnerArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, which reach the Kubernetes API and, through NAT, GitHub. */
  readonly subnetIds: pulumi.Input<string[]>;
  /** KMS key of class `internal`, for what CodeBuild stores. */
  readonly keyArn: pulumi.Input<string>;
  /** KMS key of class `operational`, for its log group. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** The one repository whose jobs it runs, `https://github.com/<owner>/<name>`. */
  readonly repositoryUrl: string;
  /**
   * How it signs in to GitHub: ARN of a CodeConnections connection (authorised once by a person), or of a Secrets Manager
   * secret with a token where CodeConnections is not offered, as in af-south-1 (botocore endpoints, read 2026-11).
   */
  readonly connectionArn: string;
  /** Numeric GitHub account ids whose jobs it runs: this is what keeps forks out. */
  readonly actorAccountIds: readonly string[];
  /** Names of the GitHub workflows whose jobs it runs. */
  readonly workflowNames: readonly string[];
}

const environment = {
  type: runnerMachine.type,
  computeType: runnerMachine.computeType,
  image: runnerMachine.image,
  imagePullCredentialsType: "CODEBUILD",
  privilegedMode: false,
} as const;

/**
 * What reaches the private Kubernetes API from CI: CodeBuild starts a fresh container in the VPC for each GitHub Actions
 * job, and nothing can open a connection to it. It lends a job its place in the network, no rights: a job that deploys
 * brings a role of its own, by GitHub's OIDC. Runs: a charge a minute of a job, nothing while idle.
 */
export class Runner extends pulumi.ComponentResource {
  readonly projectName: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  /** What the cluster's security group admits on 443. */
  readonly securityGroupId: pulumi.Output<string>;
  /** What a job writes after `runs-on:`. */
  readonly label: pulumi.Output<string>;

  constructor(name: string, args: RunnerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:runner:Runner", name, {}, opts);
    const { context } = args;
    const projectName = context.name("runner");
    const authType = sourceAuthType(args.connectionArn);
    const filters = runnerFilters(args.actorAccountIds, args.workflowNames);
    check(
      /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(args.repositoryUrl),
      "Runner.repositoryUrl",
      args.repositoryUrl,
      "https://github.com/<owner>/<name>",
    );
    const tags = context.tags({ service: "runner", name: projectName });
    const child = { parent: this };

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/aws/codebuild/${projectName}`,
        retentionInDays: retention.operationalDays,
        kmsKeyId: args.logsKeyArn,
        deletionProtectionEnabled: true,
        tags: context.tags({ service: "runner", dataClass: "operational", name: projectName }),
      },
      { parent: this, protect: true },
    );
    // Nothing comes in. The VPC's resolver is never filtered by security groups, so DNS needs no rule.
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      { vpcId: args.vpcId, description: "CI runner: no inbound, HTTPS out", tags },
      child,
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-https`,
      {
        securityGroupId: securityGroup.id,
        description: "GitHub, registries, AWS and the Kubernetes API",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: httpsPort,
        toPort: httpsPort,
        tags: context.tags({ service: "runner" }),
      },
      child,
    );
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: projectName,
        description: `CI runner of ${context.region.name}`,
        assumeRolePolicy: serviceTrust("codebuild.amazonaws.com", context.accountId),
        permissionsBoundary: context.boundaryArn,
        tags,
      },
      child,
    );
    const rolePolicy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        role: role.name,
        policy: policyDocument(runnerStatements({ ...args, logGroupArn: logGroup.arn })),
      },
      child,
    );
    const project = new aws.codebuild.Project(
      `${name}-project`,
      {
        name: projectName,
        description: `GitHub Actions jobs inside the VPC of ${context.region.name}`,
        serviceRole: role.arn,
        encryptionKey: args.keyArn,
        environment,
        source: {
          type: "GITHUB",
          location: args.repositoryUrl,
          gitCloneDepth: 1,
          auth: { type: authType, resource: args.connectionArn },
        },
        artifacts: { type: "NO_ARTIFACTS" },
        vpcConfig: { vpcId: args.vpcId, subnets: args.subnetIds, securityGroupIds: [securityGroup.id] },
        logsConfig: {
          cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name },
          s3Logs: { status: "DISABLED" },
        },
        buildTimeout: runner.jobTimeoutMinutes,
        queuedTimeout: runner.queueTimeoutMinutes,
        // No limit on jobs at a time: one above the account's quota is refused, and Pulumi's lock orders deployments.
        tags,
      },
      // CodeBuild tries the role's permissions on the VPC when the project is made.
      { parent: this, dependsOn: [rolePolicy] },
    );
    new aws.codebuild.Webhook(
      `${name}-webhook`,
      {
        projectName: project.name,
        buildType: "BUILD",
        filterGroups: [{ filters }],
        pullRequestBuildPolicy: {
          requiresCommentApproval: "ALL_PULL_REQUESTS",
          approverRoles: ["GITHUB_ADMIN", "GITHUB_MAINTAIN"],
        },
      },
      child,
    );
    this.projectName = project.name;
    this.roleArn = role.arn;
    this.securityGroupId = securityGroup.id;
    this.label = pulumi.interpolate`codebuild-${project.name}-\${{ github.run_id }}-\${{ github.run_attempt }}`;

    this.registerOutputs({
      projectName: this.projectName,
      roleArn: this.roleArn,
      securityGroupId: this.securityGroupId,
      label: this.label,
    });
  }
}
