import type * as aws from "@pulumi/aws";
import { resourcePolicy, alike, first, json, list, object, tags, to, whole } from "../fields";
import { fold, row, type Entry } from "../rows";

type Repository = aws.ecr.RepositoryArgs;
type Exclusion = aws.types.input.ecr.RepositoryImageTagMutabilityExclusionFilter;

const repositoryType = "aws:ecr/repository:Repository";
const encryption = object<aws.types.input.ecr.RepositoryEncryptionConfiguration>(
  alike("encryptionType", "kmsKey"),
);
const exclusions = list(
  object<Exclusion>({
    filter: "ImageTagMutabilityExclusionFilterValue",
    filterType: "ImageTagMutabilityExclusionFilterType",
  }),
);
const repositoryFilters = list(object<{ filter: string; filterType: string }>(alike("filter", "filterType")));

export const ecr: readonly Entry[] = [
  row<Repository>(repositoryType, "AWS::ECR::Repository", {
    name: "RepositoryName",
    imageTagMutability: "ImageTagMutability",
    imageTagMutabilityExclusionFilters: to("ImageTagMutabilityExclusionFilters", exclusions),
    encryptionConfigurations: to("EncryptionConfiguration", first(encryption)),
    imageScanningConfiguration: to(
      "ImageScanningConfiguration",
      object<aws.types.input.ecr.RepositoryImageScanningConfiguration>(alike("scanOnPush")),
    ),
    forceDelete: "EmptyOnDelete",
    tags: to("Tags", tags),
  }),
  fold<aws.ecr.LifecyclePolicyArgs, Repository>(
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    repositoryType,
    { repository: "name" },
    { policy: "LifecyclePolicy.LifecyclePolicyText", repository: whole },
  ),
  fold<aws.ecr.RepositoryPolicyArgs, Repository>(
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    repositoryType,
    { repository: "name" },
    { policy: to("RepositoryPolicyText", json), repository: whole },
  ),
  row<aws.ecr.RegistryPolicyArgs>("aws:ecr/registryPolicy:RegistryPolicy", "AWS::ECR::RegistryPolicy", {
    policy: to("PolicyText", resourcePolicy),
  }),
  row<aws.ecr.RegistryScanningConfigurationArgs>(
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    "AWS::ECR::RegistryScanningConfiguration",
    {
      scanType: "ScanType",
      rules: to(
        "Rules",
        list(
          object<aws.types.input.ecr.RegistryScanningConfigurationRule>({
            scanFrequency: "ScanFrequency",
            repositoryFilters: to("RepositoryFilters", repositoryFilters),
          }),
        ),
      ),
    },
    { Rules: [] },
  ),
  row<aws.ecr.ReplicationConfigurationArgs>(
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    "AWS::ECR::ReplicationConfiguration",
    {
      replicationConfiguration: to(
        "ReplicationConfiguration",
        object<aws.types.input.ecr.ReplicationConfigurationReplicationConfiguration>({
          rules: to(
            "Rules",
            list(
              object<aws.types.input.ecr.ReplicationConfigurationReplicationConfigurationRule>({
                destinations: to(
                  "Destinations",
                  list(object<{ region: string; registryId: string }>(alike("region", "registryId"))),
                ),
                repositoryFilters: to("RepositoryFilters", repositoryFilters),
              }),
            ),
          ),
        }),
      ),
    },
  ),
  row<aws.ecr.PullThroughCacheRuleArgs>(
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    "AWS::ECR::PullThroughCacheRule",
    alike<aws.ecr.PullThroughCacheRuleArgs>(
      "credentialArn",
      "customRoleArn",
      "ecrRepositoryPrefix",
      "upstreamRegistryUrl",
      "upstreamRepositoryPrefix",
    ),
  ),
  row<aws.ecr.RepositoryCreationTemplateArgs>(
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
    "AWS::ECR::RepositoryCreationTemplate",
    {
      ...alike<aws.ecr.RepositoryCreationTemplateArgs>(
        "customRoleArn",
        "description",
        "imageTagMutability",
        "lifecyclePolicy",
        "prefix",
        "repositoryPolicy",
      ),
      appliedFors: "AppliedFor",
      encryptionConfigurations: to("EncryptionConfiguration", first(encryption)),
      imageTagMutabilityExclusionFilters: to("ImageTagMutabilityExclusionFilters", exclusions),
      resourceTags: to("ResourceTags", tags),
    },
  ),
];
