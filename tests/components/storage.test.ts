import { flowLogDelivery } from "../../components/network";
import { bucketArn, PrivateBucket, type PrivateBucketArgs } from "../../components/storage";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const context = testContext("europe");
const arn = "arn:aws:s3:::azora-europe-logs-111122223333";

const make = (changes: Partial<PrivateBucketArgs> = {}): PrivateBucket =>
  new PrivateBucket("logs", {
    context,
    purpose: "logs",
    service: "network",
    dataClass: "operational",
    keyArn: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1",
    ...changes,
  });

describe("a private bucket", () => {
  let bucket: Built;
  beforeAll(async () => {
    bucket = await built(() =>
      make({ expireAfterDays: 30, statements: flowLogDelivery(context, bucketArn(context, "logs")) }),
    );
  });
  const policy = (): ReturnType<typeof statementsOf> =>
    statementsOf(bucket.named("logs-policy").inputs.policy);

  test("has the name that its purpose and account give it, and is protected", () => {
    expect(bucketArn(context, "logs")).toBe(arn);
    const { inputs, protect } = bucket.named("logs-bucket");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({ bucket: "azora-europe-logs-111122223333", forceDestroy: false });
    expect(inputs.tags).toMatchObject({ "data-class": "operational", jurisdiction: "EU" });
  });

  test("refuses plain HTTP, from anyone, on itself and its objects", () => {
    expect(policy()).toContainEqual({
      Sid: "RefusePlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  test("refuses TLS older than 1.3, except from AWS services", () => {
    expect(policy().find(({ Sid }) => Sid === "RefuseOldTls")).toMatchObject({
      Effect: "Deny",
      Condition: {
        NumericLessThan: { "s3:TlsVersion": "1.3" },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });

  test("allows only what it was told, and that to this account's log delivery", () => {
    const allowed = policy().filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Sid }) => Sid)).toEqual(["FlowLogDelivery", "FlowLogDeliveryCheck"]);
    for (const statement of allowed) {
      expect(statement).toMatchObject({
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:111122223333:*" },
        },
      });
    }
  });

  test("is encrypted with the given key, and takes no objects under keys of clients", () => {
    expect(bucket.named("logs-encryption").inputs.rules).toEqual([
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1",
        },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
  });

  test("is versioned, without ACLs, and closed to the public in all four ways", () => {
    expect(bucket.named("logs-versioning").inputs.versioningConfiguration).toEqual({ status: "Enabled" });
    expect(bucket.named("logs-ownership").inputs.rule).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    expect(bucket.named("logs-public-access").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test("forgets objects, old versions and broken uploads in time", () => {
    expect(bucket.named("logs-lifecycle").inputs.rules).toEqual([
      expect.objectContaining({
        status: "Enabled",
        expiration: { days: 30 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      }),
      expect.objectContaining({ status: "Enabled", expiration: { expiredObjectDeleteMarker: true } }),
    ]);
  });

  test("gives its ARN away once its policy is in force", async () => {
    const room = await built(() => {
      const logs = make();
      new PrivateBucket("reader", {
        context,
        purpose: "reader",
        service: "network",
        dataClass: "operational",
        keyArn: logs.arn,
      });
    });
    expect(room.named("reader-encryption").dependencies).toContain(room.named("logs-policy").urn);
  });
});

test("objects stay for good unless told otherwise", async () => {
  const [retention] = (await built(() => make())).named("logs-lifecycle").inputs.rules as object[];
  expect(retention).not.toHaveProperty("expiration");
});

test.each<[Partial<PrivateBucketArgs>, string]>([
  [{ expireAfterDays: 0 }, "PrivateBucket.expireAfterDays is 0; allowed: whole days, 1 or more"],
  [{ expireAfterDays: 1.5 }, "PrivateBucket.expireAfterDays is 1.5; allowed: whole days, 1 or more"],
  [{ noncurrentDays: -1 }, "PrivateBucket.noncurrentDays is -1; allowed: whole days, 1 or more"],
  [
    { purpose: "Logs" },
    'PrivateBucket.purpose is "Logs"; allowed: what makes "azora-europe-Logs-111122223333" a name of 3 to 63 lower-case letters, digits and hyphens',
  ],
])("%j is refused before anything is created", async (changes, message) => {
  await expect(refusal(() => make(changes))).resolves.toBe(message);
});
