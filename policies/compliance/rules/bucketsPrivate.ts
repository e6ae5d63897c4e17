import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { access } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const aclTypes = s3Types("BucketAcl");
const objectTypes = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/objectCopy:ObjectCopy",
];
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Canned ACLs that let in people of other accounts ("Canned ACL", S3 user guide). */
const publicAcl = /^(public-read|public-read-write|authenticated-read)$/;
/** Groups that hold everybody, and everybody with an AWS account. */
const publicGroup = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

const fixAcl = "grant by policy, to roles";

function publicAcls(props: Reader): Finding[] {
  const acl = props.at("acl");
  const grantees = [
    ...props.items("accessControlPolicy", "grants").map((grant) => grant.at("grantee", "uri")),
    ...props.items("grants").map((grant) => grant.at("uri")),
  ];
  return [
    ...(publicAcl.test(acl.text() ?? "") ? [wrong(acl, "private", fixAcl)] : []),
    ...grantees
      .filter((uri) => publicGroup.test(uri.text() ?? ""))
      .map((uri) => wrong(uri, "no group of everybody", fixAcl)),
  ];
}

export const rule: StackRule = {
  id: "buckets-private",
  title: "No bucket can be made public",
  why: "Most leaks of stored data are buckets that somebody opened; the four flags refuse that whatever a policy or an ACL says.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [...bucketTypes, blockType, ...aclTypes, ...objectTypes],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, bucketTypes, (bucket) =>
      setUpFor(stack, bucket, [blockType]).length === 0
        ? [wrongResource("no public access block", "all four flags true", "add a BucketPublicAccessBlock")]
        : [],
    ),
    ...findingsOf(stack, [blockType], ({ props }) =>
      flags
        .filter((flag) => props.flag(flag) !== true)
        .map((flag) => wrong(props.at(flag), "true", `set ${flag}`)),
    ),
    ...findingsOf(stack, [...bucketTypes, ...aclTypes, ...objectTypes], ({ props }) => publicAcls(props)),
  ],
};
