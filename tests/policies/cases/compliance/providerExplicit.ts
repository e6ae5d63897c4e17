import { rule } from "../../../../policies/compliance/rules/providerExplicit";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const queue = 0;
const key = 1;
const aws = 2;
const kubernetes = 3;
const outside = 4;
const allowed = '["111122223333"]';

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:sqs/queue:Queue", props: { name: "azora-europe-jobs" } },
    {
      type: "tls:index/privateKey:PrivateKey",
      provider: { name: "default_5_6_1", type: "pulumi:providers:tls", props: {} },
      props: { algorithm: "ECDSA" },
    },
    {
      type: "pulumi:providers:aws",
      name: "aws",
      props: { region: "eu-central-1", allowedAccountIds: allowed },
    },
    {
      type: "pulumi:providers:kubernetes",
      name: "cluster",
      props: { kubeconfig: unknown },
      from: { kubeconfig: ["azora-europe-cluster"] },
    },
    { type: "pulumi:providers:kubernetes", name: "other", props: { kubeconfig: "apiVersion: v1" } },
    { type: "pulumi:providers:aws", name: "default_7_48_0", props: { version: "7.48.0" } },
    { type: "aws:eks/cluster:Cluster", name: "azora-europe-cluster", props: {} },
    {
      type: "random:index/randomId:RandomId",
      provider: { name: "default", type: "pulumi:providers:random", props: {} },
      props: { byteLength: 4 },
    },
    { type: "azora:network:Network", props: {} },
    { type: "pulumi:pulumi:StackReference", props: { name: "azora/azora/europe" } },
    { type: "cloudflare:index/record:Record", props: {} },
    { type: "vault:index/mount:Mount", props: {} },
  ],
  mutations: [
    ...["aws", "kubernetes", "cloudflare", "vault"].flatMap((name) =>
      ["default", "default_7_48_0"].map((provider) => ({
        name: `${provider} of ${name}`,
        resource: queue,
        path: "@provider",
        to: { name: provider, type: `pulumi:providers:${name}`, props: {} },
        finding: {
          path: "",
          found: `the default provider ${provider}`,
          wanted: "a provider that the program makes",
        },
      })),
    ),
    ...[
      "aws-native:s3:Bucket",
      "awsx:ec2:Vpc",
      "command:local:Command",
      "docker:index/container:Container",
      "pulumi-nodejs:dynamic:Resource",
      "pulumi:providers:aws-native",
      "constructor:index/thing:Thing",
    ].map((type) => ({
      name: `there is a ${type}`,
      resource: queue,
      path: "@type",
      to: type,
      finding: {
        path: "",
        found: `a resource of another package: ${type}`,
        wanted: "one of aws, azora, cloudflare, kubernetes, pulumi, random, tls, vault",
      },
    })),
    {
      name: "a key's default provider becomes that of a package that nobody knows",
      resource: key,
      path: "@provider.type",
      to: "pulumi:providers:aws-native",
      finding: { path: "", found: "the default provider default_5_6_1" },
    },
    {
      name: "a key's default provider becomes that of an account",
      resource: key,
      path: "@provider.type",
      to: "pulumi:providers:aws",
      finding: { path: "", found: "the default provider default_5_6_1" },
    },
    ...[absent, "[]"].map((to) => ({
      name: `any account will do: ${String(to)}`,
      resource: aws,
      path: "allowedAccountIds",
      to,
      finding: { path: "allowedAccountIds", wanted: "the account of the stack" },
    })),
    {
      name: "no region",
      resource: aws,
      path: "region",
      to: absent,
      finding: { path: "region", found: "absent", wanted: "the region of the stack" },
    },
    {
      name: "an empty region",
      resource: aws,
      path: "region",
      to: "",
      finding: { path: "region", found: '""', wanted: "the region of the stack" },
    },
    ...["accessKey", "secretKey", "token"].map((credential) => ({
      name: `a ${credential} in the program`,
      resource: aws,
      path: credential,
      to: "made-up",
      finding: { path: credential, found: "a credential", wanted: "absent" },
    })),
    {
      name: "whichever cluster lies in the environment",
      resource: outside,
      path: "kubeconfig",
      to: absent,
      finding: { path: "kubeconfig", found: "absent", wanted: "the cluster's own" },
    },
    {
      name: "a cluster that derives from nothing, and is unknown",
      resource: kubernetes,
      path: "@from.kubeconfig",
      to: [],
      finding: { path: "kubeconfig", found: "unknown", state: "undecided" },
    },
    ...["region", "allowedAccountIds", "accessKey"].map((path) => ({
      name: `${path} is unknown`,
      resource: aws,
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" as const },
    })),
  ],
};
