import { rule } from "../../../../policies/compliance/rules/bucketsSetUpApart";
import { documentOf } from "../../../support/documents";
import { unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, storeTags } from "../../../support/stores";

const open = documentOf({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" });
const elsewhere = { role: "r", rules: [{ destination: { bucket: "arn:aws:s3:::somewhere" } }] };
const plain = { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } };
const daily = [{ enabled: true, expiration: { days: 1 } }];
const short = { objectLockEnabled: "Enabled", rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } };

const set: readonly (readonly [resource: number, field: string, value: unknown])[] = [
  [0, "policy", open],
  [0, "lifecycleRules", daily],
  [0, "objectLockConfiguration", short],
  [0, "replicationConfiguration", elsewhere],
  [0, "serverSideEncryptionConfiguration", plain],
  [0, "versioning", { enabled: false }],
  [1, "policy", open],
  [1, "lifecycleRules", daily],
  [1, "objectLockConfiguration", short],
  [1, "replicationConfigurations", [elsewhere]],
  [1, "serverSideEncryptionConfigurations", [plain]],
  [1, "versionings", [{ enabled: false }]],
];

export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("logs", "operational"),
    {
      type: "aws:s3/bucketV2:BucketV2",
      name: "scratch",
      props: { bucket: "azora-europe-scratch", forceDestroy: false, tags: storeTags("internal") },
    },
  ],
  mutations: [
    ...[0, 1].map((resource) => ({
      name: `bucket ${resource} with all its inputs replaced by a policy`,
      resource,
      path: "",
      to: { policy: open },
      finding: { path: "policy", wanted: "absent" },
    })),
    ...set.flatMap(([resource, field, value]) => [
      {
        name: `${field} in bucket ${resource} itself`,
        resource,
        path: field,
        to: value,
        finding: { path: field, wanted: "absent" },
      },
      {
        name: `${field} in bucket ${resource} itself, unknown`,
        resource,
        path: field,
        to: unknown,
        finding: { path: field, found: "unknown", state: "undecided" as const },
      },
    ]),
  ],
};
