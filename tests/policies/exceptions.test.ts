import { admittedAccounts } from "../../components/facts/iam";
import { daysBetween } from "../../components/facts/days";
import { mistakesOfRule } from "../../policies/framework/config";
import type { Rule } from "../../policies/framework/rule";
import { rule as eksSupportedVersion } from "../../policies/compliance/rules/eksSupportedVersion";
import { rule as endpointPolicies } from "../../policies/compliance/rules/endpointPolicies";
import { rule as iamTrustBound } from "../../policies/compliance/rules/iamTrustBound";
import { rule as keysBoundPrincipals } from "../../policies/compliance/rules/keysBoundPrincipals";
import { rule as listenersTls } from "../../policies/compliance/rules/listenersTls";
import { rule as policiesNotPublic } from "../../policies/compliance/rules/policiesNotPublic";
import { documentOf } from "../support/documents";
import { judge, type Fixture } from "../support/rules";

/** What a rule says of one resource. */
function said(rule: Rule, fixture: Fixture) {
  return judge(rule, [fixture]).map(({ state, path, note }) => ({ state, path, note }));
}

describe("a named exception is shown with its reason", () => {
  test("instances, which name no source when they assume a role", () => {
    const assumeRolePolicy = documentOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } });
    expect(said(iamTrustBound, { type: "aws:iam/role:Role", props: { assumeRolePolicy } })).toEqual([
      {
        state: "passed-with-note",
        path: "assumeRolePolicy.Statement[0].Condition",
        note: expect.stringContaining("EC2 names no source") as string,
      },
    ]);
  });

  test("EventBridge, which tells no source where it uses a key", () => {
    const policy = documentOf({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
    });
    expect(said(keysBoundPrincipals, { type: "aws:kms/key:Key", props: { policy } })).toEqual([
      {
        state: "passed-with-note",
        path: "policy.Statement[0].Condition",
        note: expect.stringContaining("EventBridge's source") as string,
      },
    ]);
  });

  test("an account of others that a resource's policy may name", () => {
    const Principal = { AWS: "arn:aws:iam::999988887777:role/reader" };
    const props = { policy: documentOf({ Effect: "Allow", Principal, Action: "sqs:SendMessage" }) };
    const admitted = admittedAccounts as Record<string, string>;
    admitted["999988887777"] = "the auditor's";
    try {
      expect(said(policiesNotPublic, { type: "aws:sqs/queuePolicy:QueuePolicy", props })).toEqual([
        { state: "passed-with-note", path: "policy.Statement[0].Principal", note: "the auditor's" },
      ]);
    } finally {
      delete admitted["999988887777"];
    }
  });

  test("image layers, which lie in buckets of others", () => {
    const policy = documentOf({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
    });
    expect(said(endpointPolicies, { type: "aws:ec2/vpcEndpoint:VpcEndpoint", props: { policy } })).toEqual([
      {
        state: "passed-with-note",
        path: "policy.Statement[0].Condition",
        note: expect.stringContaining("image layers") as string,
      },
    ]);
  });

  test("a service that takes no endpoint policy", () => {
    const props = { serviceName: "com.amazonaws.eu-central-1.eks-auth" };
    expect(said(endpointPolicies, { type: "aws:ec2/vpcEndpoint:VpcEndpoint", props })).toEqual([
      { state: "passed-with-note", path: "policy", note: "eks-auth takes no endpoint policy" },
    ]);
  });

  test("a listener that passes connections on to the mesh", () => {
    const props = { protocol: "TCP", port: 443 };
    expect(said(listenersTls, { type: "aws:lb/listener:Listener", props })).toEqual([
      {
        state: "passed-with-note",
        path: "protocol",
        note: expect.stringContaining("the mesh's gateway") as string,
      },
    ]);
  });

  test("TLS 1.2 where AWS offers nothing newer", () => {
    const props = { domainNameConfiguration: { securityPolicy: "TLS_1_2" } };
    expect(said(listenersTls, { type: "aws:apigatewayv2/domainName:DomainName", props })).toEqual([
      {
        state: "passed-with-note",
        path: "domainNameConfiguration.securityPolicy",
        note: expect.stringContaining("offer no other policy") as string,
      },
    ]);
  });
});

describe("a Kubernetes version", () => {
  const cluster: Fixture = { type: "aws:eks/cluster:Cluster", props: { version: "1.35" } };
  const states = (asOf: string, daysMin?: number): string[] =>
    judge(eksSupportedVersion, [cluster], {
      asOf,
      config: daysMin === undefined ? {} : { daysMin },
    }).map(({ found }) => found);

  test.each([
    ["2027-01-25", 61, []],
    ["2027-01-26", 60, ["1.35, supported until 2027-03-27: 60 days"]],
    ["2027-03-28", -1, ["1.35, supported until 2027-03-27: -1 days"]],
  ])("on %s has %i days of support left", (asOf, daysLeft, found) => {
    expect(daysBetween(asOf, "2027-03-27")).toBe(daysLeft);
    expect(states(asOf)).toEqual(found);
  });

  test("may be asked to have more days left, never fewer", () => {
    expect(states("2026-12-26", 90)).toEqual([]);
    expect(states("2026-12-27", 90)).toHaveLength(1);
    expect(mistakesOfRule(eksSupportedVersion, { daysMin: 60 })).toEqual([]);
    expect(mistakesOfRule(eksSupportedVersion, { daysMin: 59 })).toEqual([
      "eks-supported-version.daysMin is 59; allowed: a number from 60 to 365",
    ]);
  });
});
