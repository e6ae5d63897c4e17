import { tlsMin } from "../../../components/facts/security";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { bucketOfArn, bucketTypes, setUpFor } from "../../shared/buckets";
import { access } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";
import { allowing, denying, isWildcard, principals, unreadable } from "../../shared/iam";
import { findingsOf } from "../../shared/look";
import { outsiders } from "../../shared/outsiders";

const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const tlsVersionMin = tlsMin.version;

/** The conditions of a statement, one a line: operator, key, values. */
function conditions(statement: Reader): { readonly test: string; readonly values: readonly string[] }[] {
  return statement.keys("Condition").flatMap((operator) =>
    statement.keys("Condition", operator).map((key) => ({
      test: `${operator} ${key.toLowerCase()}`,
      values: statement.items("Condition", operator, key).map((value) => value.shown.replaceAll('"', "")),
    })),
  );
}

/** Whether a statement is about everybody, every action, the bucket and all that is in it. */
function isAboutAll(statement: Reader, name: string | undefined): boolean {
  const resources = statement.texts("Resource");
  const whole = resources.some(
    (arn) => resources.includes(`${arn}/*`) && (name === undefined || bucketOfArn(arn) === name),
  );
  return (
    principals(statement, "AWS").includes("*") &&
    statement.texts("Action").some((action) => isWildcard(action) || action === "s3:*") &&
    (whole || resources.some(isWildcard))
  );
}

/** Refuses whatever comes in plain. */
function refusesPlain(statement: Reader): boolean {
  const all = conditions(statement);
  return (
    all.length > 0 &&
    all.every(({ test, values }) => test === "Bool aws:securetransport" && values.join() === "false")
  );
}

/** Refuses TLS before the version of facts; services of AWS, which S3 tells no version of, may be left out. */
function refusesOldTls(statement: Reader): boolean {
  const all = conditions(statement).filter(
    ({ test, values }) => !(test === "Bool aws:principalisawsservice" && values.join() === "false"),
  );
  return (
    all.length > 0 &&
    all.every(
      ({ test, values }) =>
        test === "NumericLessThan s3:tlsversion" &&
        values.every((value) => Number(value) >= Number(tlsVersionMin)),
    )
  );
}

function missing(policy: Reader, name: string | undefined): Finding[] {
  const refusals = denying(policy).filter((statement) => isAboutAll(statement, name));
  const fix = (condition: string) =>
    `add a Deny for everybody, s3:*, the bucket and its objects, with ${condition}`;
  return [
    ...(refusals.some(refusesPlain)
      ? []
      : [
          {
            path: "policy",
            found: "no statement that refuses plain HTTP",
            wanted: "a Deny where aws:SecureTransport is false",
            fix: fix("Bool aws:SecureTransport false"),
          },
        ]),
    ...(refusals.some(refusesOldTls)
      ? []
      : [
          {
            path: "policy",
            found: `no statement that refuses TLS before ${tlsVersionMin}`,
            wanted: `a Deny where s3:TlsVersion is less than ${tlsVersionMin}`,
            fix: fix(`NumericLessThan s3:TlsVersion ${tlsVersionMin}`),
          },
        ]),
  ];
}

export const rule: StackRule = {
  id: "bucket-policies",
  title: "Every bucket refuses plain HTTP, old TLS, and everybody whom it does not name",
  why: "S3 answers plain HTTP and old TLS unless a policy refuses them. ARNs that are known only after deployment defer the rule.",
  severity: "critical",
  level: "mandatory",
  controls: { ...access, hipaa: ["164.312(a)(1)", "164.312(e)(1)"] },
  scope: "stack",
  types: [...bucketTypes, policyType],
  onUnknown: "defer",
  check: (stack) => [
    ...findingsOf(stack, bucketTypes, (bucket) => {
      const policies = setUpFor(stack, bucket, [policyType]);
      if (policies.length === 0)
        return [
          wrongResource("no bucket policy", "one that refuses plain HTTP and old TLS", "add a BucketPolicy"),
        ];
      return policies.flatMap((policy) =>
        missing(policy.props.json("policy"), bucket.props.text("bucket")).map((finding) => ({
          urn: policy.urn,
          ...finding,
        })),
      );
    }),
    ...findingsOf(stack, [policyType], (policy) => {
      const document = policy.props.json("policy");
      return [
        ...unreadable(document),
        ...allowing(document).flatMap((statement) => outsiders(statement, policy)),
      ];
    }),
  ],
};
