import { rule } from "../../../../policies/compliance/rules/iamTrustBound";
import { documentOf, unknownDocument } from "../../../support/documents";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const role = "aws:iam/role:Role";
const trust = (statement: object, name: string) => ({
  type: role,
  props: { name, assumeRolePolicy: documentOf({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }) },
});
const cluster = "arn:aws:eks:eu-central-1:111122223333:cluster/azora-europe-cluster";
const github = "token.actions.githubusercontent.com";
const statement = "assumeRolePolicy.Statement[0]";
const source = "aws:SourceAccount or aws:SourceArn for codebuild.amazonaws.com";
const service = 0;
const pods = 1;
const federated = 3;
const own = 4;
const partner = 5;

export const cases: RuleCases = {
  rule,
  fixtures: [
    trust(
      {
        Principal: { Service: "codebuild.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
      "azora-europe-runner",
    ),
    trust(
      {
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": cluster } },
      },
      "azora-europe-vpc-cni",
    ),
    trust({ Principal: { Service: ["ec2.amazonaws.com"] } }, "azora-europe-node"),
    trust(
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
        Condition: {
          StringEquals: {
            [`${github}:aud`]: "sts.amazonaws.com",
            [`${github}:sub`]: "repo:azora/platform:environment:europe",
          },
        },
      },
      "azora-europe-deployer",
    ),
    trust({ Principal: { AWS: ["arn:aws:iam::111122223333:root", "111122223333"] } }, "azora-europe-admin"),
    trust(
      {
        Principal: { AWS: "arn:aws:iam::999988887777:role/scanner" },
        Condition: { StringEquals: { "sts:ExternalId": "azora-1" } },
      },
      "azora-europe-scanned",
    ),
  ],
  mutations: [
    {
      name: "a service for every account",
      path: `${statement}.Condition`,
      to: absent,
      finding: { path: `${statement}.Condition`, found: "absent", wanted: source },
    },
    {
      name: "a service for any account that a wildcard fits",
      path: `${statement}.Condition`,
      to: { StringLike: { "aws:SourceAccount": "1111*" } },
      finding: { path: `${statement}.Condition`, wanted: source },
    },
    {
      name: "a service where it names no source",
      path: `${statement}.Condition`,
      to: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } },
      finding: { path: `${statement}.Condition`, wanted: source },
    },
    ...[
      ["of others", { "aws:SourceAccount": "999988887777" }],
      ["that whoever asks fills in", { "aws:SourceAccount": "${aws:SourceAccount}" }],
      ["of ours beside one of others", { "aws:SourceAccount": ["111122223333", "999988887777"] }],
      ["that is empty", { "aws:SourceAccount": "" }],
      ["that only a resource of others names", { "aws:SourceArn": cluster.replace("111122223333", "9") }],
      ["that a bucket does not name", { "aws:SourceArn": "arn:aws:s3:::azora-europe-logs" }],
    ].map(([what, condition]) => ({
      name: `a service for an account ${what as string}`,
      path: `${statement}.Condition`,
      to: { StringEquals: condition },
      finding: { path: `${statement}.Condition`, wanted: source },
    })),
    ...["${aws:PrincipalTag/id}", "", "azora-?"].map((id) => ({
      name: `a role of others that gives "${id}" for an id`,
      resource: partner,
      path: `${statement}.Condition.StringEquals["sts:ExternalId"]`,
      to: id,
      finding: { path: `${statement}.Condition`, wanted: "sts:ExternalId or aws:PrincipalOrgID" },
    })),
    {
      name: "a resource of any account",
      resource: pods,
      path: `${statement}.Condition`,
      to: { ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-central-1:*:cluster/azora-europe-cluster" } },
      finding: {
        path: `${statement}.Condition`,
        wanted: "aws:SourceAccount or aws:SourceArn for pods.eks.amazonaws.com",
      },
    },
    {
      name: "any bucket",
      resource: pods,
      path: `${statement}.Condition`,
      to: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
      finding: { path: `${statement}.Condition` },
    },
    {
      name: "every service",
      resource: service,
      path: `${statement}.Principal.Service`,
      to: "*",
      finding: { path: `${statement}.Principal`, found: '{"Service":"*"}', wanted: "principals by name" },
    },
    {
      name: "a service beside one that names no source",
      resource: 2,
      path: `${statement}.Principal.Service[1]`,
      to: "codebuild.amazonaws.com",
      finding: { path: `${statement}.Condition`, wanted: source },
    },
    {
      name: "everybody",
      resource: own,
      path: `${statement}.Principal`,
      to: "*",
      finding: { path: `${statement}.Principal`, found: '"*"', wanted: "principals by name" },
    },
    {
      name: "everybody, among others",
      resource: own,
      path: `${statement}.Principal.AWS[1]`,
      to: "*",
      finding: { path: `${statement}.Principal`, wanted: "principals by name" },
    },
    {
      name: "everybody but one",
      resource: own,
      path: `${statement}.NotPrincipal`,
      to: { AWS: "arn:aws:iam::999988887777:root" },
      finding: { path: `${statement}.NotPrincipal`, wanted: "principals by name" },
    },
    {
      name: "another account as a whole",
      resource: own,
      path: `${statement}.Principal.AWS[0]`,
      to: "arn:aws:iam::999988887777:root",
      finding: {
        path: `${statement}.Principal`,
        found: "arn:aws:iam::999988887777:root",
        wanted: "no account of others as a whole",
      },
    },
    {
      name: "another account as a whole, by its number, for all its condition",
      resource: partner,
      path: `${statement}.Principal.AWS`,
      to: "999988887777",
      finding: { path: `${statement}.Principal`, found: "999988887777" },
    },
    {
      name: "a role of others that anyone may use for us",
      resource: partner,
      path: `${statement}.Condition`,
      to: absent,
      finding: { path: `${statement}.Condition`, wanted: "sts:ExternalId or aws:PrincipalOrgID" },
    },
    {
      name: "a provider that would take any account, so that none is our own",
      resource: own,
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: { region: "eu-central-1" } },
      finding: { path: `${statement}.Principal`, wanted: "no account of others as a whole" },
    },
    ...["aud", "sub"].flatMap((claim) => [
      {
        name: `a token of any ${claim}`,
        resource: federated,
        path: `${statement}.Condition.StringEquals["${github}:${claim}"]`,
        to: absent,
        finding: { path: `${statement}.Condition`, wanted: `the token's ${claim}, without a wildcard` },
      },
      {
        name: `a token whose ${claim} fits a pattern`,
        resource: federated,
        path: `${statement}.Condition.StringEquals["${github}:${claim}"]`,
        to: "repo:azora/*",
        finding: { path: `${statement}.Condition`, wanted: `the token's ${claim}, without a wildcard` },
      },
    ]),
    {
      name: "a document that cannot be read",
      path: "assumeRolePolicy",
      to: "nonsense",
      finding: { path: "assumeRolePolicy", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "no document",
      path: "assumeRolePolicy",
      to: absent,
      finding: { path: "assumeRolePolicy", found: "absent" },
    },
    unknownDocument("assumeRolePolicy", unknown),
    unknownDocument(`${statement}.Effect`, unknown),
    unknownDocument(`${statement}.Principal`, unknown),
    unknownDocument(`${statement}.Principal.Service`, unknown),
    unknownDocument(`${statement}.Condition`, unknown),
    unknownDocument(`${statement}.Condition.StringEquals["aws:SourceAccount"]`, unknown),
    unknownDocument(`${statement}.Principal.AWS[0]`, unknown, own),
  ],
};
