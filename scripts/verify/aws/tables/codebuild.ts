import type * as aws from "@pulumi/aws";
import { alike, list, none, object, tags, to, type Conversion, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

type Project = aws.codebuild.ProjectArgs;
type Artifacts = aws.types.input.codebuild.ProjectArtifacts;
type Environment = aws.types.input.codebuild.ProjectEnvironment;
type Source = aws.types.input.codebuild.ProjectSource;
type Cache = aws.types.input.codebuild.ProjectCache;
type Webhook = aws.codebuild.WebhookArgs;

const projectType = "aws:codebuild/project:Project";

const environment = object<Environment>({
  ...alike<Environment>(
    "certificate",
    "computeType",
    "hostKernel",
    "image",
    "imagePullCredentialsType",
    "privilegedMode",
    "type",
  ),
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
  ...alike<Source>("gitCloneDepth", "insecureSsl", "location", "reportBuildStatus", "type"),
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
    typeof from === "object" && from !== null && !Array.isArray(from) && from.filters !== undefined
      ? filters.convert(from.filters, `${field}.filters`, notes)
      : undefined,
  targets: [[]],
};

const filters = list(
  object<aws.types.input.codebuild.WebhookFilterGroupFilter>(
    alike("excludeMatchedPattern", "pattern", "type"),
  ),
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
          "type",
        ),
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
          object<aws.types.input.codebuild.ProjectLogsConfigCloudwatchLogs>(
            alike("groupName", "status", "streamName"),
          ),
        ),
        s3Logs: to(
          "S3Logs",
          object<aws.types.input.codebuild.ProjectLogsConfigS3Logs>({
            ...alike<aws.types.input.codebuild.ProjectLogsConfigS3Logs>(
              "encryptionDisabled",
              "location",
              "status",
            ),
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
      buildType: "BuildType",
      filterGroups: to("FilterGroups", list(filterGroup)),
      pullRequestBuildPolicy: to(
        "PullRequestBuildPolicy",
        object<aws.types.input.codebuild.WebhookPullRequestBuildPolicy>(
          alike("approverRoles", "requiresCommentApproval"),
        ),
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
