import { rule } from "../../../../policies/compliance/rules/bucketPolicies";
import { insiders, outsiderMutations } from "../../../support/outsiders";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, setUp, storeTags } from "../../../support/stores";

const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const resources = (name: string) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
const policyOf = (name: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: resources(name),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["s3:*"],
        Resource: resources(name),
        Condition: {
          NumericLessThan: { "s3:TlsVersion": "1.3" },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      },
      ...["s3:PutObject", "s3:GetBucketAcl", "s3:ListBucket"].map((Action) => ({
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action,
        Resource: `arn:aws:s3:::${name}/AWSLogs/*`,
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      })),
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/azora-backup" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${name}/*`,
      },
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}/*`,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-0123456789" } },
      },
      ...insiders("s3:GetObject"),
    ],
  });

const plain = {
  path: "policy",
  found: "no statement that refuses plain HTTP",
  wanted: "a Deny where aws:SecureTransport is false",
};
const oldTls = {
  path: "policy",
  found: "no statement that refuses TLS before 1.3",
  wanted: "a Deny where s3:TlsVersion is less than 1.3",
};
const wanted = "principals by name, or a condition on the caller";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("logs", "operational"),
    setUp(policyType, "logs", { policy: policyOf("azora-europe-logs-111122223333") }),
    // A bucket whose name AWS makes up, with a policy for everything.
    { type: "aws:s3/bucketV2:BucketV2", name: "scratch", props: { tags: storeTags("internal") } },
    setUp(policyType, "scratch", {
      policy: policyOf("made-up").replaceAll(JSON.stringify(resources("made-up")), '"*"'),
    }),
  ],
  mutations: [
    {
      name: "no policy",
      resource: 1,
      path: "@from.bucket",
      to: ["scratch"],
      finding: { path: "", found: "no bucket policy", wanted: "one that refuses plain HTTP and old TLS" },
    },
    { name: "plain HTTP", resource: 1, path: "policy.Statement[0]", to: absent, finding: plain },
    {
      name: "plain HTTP refused to some only",
      resource: 1,
      path: "policy.Statement[0].Principal",
      to: { AWS: "arn:aws:iam::111122223333:root" },
      finding: plain,
    },
    {
      name: "plain HTTP refused for reading only",
      resource: 1,
      path: "policy.Statement[0].Action",
      to: "s3:GetObject",
      finding: plain,
    },
    {
      name: "plain HTTP refused for a part of the bucket",
      resource: 1,
      path: "policy.Statement[0].Resource",
      to: "arn:aws:s3:::azora-europe-logs-111122223333/AWSLogs/*",
      finding: plain,
    },
    {
      name: "plain HTTP refused for the objects, not the bucket",
      resource: 1,
      path: "policy.Statement[0].Resource[0]",
      to: absent,
      finding: plain,
    },
    {
      name: "plain HTTP refused for another bucket",
      resource: 1,
      path: "policy.Statement[0].Resource",
      to: resources("azora-europe-other-111122223333"),
      finding: plain,
    },
    {
      name: "plain HTTP refused where TLS is spoken",
      resource: 1,
      path: "policy.Statement[0].Condition.Bool",
      to: { "aws:SecureTransport": "true" },
      finding: plain,
    },
    {
      name: "plain HTTP refused under a further condition",
      resource: 1,
      path: "policy.Statement[0].Condition.StringEquals",
      to: { "aws:SourceVpc": "vpc-0123" },
      finding: plain,
    },
    {
      name: "a refusal that is a permission",
      resource: 1,
      path: "policy.Statement[0].Effect",
      to: "Allow",
      finding: plain,
    },
    { name: "old TLS", resource: 1, path: "policy.Statement[1]", to: absent, finding: oldTls },
    {
      name: "TLS 1.2",
      resource: 1,
      path: "policy.Statement[1].Condition.NumericLessThan",
      to: { "s3:TlsVersion": 1.2 },
      finding: oldTls,
    },
    {
      name: "old TLS refused to those who speak a newer one",
      resource: 1,
      path: "policy.Statement[1].Condition",
      to: { NumericGreaterThan: { "s3:TlsVersion": "1.3" } },
      finding: oldTls,
    },
    {
      name: "old TLS refused to AWS services only",
      resource: 1,
      path: "policy.Statement[1].Condition.Bool",
      to: { "aws:PrincipalIsAWSService": "true" },
      finding: oldTls,
    },
    {
      name: "a permission for everybody",
      resource: 1,
      path: "policy.Statement[5].Principal",
      to: "*",
      finding: { path: "policy.Statement[5].Principal", found: '"*"', wanted },
    },
    {
      name: "a permission for every account",
      resource: 1,
      path: "policy.Statement[5].Principal",
      to: { AWS: ["*"] },
      finding: { path: "policy.Statement[5].Principal", found: '{"AWS":["*"]}', wanted },
    },
    {
      name: "a permission for everybody but some",
      resource: 1,
      path: "policy.Statement[5].NotPrincipal",
      to: { AWS: "arn:aws:iam::111122223333:root" },
      finding: { path: "policy.Statement[5].NotPrincipal", wanted },
    },
    {
      name: "a permission for any organisation",
      resource: 1,
      path: "policy.Statement[6].Condition",
      to: { StringLike: { "aws:PrincipalOrgID": "*" } },
      finding: { path: "policy.Statement[6].Principal", found: '"*"', wanted },
    },
    ...outsiderMutations("s3:GetObject", "policy.Statement[5]", 1),
    { name: "a text that is no policy", resource: 1, path: "policy", to: "none", finding: plain },
    {
      name: "a policy that is not known",
      resource: 1,
      path: "policy",
      to: unknown,
      finding: { path: "policy", state: "deferred" },
    },
    {
      name: "a bucket whose name is not known",
      path: "bucket",
      to: unknown,
      finding: { path: "bucket", state: "deferred" },
    },
  ],
  survivors: [
    {
      path: "policy.Statement[*].Principal.Service",
      why: "whichever it is, a condition holds it to our account",
    },
    {
      path: "policy.Statement[*].Condition.StringEquals",
      why: "the plan's statements name the source's ARN as well, which holds our account",
    },
    { path: "policy.Statement[*].Condition.StringEquals.aws:SourceAccount", why: "the same" },
    {
      path: "policy.Statement[*].Action[*]",
      why: "two refusals decide; what others refuse beside is no harm",
    },
  ],
  partly: [
    { path: "policy.Statement[*].Action", why: "two refusals decide; what others refuse beside is no harm" },
    { path: "policy.Statement[*].Resource", why: "the same" },
  ],
};
