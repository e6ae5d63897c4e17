import type * as aws from "@pulumi/aws";
import { isPlanObject, alike, list, none, object, oneOf, tags, to, type Conversion, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

type Project = aws.codebuild.ProjectArgs;
type Artifacts = aws.types.input.codebuild.ProjectArtifacts;
type Environment = aws.types.input.codebuild.ProjectEnvironment;
type Source = aws.types.input.codebuild.ProjectSource;
type Cache = aws.types.input.codebuild.ProjectCache;
type Webhook = aws.codebuild.WebhookArgs;

const projectType = "aws:codebuild/project:Project";

// The API's enumerations, as the model in botocore 1.44.5 has them; CloudFormation's schema has none.
const computeTypes = [
  ...["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_XLARGE"],
  ...[
    "BUILD_GENERAL1_2XLARGE",
    "BUILD_LAMBDA_1GB",
    "BUILD_LAMBDA_2GB",
    "BUILD_LAMBDA_4GB",
    "BUILD_LAMBDA_8GB",
  ],
  ...["BUILD_LAMBDA_10GB", "ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"],
];
const environmentTypes = [
  ...[
    "ARM_CONTAINER",
    "ARM_EC2",
    "ARM_LAMBDA_CONTAINER",
    "LINUX_CONTAINER",
    "LINUX_EC2",
    "LINUX_GPU_CONTAINER",
  ],
  ...["LINUX_LAMBDA_CONTAINER", "MAC_ARM", "WINDOWS_EC2", "WINDOWS_SERVER_2019_CONTAINER"],
  "WINDOWS_SERVER_2022_CONTAINER",
];
const sourceTypes = [
  ...[
    "BITBUCKET",
    "CODECOMMIT",
    "CODEPIPELINE",
    "GITHUB",
    "GITHUB_ENTERPRISE",
    "GITLAB",
    "GITLAB_SELF_MANAGED",
  ],
  ...["NO_SOURCE", "S3"],
];
const filterTypes = [
  ...["EVENT", "ACTOR_ACCOUNT_ID", "HEAD_REF", "BASE_REF", "FILE_PATH", "COMMIT_MESSAGE", "TAG_NAME"],
  ...["RELEASE_NAME", "WORKFLOW_NAME", "REPOSITORY_NAME", "ORGANIZATION_NAME"],
];
const logsStatus = oneOf("ENABLED", "DISABLED");

const environment = object<Environment>({
  ...alike<Environment>("certificate", "hostKernel", "image", "privilegedMode"),
  computeType: to("ComputeType", oneOf(...computeTypes)),
  imagePullCredentialsType: to("ImagePullCredentialsType", oneOf("CODEBUILD", "SERVICE_ROLE")),
  type: to("Type", oneOf(...environmentTypes)),
  environmentVariables: to(
    "EnvironmentVariables",
    list(
      object<aws.types.input.codebuild.ProjectEnvironmentEnvironmentVariable>(alike("name", "type", "value")),
    ),
  ),
  fleet: to("Fleet", object<aws.types.input.codebuild.ProjectEnvironmentFleet>(alike("fleetArn"))),
  registryCredential: to(
    "RegistryCredential",
    object<aws.types.input.codebuild.ProjectEnvironmentRegistryCredential>(
      alike("credential", "credentialProvider"),
    ),
  ),
});

const source = object<Source>({
  ...alike<Source>("gitCloneDepth", "insecureSsl", "location", "reportBuildStatus"),
  type: to("Type", oneOf(...sourceTypes)),
  buildspec: "BuildSpec",
  auth: to("Auth", object<aws.types.input.codebuild.ProjectSourceAuth>(alike("resource", "type"))),
  buildStatusConfig: to(
    "BuildStatusConfig",
    object<aws.types.input.codebuild.ProjectSourceBuildStatusConfig>(alike("context", "targetUrl")),
  ),
  gitSubmodulesConfig: to(
    "GitSubmodulesConfig",
    object<aws.types.input.codebuild.ProjectSourceGitSubmodulesConfig>(alike("fetchSubmodules")),
  ),
});

/** A group of filters, which CloudFormation writes as a bare list. */
const filterGroup: Conversion = {
  convert: (from, field, notes) =>
    isPlanObject(from) && from.filters !== undefined
      ? filters.convert(from.filters, `${field}.filters`, notes)
      : undefined,
  targets: [[]],
};

const filters = list(
  object<aws.types.input.codebuild.WebhookFilterGroupFilter>({
    excludeMatchedPattern: "ExcludeMatchedPattern",
    pattern: "Pattern",
    type: to("Type", oneOf(...filterTypes)),
  }),
);

export const codebuild: readonly Entry[] = [
  row<Project>(projectType, "AWS::CodeBuild::Project", {
    ...alike<Project>(
      "autoRetryLimit",
      "badgeEnabled",
      "concurrentBuildLimit",
      "description",
      "encryptionKey",
      "name",
      "resourceAccessRole",
      "serviceRole",
      "sourceVersion",
    ),
    artifacts: to(
      "Artifacts",
      object<Artifacts>({
        ...alike<Artifacts>(
          "artifactIdentifier",
          "encryptionDisabled",
          "location",
          "name",
          "namespaceType",
          "overrideArtifactName",
          "packaging",
          "path",
        ),
        type: to("Type", oneOf("NO_ARTIFACTS", "CODEPIPELINE", "S3")),
        bucketOwnerAccess: none("not in CloudFormation"),
      }),
    ),
    buildTimeout: "TimeoutInMinutes",
    cache: to("Cache", object<Cache>(alike("cacheNamespace", "location", "modes", "type"))),
    environment: to("Environment", environment),
    logsConfig: to(
      "LogsConfig",
      object<aws.types.input.codebuild.ProjectLogsConfig>({
        cloudwatchLogs: to(
          "CloudWatchLogs",
          object<aws.types.input.codebuild.ProjectLogsConfigCloudwatchLogs>({
            groupName: "GroupName",
            streamName: "StreamName",
            status: to("Status", logsStatus),
          }),
        ),
        s3Logs: to(
          "S3Logs",
          object<aws.types.input.codebuild.ProjectLogsConfigS3Logs>({
            ...alike<aws.types.input.codebuild.ProjectLogsConfigS3Logs>("encryptionDisabled", "location"),
            status: to("Status", logsStatus),
            bucketOwnerAccess: none("not in CloudFormation"),
          }),
        ),
      }),
    ),
    projectVisibility: "Visibility",
    queuedTimeout: "QueuedTimeoutInMinutes",
    source: to("Source", source),
    vpcConfig: to(
      "VpcConfig",
      object<aws.types.input.codebuild.ProjectVpcConfig>(alike("securityGroupIds", "subnets", "vpcId")),
    ),
    tags: to("Tags", tags),
  }),
  fold<Webhook, Project>(
    "aws:codebuild/webhook:Webhook",
    projectType,
    { projectName: "name" },
    {
      buildType: to("BuildType", oneOf("BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD")),
      filterGroups: to("FilterGroups", list(filterGroup)),
      pullRequestBuildPolicy: to(
        "PullRequestBuildPolicy",
        object<aws.types.input.codebuild.WebhookPullRequestBuildPolicy>({
          approverRoles: "ApproverRoles",
          requiresCommentApproval: to(
            "RequiresCommentApproval",
            oneOf("DISABLED", "ALL_PULL_REQUESTS", "FORK_PULL_REQUESTS"),
          ),
        }),
      ),
      scopeConfiguration: to(
        "ScopeConfiguration",
        object<aws.types.input.codebuild.WebhookScopeConfiguration>(alike("domain", "name", "scope")),
      ),
      projectName: whole,
      manualCreation: none("how Pulumi creates"),
      branchFilter: none("filter groups replaced it"),
    },
    "Triggers",
  ),
  without("aws:codebuild/sourceCredential:SourceCredential", "it holds a secret only"),
];
