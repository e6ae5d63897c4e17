import { rule } from "../../../../policies/compliance/rules/bucketsPrivate";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, setUp } from "../../../support/stores";

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("logs", "operational"),
    setUp(block, "logs", Object.fromEntries(flags.map((flag) => [flag, true]))),
    setUp("aws:s3/bucketAcl:BucketAcl", "logs", {
      accessControlPolicy: {
        owner: { id: "0123" },
        grants: [
          {
            permission: "WRITE",
            grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" },
          },
        ],
      },
    }),
    setUp("aws:s3/bucketAclV2:BucketAclV2", "logs", { acl: "private" }),
    setUp("aws:s3/bucketObject:BucketObject", "logs", { key: "a", acl: "private" }),
    setUp("aws:s3/bucketObjectv2:BucketObjectv2", "logs", { key: "b" }),
    setUp("aws:s3/objectCopy:ObjectCopy", "logs", {
      key: "c",
      grants: [{ type: "CanonicalUser", id: "0123", permissions: ["READ"] }],
    }),
    bucketOf("other", "internal"),
    setUp(block, "other", Object.fromEntries(flags.map((flag) => [flag, true]))),
  ],
  mutations: [
    ...flags.flatMap((flag) => [
      {
        name: `${flag} off`,
        resource: 1,
        path: flag,
        to: false,
        finding: { path: flag, found: "false", wanted: "true" },
      },
      {
        name: `${flag} not asked for`,
        resource: 1,
        path: flag,
        to: absent,
        finding: { path: flag, found: "absent", wanted: "true" },
      },
      {
        name: `${flag} not known`,
        resource: 1,
        path: flag,
        to: unknown,
        finding: { path: flag, state: "undecided" as const },
      },
    ]),
    {
      name: "a block of a bucket that is not known",
      resource: 1,
      path: "@from.bucket",
      to: [],
      finding: { path: "bucket", state: "undecided" },
    },
    {
      name: "a block of another bucket",
      resource: 1,
      path: "@from.bucket",
      to: ["other"],
      finding: { path: "", found: "no public access block", wanted: "all four flags true" },
    },
    {
      name: "a bucket's own ACL",
      path: "acl",
      to: "public-read",
      finding: { path: "acl", found: '"public-read"', wanted: "private" },
    },
    {
      name: "a bucket's own grants",
      path: "grants",
      to: [{ type: "Group", uri: everybody, permissions: ["READ"] }],
      finding: { path: "grants[0].uri", found: JSON.stringify(everybody), wanted: "no group of everybody" },
    },
    {
      name: "an ACL for everybody to write",
      resource: 3,
      path: "acl",
      to: "public-read-write",
      finding: { path: "acl", found: '"public-read-write"', wanted: "private" },
    },
    {
      name: "an ACL for everybody with an account",
      resource: 3,
      path: "acl",
      to: "authenticated-read",
      finding: { path: "acl", found: '"authenticated-read"' },
    },
    {
      name: "an ACL that is not known",
      resource: 3,
      path: "acl",
      to: unknown,
      finding: { path: "acl", state: "undecided" },
    },
    {
      name: "a grant to everybody",
      resource: 2,
      path: "accessControlPolicy.grants[0].grantee.uri",
      to: everybody,
      finding: {
        path: "accessControlPolicy.grants[0].grantee.uri",
        found: JSON.stringify(everybody),
        wanted: "no group of everybody",
      },
    },
    {
      name: "a grant to everybody with an account",
      resource: 2,
      path: "accessControlPolicy.grants[0].grantee.uri",
      to: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
      finding: { path: "accessControlPolicy.grants[0].grantee.uri" },
    },
    {
      name: "a grant to whom is not known",
      resource: 2,
      path: "accessControlPolicy.grants[0].grantee.uri",
      to: unknown,
      finding: { path: "accessControlPolicy.grants[0].grantee.uri", state: "undecided" },
    },
    ...[4, 5, 6].map((resource) => ({
      name: `a public object, ${resource - 3} of 3`,
      resource,
      path: "acl",
      to: "public-read",
      finding: { path: "acl", found: '"public-read"', wanted: "private" },
    })),
    {
      name: "a copied object for everybody",
      resource: 6,
      path: "grants[0].uri",
      to: everybody,
      finding: { path: "grants[0].uri", found: JSON.stringify(everybody) },
    },
  ],
};
