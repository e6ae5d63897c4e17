import { rule } from "../../../../policies/compliance/rules/keysBoundPrincipals";
import { insiders, outsiderMutations } from "../../../support/outsiders";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { keyOf } from "../../../support/stores";

const root = "arn:aws:iam::111122223333:root";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
    ...["logs", "delivery.logs", "events", "s3", "cloudwatch"].map((service) => ({
      Effect: "Allow",
      Principal: { Service: `${service}.amazonaws.com` },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    })),
    {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
    },
    { Effect: "Deny", Principal: "*", Action: "kms:ScheduleKeyDeletion", Resource: "*" },
    ...insiders("kms:Decrypt"),
  ],
});
const wanted = "principals by name, or a condition on the caller";

const withPolicy = (type: string): Fixture => ({ type, protect: true, props: { policy } });

export const cases: RuleCases = {
  rule,
  fixtures: [
    withPolicy("aws:kms/key:Key"),
    withPolicy("aws:kms/replicaKey:ReplicaKey"),
    withPolicy("aws:kms/externalKey:ExternalKey"),
    withPolicy("aws:kms/replicaExternalKey:ReplicaExternalKey"),
    { type: "aws:kms/keyPolicy:KeyPolicy", props: { keyId: unknown, policy } },
    // A key without a policy obeys its account.
    keyOf("internal"),
  ],
  mutations: [
    ...["key", "replica", "imported key", "replica of an imported key", "policy by itself"].map(
      (what, resource) => ({
        name: `a ${what} for everybody`,
        resource,
        path: "policy.Statement[0].Principal.AWS",
        to: "*",
        finding: { path: "policy.Statement[0].Principal", found: '{"AWS":"*"}', wanted },
      }),
    ),
    {
      name: "everybody, written short",
      path: "policy.Statement[0].Principal",
      to: "*",
      finding: { path: "policy.Statement[0].Principal", found: '"*"', wanted },
    },
    {
      name: "everybody among others",
      path: "policy.Statement[0].Principal.AWS",
      to: [root, "*"],
      finding: { path: "policy.Statement[0].Principal", wanted },
    },
    {
      name: "everybody but one",
      path: "policy.Statement[0].NotPrincipal",
      to: { AWS: root },
      finding: { path: "policy.Statement[0].NotPrincipal", found: JSON.stringify({ AWS: root }), wanted },
    },
    ...outsiderMutations("kms:Decrypt", "policy.Statement[0]"),
    {
      name: "a condition that any account meets",
      path: "policy.Statement[6].Condition.StringEquals",
      to: { "kms:CallerAccount": "*" },
      finding: { path: "policy.Statement[6].Principal", found: '{"AWS":"*"}', wanted },
    },
    {
      name: "a condition on something else than the caller",
      path: "policy.Statement[6].Condition.StringEquals",
      to: { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" },
      finding: { path: "policy.Statement[6].Principal", wanted },
    },
    {
      name: "a refusal that becomes a permission",
      path: "policy.Statement[7].Effect",
      to: "Allow",
      finding: { path: "policy.Statement[7].Principal", found: '"*"', wanted },
    },
    {
      name: "a text that is no policy",
      path: "policy",
      to: "everybody",
      finding: { path: "policy", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "an effect that KMS does not know",
      path: "policy.Statement[0].Effect",
      to: "allow",
      finding: { path: "policy.Statement[0].Effect", found: '"allow"', wanted: "Allow or Deny" },
    },
    {
      name: "a policy that is not known",
      path: "policy",
      to: unknown,
      finding: { path: "policy", state: "deferred" },
    },
  ],
  survivors: [
    {
      path: "policy.Statement[*].Condition.StringEquals",
      why: "the plan's statements name the source's ARN as well, which holds our account",
    },
    { path: "policy.Statement[*].Condition.StringEquals.aws:SourceAccount", why: "the same" },
  ],
  partly: [
    {
      path: "policy.Statement[*].Principal.Service",
      why: "one that a service of facts may use without a source",
    },
  ],
};
