import { rule } from "../../../../policies/compliance/rules/tagsValid";
import { unknown, type RuleCases } from "../../../support/rules";

const tags = {
  owner: "platform@azora.example",
  "data-class": "internal",
  jurisdiction: "EU",
  environment: "production",
};
const wanted: Readonly<Record<string, string>> = {
  owner: "an e-mail address",
  "data-class": "personal | internal | operational | audit",
  jurisdiction: "NG | ZA | EU | SG | BR",
  environment: "production | staging | development",
};
const wrongValues: readonly (readonly [key: string, value: string])[] = [
  ["owner", "platform team"],
  ["owner", "platform@azora"],
  ["owner", "@azora.example"],
  ["data-class", "public"],
  ["data-class", "Internal"],
  ["jurisdiction", "US"],
  ["environment", "prod"],
  ["environment", ""],
];

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:sqs/queue:Queue", props: { tags } },
    { type: "aws:ec2/eip:Eip", props: { domain: "vpc" } },
    {
      type: "aws:ec2/vpc:Vpc",
      provider: {
        name: "aws",
        type: "pulumi:providers:aws",
        props: { region: "eu-central-1", defaultTags: JSON.stringify({ tags }) },
      },
      props: {},
    },
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { tags, tagSpecifications: [{ resourceType: "volume", tags }] },
    },
    { type: "aws:autoscaling/group:Group", props: { tags: [{ key: "jurisdiction", value: "EU" }] } },
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", props: { spec: { tags } } },
  ],
  mutations: [
    ...wrongValues.map(([key, value]) => ({
      name: `${key} is ${JSON.stringify(value)}`,
      path: `tags.${key}`,
      to: value,
      finding: { path: `tags.${key}`, found: JSON.stringify(value), wanted: wanted[key] ?? "" },
    })),
    ...Object.keys(tags).map((key) => ({
      name: `${key} is unknown`,
      path: `tags.${key}`,
      to: unknown,
      finding: { path: `tags.${key}`, found: "unknown", state: "undecided" as const },
    })),
    {
      name: "the provider's own tags hold a value that nobody knows",
      resource: 2,
      path: "@provider.props.defaultTags",
      to: JSON.stringify({ tags: { jurisdiction: "Europe" } }),
      finding: {
        path: "defaultTags.tags.jurisdiction",
        found: '"Europe"',
        wanted: wanted.jurisdiction ?? "",
      },
    },
    {
      name: "volumes are launched into a jurisdiction that nobody knows",
      resource: 3,
      path: "tagSpecifications[0].tags.jurisdiction",
      to: "UK",
      finding: { path: "tagSpecifications[0].tags.jurisdiction", found: '"UK"' },
    },
    {
      name: "an Auto Scaling group in a jurisdiction that nobody knows",
      resource: 4,
      path: "tags[0].value",
      to: "UK",
      finding: { path: "tags[0].value", found: '"UK"' },
    },
    {
      name: "Karpenter's nodes belong to nobody",
      resource: 5,
      path: "spec.tags.owner",
      to: "nobody",
      finding: { path: "spec.tags.owner", found: '"nobody"', wanted: "an e-mail address" },
    },
    {
      name: "a tag that is no text",
      path: "tags.environment",
      to: { name: "production" },
      finding: { path: "tags.environment", found: '{"name":"production"}' },
    },
    {
      name: "the provider's own tags stand in, and are unknown",
      resource: 2,
      path: "@provider.props.defaultTags",
      to: unknown,
      finding: { path: "defaultTags", found: "unknown", state: "undecided" },
    },
    {
      name: "tags are unknown",
      path: "tags",
      to: unknown,
      finding: { path: "tags.owner", found: "unknown", state: "undecided" },
    },
  ],
  survivors: [
    { path: "tagSpecifications", why: "tags-mandatory asks for them; here they count where they are" },
    { path: "tagSpecifications[*]", why: "the same" },
    { path: "tagSpecifications[*].tags", why: "the same" },
  ],
};
