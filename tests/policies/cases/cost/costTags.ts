import { rule } from "../../../../policies/cost/rules/costTags";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { productionTags as tags, stagingTags } from "../../../support/ruleFixtures";

const volumeTags = (extraVolumeTags: object): string => JSON.stringify({ controller: { extraVolumeTags } });

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:ec2/natGateway:NatGateway", props: { connectivityType: "public", tags } },
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: {
        tags,
        tagSpecifications: [
          { resourceType: "instance", tags },
          { resourceType: "volume", tags },
        ],
      },
    },
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", props: { spec: { tags } } },
    {
      type: "aws:eks/addon:Addon",
      props: { addonName: "aws-ebs-csi-driver", tags, configurationValues: volumeTags(tags) },
    },
    // An add-on that makes nothing that is charged for.
    { type: "aws:eks/addon:Addon", props: { addonName: "coredns", tags } },
    { type: "aws:kms/key:Key", props: { tags: stagingTags } },
    { type: "aws:sqs/queue:Queue", props: { tags: { ...tags, environment: "development" } } },
  ],
  mutations: [
    ...(["owner", "team", "service", "cost-center"] as const).flatMap((key) => [
      {
        name: `no ${key}`,
        path: `tags["${key}"]`,
        to: absent,
        finding: { path: `tags.${key}`, found: "absent" },
      },
      {
        name: `an empty ${key}`,
        path: `tags["${key}"]`,
        to: "",
        finding: { path: `tags.${key}`, found: '""' },
      },
      {
        name: `an unknown ${key}`,
        path: `tags["${key}"]`,
        to: unknown,
        finding: { path: `tags.${key}`, state: "undecided" as const },
      },
    ]),
    {
      name: "an owner of blanks",
      path: "tags.owner",
      to: "  ",
      finding: { path: "tags.owner", wanted: "a text" },
    },
    {
      name: "an environment that does not exist",
      path: "tags.environment",
      to: "prod",
      finding: {
        path: "tags.environment",
        found: '"prod"',
        wanted: "production | staging | development",
      },
    },
    { name: "no environment", path: "tags.environment", to: absent, finding: { path: "tags.environment" } },
    {
      name: "an unknown environment",
      path: "tags.environment",
      to: unknown,
      finding: { path: "tags.environment", state: "undecided" },
    },
    { name: "no tags", path: "tags", to: absent, finding: { path: "tags.cost-center", found: "absent" } },
    { name: "unknown tags", path: "tags", to: unknown, finding: { path: "tags", state: "undecided" } },
    {
      name: "a launch template whose instances carry no team",
      resource: 1,
      path: "tagSpecifications[0].tags.team",
      to: absent,
      finding: { path: "tagSpecifications[0].tags.team", found: "absent" },
    },
    {
      name: "a launch template that tags no volumes",
      resource: 1,
      path: "tagSpecifications[1]",
      to: absent,
      finding: { path: "tagSpecifications.volume.owner", found: "absent" },
    },
    {
      name: "a launch template that tags nothing that it starts",
      resource: 1,
      path: "tagSpecifications",
      to: absent,
      finding: { path: "tagSpecifications.instance.owner", found: "absent" },
    },
    {
      name: "a launch template without tags of its own",
      resource: 1,
      path: "tags",
      to: absent,
      finding: { path: "tags.owner", found: "absent" },
    },
    {
      name: "a launch template with unknown tag specifications",
      resource: 1,
      path: "tagSpecifications",
      to: unknown,
      finding: { path: "tagSpecifications", state: "undecided" },
    },
    {
      name: "a kind of resource that is unknown",
      resource: 1,
      path: "tagSpecifications[0].resourceType",
      to: unknown,
      finding: { path: "tagSpecifications[0].resourceType", state: "undecided" },
    },
    {
      name: "a node class whose machines belong to no cost center",
      resource: 2,
      path: 'spec.tags["cost-center"]',
      to: absent,
      finding: { path: "spec.tags.cost-center", found: "absent" },
    },
    {
      name: "a node class with an unknown owner",
      resource: 2,
      path: "spec.tags.owner",
      to: unknown,
      finding: { path: "spec.tags.owner", state: "undecided" },
    },
    {
      name: "a driver whose volumes have no owner",
      resource: 3,
      path: "configurationValues",
      to: volumeTags({ ...tags, owner: undefined }),
      finding: { path: "configurationValues.controller.extraVolumeTags.owner", found: "absent" },
    },
    {
      name: "a driver without configuration",
      resource: 3,
      path: "configurationValues",
      to: absent,
      finding: { path: "configurationValues.controller.extraVolumeTags.team", found: "absent" },
    },
    {
      name: "a driver with unknown configuration",
      resource: 3,
      path: "configurationValues",
      to: unknown,
      finding: { path: "configurationValues", state: "undecided" },
    },
    {
      name: "an add-on that is unknown",
      resource: 4,
      path: "addonName",
      to: unknown,
      finding: { path: "addonName", state: "undecided" },
    },
    {
      name: "another add-on without tags",
      resource: 4,
      path: "tags.service",
      to: absent,
      finding: { path: "tags.service", found: "absent" },
    },
  ],
  survivors: [{ path: "addonName", why: "an add-on by another name makes no volumes" }],
};
