import { rule } from "../../../../policies/compliance/rules/auditBucketsLocked";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, setUp } from "../../../support/stores";

const lock = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const byDefault = "rule.defaultRetention";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("audit", "audit", { objectLockEnabled: true }),
    setUp(lock, "audit", { rule: { defaultRetention: { mode: "COMPLIANCE", days: 2557 } } }),
    bucketOf("evidence", "audit", { objectLockEnabled: true }),
    setUp(lock, "evidence", { rule: { defaultRetention: { mode: "COMPLIANCE", years: 7 } } }),
    // Other classes may be deleted, personal data must.
    bucketOf("data", "personal"),
  ],
  mutations: [
    {
      name: "a bucket that was made without Object Lock",
      path: "objectLockEnabled",
      to: absent,
      finding: { path: "objectLockEnabled", found: "absent", wanted: "true" },
    },
    {
      name: "a bucket of which that is not known",
      path: "objectLockEnabled",
      to: unknown,
      finding: { path: "objectLockEnabled", state: "undecided" },
    },
    {
      name: "a lock on another bucket",
      resource: 1,
      path: "@from.bucket",
      to: ["evidence"],
      finding: { path: "", found: "no Object Lock", wanted: "mode COMPLIANCE" },
    },
    {
      name: "a lock that an administrator can lift",
      resource: 1,
      path: `${byDefault}.mode`,
      to: "GOVERNANCE",
      finding: { path: `${byDefault}.mode`, found: '"GOVERNANCE"', wanted: "COMPLIANCE" },
    },
    {
      name: "a mode that is not known",
      resource: 1,
      path: `${byDefault}.mode`,
      to: unknown,
      finding: { path: `${byDefault}.mode`, state: "undecided" },
    },
    {
      name: "a lock that ends a day early",
      resource: 1,
      path: `${byDefault}.days`,
      to: 2556,
      finding: {
        path: `${byDefault}.days`,
        found: "2556",
        wanted: "2557 days or more",
      },
    },
    {
      name: "a lock of which it is not known when it ends",
      resource: 1,
      path: `${byDefault}.days`,
      to: unknown,
      finding: { path: `${byDefault}.days`, state: "undecided" },
    },
    {
      name: "a lock of six years",
      resource: 3,
      path: `${byDefault}.years`,
      to: 6,
      finding: { path: `${byDefault}.years`, found: "6" },
    },
    {
      name: "a lock without a time",
      resource: 3,
      path: `${byDefault}.years`,
      to: absent,
      finding: { path: `${byDefault}.days`, found: "absent", wanted: "2557 days or more" },
    },
    {
      name: "a lock without a default",
      resource: 1,
      path: "rule",
      to: absent,
      finding: { path: `${byDefault}.mode`, found: "absent", wanted: "COMPLIANCE" },
    },
    {
      name: "another bucket that becomes an audit trail",
      resource: 4,
      path: "tags.data-class",
      to: "audit",
      finding: { path: "", found: "no Object Lock" },
    },
    {
      name: "a bucket that may be an audit trail",
      resource: 4,
      path: "tags.data-class",
      to: absent,
      finding: {
        path: "tags.data-class",
        found: "absent",
        wanted: "personal | internal | operational | audit",
      },
    },
    {
      name: "a bucket whose class is not known",
      resource: 4,
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
  ],
};
