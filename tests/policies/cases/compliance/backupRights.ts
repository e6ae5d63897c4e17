import { rule } from "../../../../policies/compliance/rules/backupRights";
import { documentOf, unknownDocument } from "../../../support/documents";
import { refused } from "../../../support/mutationLines";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";

const bucket = "arn:aws:s3:::azora-europe-backups-111122223333";
const folder = `${bucket}/repositories/core/*`;
const allow = (Action: readonly string[], Resource: string | readonly string[]) => ({
  Effect: "Allow",
  Action,
  Resource,
});
const rolePolicy = (role: string, ...statements: readonly object[]): Fixture => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: role,
  props: { role, policy: documentOf(...statements) },
});

const archive = "azora-europe-database-archive";
const archiving = allow(["s3:GetObject", "s3:PutObject"], folder);
const hiding = allow(["s3:GetObject", "s3:DeleteObject"], folder);
const none =
  "none of s3:BypassGovernanceRetention, s3:DeleteObjectVersion, s3:PutBucketVersioning, s3:PutLifecycleConfiguration";
const hidersOnly = "s3:DeleteObject for cluster-backup, database-backup only";
const at = "policy.Statement[0].Action";

export const cases: RuleCases = {
  rule,
  fixtures: [
    rolePolicy(archive, archiving, allow(["s3:ListBucket"], bucket)),
    rolePolicy("azora-europe-database-backup", hiding),
    rolePolicy("azora-europe-cluster-backup", hiding),
    // Of other buckets another rule judges.
    rolePolicy("azora-europe-workflows", allow(["s3:*"], "arn:aws:s3:::azora-europe-data-111122223333/*")),
    {
      type: "aws:iam/role:Role",
      name: "inline",
      props: { name: archive, inlinePolicies: [{ name: "log", policy: documentOf(archiving) }] },
    },
    // What is refused is not allowed.
    rolePolicy("azora-europe-keeper", {
      Effect: "Deny",
      Action: "s3:DeleteObjectVersion",
      Resource: folder,
    }),
  ],
  mutations: [
    ...["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"].map((action) =>
      refused(`${action} of a version`, `${at}[1]`, action, none, { at, found: action }),
    ),
    ...["s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"].map((action) =>
      refused(`${action} of the bucket`, "policy.Statement[1].Action[0]", action, none, {
        at: "policy.Statement[1].Action",
        found: action,
      }),
    ),
    ...["s3:DeleteObject", "s3:Delete*Object"].map((action) =>
      refused(
        `a server that hides its log by ${action}`,
        "policy.Statement[0]",
        allow(["s3:GetObject", action], folder),
        hidersOnly,
        { at, found: `s3:DeleteObject for ${archive}` },
      ),
    ),
    refused("a restore that hides", "role", "azora-europe-database-restore", hidersOnly, {
      resource: 1,
      at,
      found: "s3:DeleteObject for azora-europe-database-restore",
    }),
    refused("another's that hides", "role", "azora-europe-velero", hidersOnly, {
      resource: 2,
      at,
      found: "s3:DeleteObject for azora-europe-velero",
    }),
    ...[
      `${bucket}/*`,
      "arn:aws:s3:::azora-*-backups-*/*",
      "arn:aws:s3:::azora-europe-*",
      `${bucket}/r*`,
      `${bucket}/*/core/*`,
      "arn:*",
      "*",
    ].map((to) =>
      refused(
        `all that ${to} takes in`,
        "policy.Statement[0]",
        { ...archiving, Resource: to },
        "folders of its own",
        { at: "policy.Statement[0].Resource", found: JSON.stringify(to) },
      ),
    ),
    ...[
      `${bucket}/repositories/people-europe-g0/*`,
      `${bucket}/europe/cluster-objects/home/*`,
      `${bucket}/repositories/core/backup/*`,
      "arn:aws:s3:::azora-asia-subject-keys-111122223333/repositories/keys-asia/*",
    ].map((Resource) =>
      refused(
        `a server that hides ${Resource}`,
        "policy.Statement[0]",
        allow(["s3:DeleteObject"], Resource),
        hidersOnly,
        { at, found: `s3:DeleteObject for ${archive}` },
      ),
    ),
    refused(
      "in a role itself",
      "inlinePolicies[0].policy.Statement[0].Action[1]",
      "s3:DeleteObject",
      hidersOnly,
      {
        resource: 4,
        at: "inlinePolicies[0].policy.Statement[0].Action",
        found: `s3:DeleteObject for ${archive}`,
        fixtureOnly: "no role of the plan has policies inline",
      },
    ),
    unknownDocument("policy", unknown),
    unknownDocument("policy.Statement[0].Resource", unknown),
    unknownDocument(at, unknown),
    unknownDocument("role", unknown, 1),
  ],
  survivors: [
    { path: "policy", why: "a role without a policy, or with one text for another, reaches no backup" },
    { path: "policy.Statement", why: "the same" },
    { path: "policy.Statement[*]", why: "a statement less, or one twice, adds no right" },
    {
      path: "policy.Statement[*].Effect",
      why: "any but Deny is taken to allow, and a refusal adds no right",
    },
  ],
  partly: [
    { path: "policy.Statement[*].Resource", why: "some are about other services than S3" },
    { path: "policy.Statement[*].Resource[*]", why: "the same" },
  ],
};
