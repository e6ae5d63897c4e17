import { rule } from "../../../../policies/compliance/rules/residency";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, keyOf, storeTags } from "../../../support/stores";

const regions = "af-south-1 | eu-central-1 | ap-southeast-1 | sa-east-1";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("data", "personal"),
    keyOf("personal"),
    // In a region of its own beside the provider's.
    {
      type: "aws:ebs/volume:Volume",
      props: {
        region: "af-south-1",
        availabilityZone: "af-south-1b",
        tags: { ...storeTags("internal"), jurisdiction: "ZA" },
      },
    },
  ],
  mutations: [
    {
      name: "a store that is said to rest elsewhere",
      path: "tags.jurisdiction",
      to: "ZA",
      finding: { path: "tags.jurisdiction", found: '"ZA"', wanted: "EU, the law of eu-central-1" },
    },
    {
      name: "a key that does not say under whose law it is",
      resource: 1,
      path: "tags.jurisdiction",
      to: absent,
      finding: { path: "tags.jurisdiction", found: "absent", wanted: "EU, the law of eu-central-1" },
    },
    {
      name: "a store whose law is not known",
      path: "tags.jurisdiction",
      to: unknown,
      finding: { path: "tags.jurisdiction", state: "undecided" },
    },
    {
      name: "a store moved to another region of ours",
      path: "region",
      to: "sa-east-1",
      finding: { path: "tags.jurisdiction", found: '"EU"', wanted: "BR, the law of sa-east-1" },
    },
    {
      name: "a store outside the platform",
      path: "region",
      to: "us-east-1",
      finding: { path: "", found: "us-east-1", wanted: regions },
    },
    {
      name: "a store whose region is not known",
      path: "region",
      to: unknown,
      finding: { path: "region", state: "undecided" },
    },
    {
      name: "a provider elsewhere",
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: { region: "eu-west-1" } },
      finding: { path: "", found: "eu-west-1", wanted: regions },
    },
    {
      name: "a provider without a region",
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: {} },
      finding: { path: "", found: "no region", wanted: regions },
    },
    {
      name: "a provider whose region is not known",
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: { region: unknown } },
      finding: { path: "region", state: "undecided" },
    },
    {
      name: "a disk in the Local Zone, under another law",
      resource: 2,
      path: "availabilityZone",
      to: "af-south-1-los-1a",
      finding: {
        path: "availabilityZone",
        found: '"af-south-1-los-1a"',
        wanted: "one of af-south-1a, af-south-1b, af-south-1c",
      },
    },
    {
      name: "a disk in a zone that is not known",
      resource: 2,
      path: "availabilityZone",
      to: unknown,
      finding: { path: "availabilityZone", state: "undecided" },
    },
  ],
};
