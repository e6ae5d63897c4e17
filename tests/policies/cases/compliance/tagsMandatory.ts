import { rule } from "../../../../policies/compliance/rules/tagsMandatory";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const tags = {
  owner: "platform@azora.example",
  team: "platform",
  service: "cluster",
  "cost-center": "cc-1000",
  "data-class": "internal",
  jurisdiction: "EU",
  environment: "production",
};
const { owner, ...withoutOwner } = tags;
const keys = Object.keys(tags);
const launched = ["instance", "volume", "network-interface"];
const withDefaults = (defaultTags: unknown) => ({
  name: "aws",
  type: "pulumi:providers:aws",
  props: { region: "eu-central-1", defaultTags },
});
const handedDown = 1;
const template = 2;
const group = 3;
const nodeClass = 4;

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:sqs/queue:Queue", props: { name: "azora-europe-jobs", tags } },
    {
      type: "aws:ec2/vpc:Vpc",
      provider: withDefaults(JSON.stringify({ tags: { owner } })),
      props: { cidrBlock: "10.32.0.0/16", tags: withoutOwner },
    },
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { tags, tagSpecifications: launched.map((resourceType) => ({ resourceType, tags })) },
    },
    {
      type: "aws:autoscaling/group:Group",
      props: { tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })) },
    },
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", props: { spec: { tags } } },
  ],
  mutations: [
    ...keys.flatMap((key) => [
      {
        name: `no ${key}`,
        path: `tags["${key}"]`,
        to: absent,
        finding: { path: `tags.${key}`, found: "absent", wanted: `a tag ${key}` },
      },
      {
        name: `an empty ${key}`,
        path: `tags["${key}"]`,
        to: "",
        finding: { path: `tags.${key}`, found: '""', wanted: `a tag ${key}` },
      },
      {
        name: `${key} is unknown`,
        path: `tags["${key}"]`,
        to: unknown,
        finding: { path: `tags.${key}`, found: "unknown", state: "undecided" as const },
      },
    ]),
    {
      name: "no tags",
      path: "tags",
      to: absent,
      finding: { path: "tags.team", found: "absent", wanted: "a tag team" },
    },
    {
      name: "tags are unknown",
      path: "tags",
      to: unknown,
      finding: { path: "tags.owner", found: "unknown", state: "undecided" },
    },
    {
      name: "the provider's own tags leave it out",
      resource: handedDown,
      path: "@provider.props.defaultTags",
      to: JSON.stringify({ tags: { team: "platform" } }),
      finding: { path: "tags.owner", found: "absent", wanted: "a tag owner" },
    },
    {
      name: "the provider has no tags of its own",
      resource: handedDown,
      path: "@provider.props.defaultTags",
      to: absent,
      finding: { path: "tags.owner", found: "absent" },
    },
    {
      name: "the provider's own tags are unknown",
      resource: handedDown,
      path: "@provider.props.defaultTags",
      to: unknown,
      finding: { path: "defaultTags", found: "unknown", state: "undecided" },
    },
    {
      name: "instances are launched without an owner",
      resource: template,
      path: "tagSpecifications[0].tags.owner",
      to: absent,
      finding: { path: "tagSpecifications[0].tags.owner", found: "absent", wanted: "a tag owner" },
    },
    ...launched.map((kind, index) => ({
      name: `a ${kind} is launched without tags`,
      resource: template,
      path: `tagSpecifications[${index}]`,
      to: absent,
      finding: {
        path: "tagSpecifications",
        found: `tags for ${launched.filter((other) => other !== kind).join(", ")}`,
        wanted: `tags for ${kind}`,
      },
    })),
    {
      name: "nothing is launched with tags",
      resource: template,
      path: "tagSpecifications",
      to: absent,
      finding: { path: "tagSpecifications", found: "tags for nothing", wanted: "tags for instance" },
    },
    {
      name: "what is launched is unknown",
      resource: template,
      path: "tagSpecifications[0].resourceType",
      to: unknown,
      finding: { path: "tagSpecifications[0].resourceType", found: "unknown", state: "undecided" },
    },
    {
      name: "an Auto Scaling group without an owner",
      resource: group,
      path: "tags[0]",
      to: absent,
      finding: { path: "tags.owner", found: "absent", wanted: "a tag owner" },
    },
    {
      name: "an Auto Scaling group of an empty owner",
      resource: group,
      path: "tags[0].value",
      to: "",
      finding: { path: "tags[0].value", found: '""', wanted: "a tag owner" },
    },
    {
      name: "an Auto Scaling group that keeps a tag to itself",
      resource: group,
      path: "tags[0].propagateAtLaunch",
      to: false,
      finding: { path: "tags[0].propagateAtLaunch", found: "false", wanted: "true" },
    },
    {
      name: "a tag of an Auto Scaling group is unknown",
      resource: group,
      path: "tags[0].key",
      to: unknown,
      finding: { path: "tags[0].key", found: "unknown", state: "undecided" },
    },
    {
      name: "Karpenter's nodes without a cost centre",
      resource: nodeClass,
      path: "spec.tags.cost-center",
      to: absent,
      finding: { path: "spec.tags.cost-center", found: "absent", wanted: "a tag cost-center" },
    },
  ],
};
