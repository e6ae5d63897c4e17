import { rule } from "../../../../policies/compliance/rules/encryptContents";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

/** Each type with its other fields, and what it must not say of its encryption. */
const contents: readonly (readonly [
  type: string,
  props: Fixture["props"],
  fields: Record<string, unknown>,
])[] = [
  ...["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"].map(
    (type) =>
      [
        type,
        {
          bucket: "azora-europe-data-111122223333",
          key: "motd",
          content: "hello",
          serverSideEncryption: "",
          kmsKeyId: "",
        },
        { serverSideEncryption: "AES256", kmsKeyId: "alias/aws/s3" },
      ] as const,
  ),
  [
    "aws:s3/inventory:Inventory",
    { destination: { bucket: { format: "Parquet" } } },
    { "destination.bucket.encryption": { sseS3: {} } },
  ],
  [
    "aws:s3/vectorsIndex:VectorsIndex",
    { dimension: 3, encryptionConfigurations: [] },
    { encryptionConfigurations: [{ sseType: "AES256" }] },
  ],
  ["aws:s3tables/table:Table", { name: "orders" }, { encryptionConfiguration: { sseAlgorithm: "AES256" } }],
  [
    "aws:timestreamwrite/table:Table",
    { magneticStoreWriteProperties: { enableMagneticStoreWrites: true } },
    {
      "magneticStoreWriteProperties.magneticStoreRejectedDataLocation": {
        s3Configuration: { encryptionOption: "SSE_S3" },
      },
    },
  ],
];

export const cases: RuleCases = {
  rule,
  fixtures: contents.map(([type, props]) => ({ type, props })),
  mutations: [
    ...contents.flatMap(([type, , fields], resource) =>
      Object.entries(fields).flatMap(([path, to]) => [
        refused(`names its own ${path}`, path, to, "absent", { resource, of: type }),
        ...allUndecided([path], { resource, of: type }),
      ]),
    ),
    refused("KMS with whatever key S3 takes", "serverSideEncryption", "aws:kms", "absent", { resource: 1 }),
  ],
  survivors: ["destination", "destination.bucket", "magneticStoreWriteProperties"].map((path) => ({
    path,
    why: "without it nothing is written that could be encrypted in another way",
  })),
};
