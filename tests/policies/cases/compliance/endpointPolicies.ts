import { rule } from "../../../../policies/compliance/rules/endpointPolicies";
import { documentOf, unknownDocument } from "../../../support/documents";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const account = "111122223333";
const own = {
  Sid: "OwnPrincipals",
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": account } },
};
const layers = {
  Sid: "ImageLayers",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: [
    "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
    "arn:aws:s3:::prod-registry-k8s-io-eu-central-1/*",
  ],
};
const webIdentities = {
  Sid: "WebIdentities",
  Effect: "Allow",
  Principal: { Federated: "*" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Resource: "*",
  Condition: { StringEquals: { "aws:ResourceAccount": account } },
};
const named = { Sid: "Named", Effect: "Allow", Principal: { AWS: account }, Action: "*", Resource: "*" };
const refusal = {
  Sid: "Never",
  Effect: "Deny",
  Principal: "*",
  Action: "sts:GetFederationToken",
  Resource: "*",
};
const wanted = "aws:PrincipalAccount or aws:ResourceAccount";
const s3 = 1;
const withoutPolicy = 2;
const apart = 3;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: endpoint,
      props: {
        serviceName: "com.amazonaws.eu-central-1.sts",
        policy: documentOf(own, webIdentities, named, refusal),
      },
    },
    {
      type: endpoint,
      props: { serviceName: "com.amazonaws.eu-central-1.s3", policy: documentOf(own, layers) },
    },
    { type: endpoint, props: { serviceName: "com.amazonaws.eu-central-1.eks-auth" } },
    {
      type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
      props: { vpcEndpointId: "vpce-0123", policy: documentOf(own) },
    },
  ],
  mutations: [
    {
      name: "a way to any account for any principal",
      path: "policy.Statement[0].Condition",
      to: absent,
      finding: { path: "policy.Statement[0].Condition", found: "absent", wanted },
    },
    {
      name: "the same where the condition fits every account",
      path: 'policy.Statement[0].Condition.StringEquals["aws:PrincipalAccount"]',
      to: "*",
      finding: { path: "policy.Statement[0].Condition", wanted },
    },
    {
      name: "web identities of any account",
      path: "policy.Statement[1].Condition",
      to: absent,
      finding: { path: "policy.Statement[1].Condition", found: "absent", wanted },
    },
    {
      name: "a named principal that becomes everybody",
      path: "policy.Statement[2].Principal.AWS",
      to: "*",
      finding: { path: "policy.Statement[2].Condition", found: "absent", wanted },
    },
    {
      name: "a refusal that is turned into leave",
      path: "policy.Statement[3].Effect",
      to: "Allow",
      finding: { path: "policy.Statement[3].Condition", wanted },
    },
    {
      name: "a bucket that holds no image layers",
      resource: s3,
      path: "policy.Statement[1].Resource[1]",
      to: "arn:aws:s3:::somebody-else/*",
      finding: { path: "policy.Statement[1].Condition", found: "absent", wanted },
    },
    {
      name: "the image layers of another region",
      resource: s3,
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: { region: "sa-east-1" } },
      finding: { path: "policy.Statement[1].Condition", wanted },
    },
    {
      name: "writing where image layers lie",
      resource: s3,
      path: "policy.Statement[1].Action",
      to: ["s3:GetObject", "s3:PutObject"],
      finding: { path: "policy.Statement[1].Condition", wanted },
    },
    {
      name: "everything but reading where image layers lie",
      resource: s3,
      path: "policy.Statement[1]",
      to: { Effect: "Allow", Principal: "*", NotAction: "s3:GetObject", Resource: layers.Resource },
      finding: { path: "policy.Statement[1].Condition", wanted },
    },
    {
      name: "all resources but image layers",
      resource: s3,
      path: "policy.Statement[1].Resource",
      to: [],
      finding: { path: "policy.Statement[1].Condition", wanted },
    },
    {
      name: "no policy, where the service takes one",
      path: "policy",
      to: absent,
      finding: { path: "policy", found: "absent", wanted: "a policy" },
    },
    {
      name: "no policy of a service that facts do not name",
      resource: withoutPolicy,
      path: "serviceName",
      to: "com.amazonaws.eu-central-1.bedrock-runtime",
      finding: { path: "policy", found: "absent", wanted: "a policy" },
    },
    {
      name: "an open policy that is attached apart",
      resource: apart,
      path: "policy.Statement[0].Condition",
      to: absent,
      finding: { path: "policy.Statement[0].Condition", wanted },
    },
    {
      name: "no policy in what attaches one",
      resource: apart,
      path: "policy",
      to: absent,
      finding: { path: "policy", wanted: "a policy document with statements" },
    },
    {
      name: "a document that cannot be read",
      path: "policy",
      to: "nonsense",
      finding: { path: "policy", wanted: "a policy document with statements" },
    },
    unknownDocument("policy", unknown),
    unknownDocument("policy.Statement[0].Principal", unknown),
    unknownDocument("policy.Statement[0].Effect", unknown),
    unknownDocument('policy.Statement[0].Condition.StringEquals["aws:PrincipalAccount"]', unknown),
    unknownDocument("policy.Statement[1].Resource[0]", unknown, s3),
    unknownDocument("policy.Statement[1].Action", unknown, s3),
    unknownDocument("serviceName", unknown, withoutPolicy),
    unknownDocument("policy", unknown, apart),
  ],
  survivors: [
    {
      path: "policy.Statement[*].Principal",
      why: "whoever it is, a condition holds the call to our account",
    },
    { path: "policy.Statement[*].Principal.Federated", why: "the same" },
    {
      path: "policy.Statement[*].Condition.StringEquals.aws:PrincipalAccount",
      why: "where there is one, the resource's account is held as well",
    },
  ],
};
