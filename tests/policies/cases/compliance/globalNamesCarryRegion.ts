import { rule } from "../../../../policies/compliance/rules/globalNamesCarryRegion";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const stack = "europe";
const unnamed = 1;
const bucket = 2;
const joined = 3;
const made = 6;
const wanted = "a name with europe in it";

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:iam/role:Role", stack, name: "cluster-role", props: { name: "azora-europe-cluster" } },
    { type: "aws:iam/role:Role", stack, name: "europe-foundation-runner-role", props: {} },
    {
      type: "aws:s3/bucket:Bucket",
      stack,
      name: "europe-flow-logs",
      props: { bucket: "azora-europe-flow-logs-111122223333" },
    },
    { type: "aws:iam/role:Role", stack: "global", props: { name: "azora-deployer" } },
    { type: "aws:iam/policy:Policy", stack, name: "policy", props: { namePrefix: "azora-europe-" } },
    { type: "aws:iam/instanceProfile:InstanceProfile", stack, props: { name: "azora-europe-node" } },
    { type: "aws:iam/group:Group", stack, name: "deployers", props: { name: "azora-europe-deployers" } },
    { type: "aws:iam/user:User", stack, props: { name: "azora-europe-user" } },
    { type: "aws:cloudfront/function:Function", stack, props: { name: "azora_europe_redirect" } },
  ],
  mutations: [
    {
      name: "a name without a region",
      path: "name",
      to: "azora-cluster",
      finding: { path: "name", found: '"azora-cluster"', wanted },
    },
    {
      name: "the name of another region",
      path: "name",
      to: "azora-africa-cluster",
      finding: { path: "name", found: '"azora-africa-cluster"', wanted },
    },
    {
      name: "the region as a part of another word",
      path: "name",
      to: "azora-europeans-cluster",
      finding: { path: "name", found: '"azora-europeans-cluster"', wanted },
    },
    {
      name: "a name that is made from one without a region",
      resource: made,
      path: "name",
      to: absent,
      finding: { path: "name", found: "made from deployers", wanted },
    },
    {
      name: "a beginning without a region",
      resource: unnamed,
      path: "namePrefix",
      to: "azora-runner-",
      finding: { path: "namePrefix", found: '"azora-runner-"', wanted },
    },
    {
      name: "a bucket without a region",
      resource: bucket,
      path: "bucket",
      to: "azora-flow-logs-111122223333",
      finding: { path: "bucket", found: '"azora-flow-logs-111122223333"', wanted },
    },
    {
      name: "a name of the stack that joins the regions, in a region",
      resource: joined,
      path: "@stack",
      to: "asia",
      finding: { path: "name", found: '"azora-deployer"', wanted: "a name with asia in it" },
    },
    ...["name", "namePrefix"].map((path) => ({
      name: `${path} is unknown`,
      resource: unnamed,
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" as const },
    })),
    {
      name: "the name of a bucket is unknown",
      resource: bucket,
      path: "bucket",
      to: unknown,
      finding: { path: "bucket", found: "unknown", state: "undecided" },
    },
  ],
};
