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
const deployer = 6;
const pool = 7;
const subjects = (...subs: readonly string[]) => ({
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
  Condition: { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com", [`${github}:sub`]: subs } },
});
const subjectPath = `${statement}.Condition.StringEquals["${github}:sub"]`;
const plainSubjectPath = `${statement}.Condition.StringEquals.${github}:sub`;
const ofEurope = "repo:<owner>/<name>:environment: and europe";
const notGithubs = "no token of GitHub's, which deployers and previews take only";

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
      "azora-deployer-europe",
    ),
    trust({ Principal: { AWS: ["arn:aws:iam::111122223333:root", "111122223333"] } }, "azora-europe-admin"),
    trust(
      {
        Principal: { AWS: "arn:aws:iam::999988887777:role/scanner" },
        Condition: { StringEquals: { "sts:ExternalId": "azora-1" } },
      },
      "azora-europe-scanned",
    ),
    trust(subjects("repo:azora@123456/platform@456789:environment:asia"), "azora-deployer-asia"),
    // Tokens of another provider have subjects of another form.
    trust(
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/vault.azora.example" },
        Condition: {
          StringEquals: { "vault.azora.example:aud": "azora", "vault.azora.example:sub": "plugin-identity" },
        },
      },
      "azora-europe-vault",
    ),
    trust(
      subjects(
        "repo:azora/platform:environment:preview-main",
        "repo:azora/platform:environment:preview-branch",
      ),
      "azora-preview",
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
    ...[
      "repo:azora/platform:ref:refs/heads/main",
      "repo:azora/platform:pull_request",
      "repo:azora/platform:environment:production",
      "repo:azora/platform:environment:",
      "repo:azora:environment:europe",
      "repo:azora/platform/x:environment:europe",
      "azora/platform:environment:europe",
    ].map((sub) => ({
      name: `GitHub's jobs of ${sub}`,
      resource: federated,
      path: subjectPath,
      to: sub,
      finding: { path: plainSubjectPath, found: JSON.stringify(sub), wanted: ofEurope },
    })),
    {
      name: "GitHub's jobs by a pattern without a wildcard's sign",
      resource: federated,
      path: `${statement}.Condition`,
      to: {
        StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${github}:sub`]: "repo:azora/platform:ref:refs/heads/main" },
      },
      finding: { path: `${statement}.Condition.StringLike.${github}:sub`, wanted: ofEurope },
    },
    {
      name: "a token that was asked for somebody else",
      resource: federated,
      path: `${statement}.Condition.StringEquals["${github}:aud"]`,
      to: "https://github.com/azora",
      finding: {
        path: `${statement}.Condition.StringEquals.${github}:aud`,
        found: '"https://github.com/azora"',
        wanted: "sts.amazonaws.com",
      },
    },
    ...["azora-europe-deployer", "azora-deployer-", "azora-deployer-elsewhere", absent].map((to) => ({
      name: `GitHub's jobs in a role ${typeof to === "string" ? to : "that AWS names"}`,
      resource: federated,
      path: "name",
      to,
      finding: { path: plainSubjectPath, wanted: notGithubs },
    })),
    {
      name: "GitHub's jobs by an issuer of their organisation's own",
      resource: federated,
      path: statement,
      to: {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}/azora` },
        Condition: {
          StringEquals: {
            [`${github}/azora:aud`]: "sts.amazonaws.com",
            [`${github}/azora:sub`]: "repo:azora/platform:ref:refs/heads/main",
          },
        },
      },
      finding: { path: `${statement}.Condition`, wanted: ofEurope },
    },
    {
      name: "a preview's role taken by a deployment",
      resource: deployer + 2,
      path: `${subjectPath}[0]`,
      to: "repo:azora/platform:environment:global",
      finding: {
        path: `${plainSubjectPath}[0]`,
        wanted: "repo:<owner>/<name>:environment: and preview-main or preview-branch",
      },
    },
    {
      name: "a stack's deployer taken in another's environment",
      resource: deployer,
      path: `${subjectPath}[0]`,
      to: "repo:azora@123456/platform@456789:environment:africa",
      finding: {
        path: `${plainSubjectPath}[0]`,
        wanted: "repo:<owner>/<name>:environment: and asia",
      },
    },
    {
      name: "a preview's role for another deployer",
      resource: deployer + 2,
      path: "name",
      to: "azora-deployer-africa",
      finding: { path: `${plainSubjectPath}[0]`, wanted: "repo:<owner>/<name>:environment: and africa" },
    },
    {
      name: "jobs of two repositories",
      resource: deployer + 2,
      path: `${subjectPath}[1]`,
      to: "repo:azora/website:environment:preview-branch",
      finding: { path: `${statement}.Condition`, wanted: "one repository" },
    },
    {
      name: "another provider's tokens are GitHub's",
      resource: pool,
      path: statement,
      to: {
        Effect: "Allow",
        ...subjects("repo:azora/platform:environment:elsewhere"),
      },
      finding: { path: `${plainSubjectPath}[0]`, wanted: notGithubs },
    },
    unknownDocument(`${statement}.Condition.StringEquals["${github}:sub"]`, unknown, federated),
    unknownDocument("name", unknown, deployer),
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
