import { rule } from "../../../../policies/compliance/rules/regionRight";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const inRegion = 0;
const own = 1;
const joined = 2;
const certificate = 3;
const north = "us-east-1";
const all = "af-south-1 or eu-central-1 or ap-southeast-1 or sa-east-1";

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:sqs/queue:Queue", stack: "europe", props: { name: "azora-europe-jobs" } },
    {
      type: "aws:sqs/queue:Queue",
      stack: "europe",
      provider: { name: "aws", type: "pulumi:providers:aws", props: { region: "sa-east-1" } },
      props: { region: "eu-central-1" },
    },
    {
      type: "aws:ecr/replicationConfiguration:ReplicationConfiguration",
      stack: "global",
      props: { region: "af-south-1" },
    },
    { type: "aws:acm/certificate:Certificate", stack: "global", props: { region: north } },
    {
      type: "cloudflare:index/loadBalancer:LoadBalancer",
      stack: "europe",
      provider: { name: "cloudflare", type: "pulumi:providers:cloudflare", props: {} },
      props: {},
    },
  ],
  mutations: [
    {
      name: "the provider of another region",
      resource: inRegion,
      path: "@provider.props.region",
      to: "af-south-1",
      finding: { path: "region", found: "af-south-1", wanted: "eu-central-1" },
    },
    {
      name: "a provider without a region",
      resource: inRegion,
      path: "@provider.props.region",
      to: absent,
      finding: { path: "region", found: "no region", wanted: "eu-central-1" },
    },
    {
      name: "another region of its own",
      resource: own,
      path: "region",
      to: "af-south-1",
      finding: { path: "region", found: "af-south-1", wanted: "eu-central-1" },
    },
    {
      name: "no region of its own, and the provider of another",
      resource: own,
      path: "region",
      to: absent,
      finding: { path: "region", found: "sa-east-1", wanted: "eu-central-1" },
    },
    {
      name: "North Virginia in a region's stack",
      resource: certificate,
      path: "@stack",
      to: "europe",
      finding: { path: "region", found: north, wanted: "eu-central-1" },
    },
    {
      name: "a region where the platform does not run",
      resource: joined,
      path: "region",
      to: "eu-west-1",
      finding: { path: "region", found: "eu-west-1", wanted: all },
    },
    {
      name: "North Virginia for a service that is everywhere",
      resource: joined,
      path: "region",
      to: north,
      finding: { path: "region", found: north, wanted: all },
    },
    {
      name: "yet another region for one that lives in North Virginia",
      resource: certificate,
      path: "region",
      to: "us-west-2",
      finding: { path: "region", found: "us-west-2", wanted: `${all} or ${north}` },
    },
    ...[own, joined].map((resource) => ({
      name: `the region of resource ${resource} is unknown`,
      resource,
      path: "region",
      to: unknown,
      finding: { path: "region", found: "unknown", state: "undecided" as const },
    })),
    {
      name: "the provider's region is unknown",
      resource: inRegion,
      path: "@provider.props.region",
      to: unknown,
      finding: { path: "region", found: "unknown", state: "undecided" },
    },
  ],
};
