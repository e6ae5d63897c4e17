import { rule } from "../../../../policies/compliance/rules/bucketsVersioned";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, setUp } from "../../../support/stores";

const status = "versioningConfiguration.status";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("data", "personal"),
    setUp("aws:s3/bucketVersioning:BucketVersioning", "data", {
      versioningConfiguration: { status: "Enabled" },
    }),
    bucketOf("other", "internal"),
    setUp("aws:s3/bucketVersioningV2:BucketVersioningV2", "other", {
      versioningConfiguration: { status: "Enabled" },
    }),
  ],
  mutations: [
    {
      name: "versioning of another bucket",
      resource: 1,
      path: "@from.bucket",
      to: ["other"],
      finding: { path: "", found: "no versioning", wanted: "Enabled" },
    },
    {
      name: "versioning of a bucket that is not known",
      resource: 1,
      path: "@from.bucket",
      to: [],
      finding: { path: "bucket", state: "undecided" },
    },
    {
      name: "versioning suspended",
      resource: 1,
      path: status,
      to: "Suspended",
      finding: { path: status, found: '"Suspended"', wanted: "Enabled" },
    },
    {
      name: "versioning that says nothing",
      resource: 3,
      path: status,
      to: absent,
      finding: { path: status, found: "absent", wanted: "Enabled" },
    },
    {
      name: "versioning that is not known",
      resource: 1,
      path: status,
      to: unknown,
      finding: { path: status, state: "undecided" },
    },
  ],
};
