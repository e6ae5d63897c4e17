import { flowLogDelivery } from "../../components/network";
import type { BucketPurpose } from "../../components/facts/objects";
import {
  bucketArn,
  BucketReplication,
  ObjectCopies,
  PrivateBucket,
  ReplicatedBucket,
  type AuditArchive,
  type CopyRegion,
  type PrivateBucketArgs,
} from "../../components/storage";
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

const objectsRegion = (name: string): CopyRegion => {
  const regionContext = testContext(name);
  const { awsRegion } = regionContext.region;
  const key = (dataClass: string): string => `arn:aws:kms:${awsRegion}:111122223333:key/${name}-${dataClass}`;
  return {
    context: regionContext,
    keys: {
      personal: key("personal"),
      internal: key("internal"),
      operational: key("operational"),
      audit: key("audit"),
    },
    alertTopicArn: `arn:aws:sns:${awsRegion}:111122223333:azora-${name}-alerts`,
  };
};

describe("a region's bucket of objects", () => {
  const replicated = (purpose: BucketPurpose): Promise<Built> =>
    built(
      () =>
        new ReplicatedBucket("own", {
          context,
          purpose,
          keyArn: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1",
          accessLogs: "azora-europe-access-logs-111122223333",
          inventories: arn,
        }),
    );
  const refusals = (made: Built): ReturnType<typeof statementsOf> =>
    statementsOf(made.named("own-policy").inputs.policy).filter(({ Effect }) => Effect === "Deny");

  test("of data refuses keys of homes that may not be there, and keeps versions from everybody", async () => {
    const data = "arn:aws:s3:::azora-europe-data-111122223333";
    const denied = refusals(await replicated("data"));
    expect(denied.find(({ Sid }) => Sid === "KnownPrefixesOnly")).toEqual({
      Sid: "KnownPrefixesOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:ReplicateObject"],
      NotResource: ["europe/*", "africa/*", "asia/*", "americas/*"].map((prefix) => `${data}/${prefix}`),
    });
    expect(denied.find(({ Sid }) => Sid === "KeepVersions")).toMatchObject({
      Principal: "*",
      Action: "s3:DeleteObjectVersion",
      Resource: `${data}/*`,
    });
  });

  test("moves data to Intelligent-Tiering after 30 days, and deletes none by age", async () => {
    const [whole] = (await replicated("data")).named("own-lifecycle").inputs.rules as object[];
    expect(whole).toMatchObject({ transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }] });
    expect(whole).not.toHaveProperty("expiration");
  });

  test("of backups ends each home's after 30 days, and repositories after 90", async () => {
    const rules = (await replicated("backups")).named("own-lifecycle").inputs.rules as Record<
      string,
      unknown
    >[];
    expect(rules.map(({ filter, expiration }) => [filter, expiration])).toEqual([
      [{}, { days: 90 }],
      ...["europe/", "africa/", "asia/", "americas/"].map((prefix) => [{ prefix }, { days: 30 }]),
      [{}, { expiredObjectDeleteMarker: true }],
    ]);
  });

  test("of the key database's backups keeps a version for one day", async () => {
    const [whole] = (await replicated("subject-keys")).named("own-lifecycle").inputs.rules as object[];
    expect(whole).toMatchObject({
      expiration: { days: 11 },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    });
  });

  test("of audit records is locked for seven years, for the account's owner too", async () => {
    const audit = await replicated("audit");
    expect(audit.named("own-bucket").inputs.objectLockEnabled).toBe(true);
    expect(audit.named("own-lock").inputs.rule).toEqual({
      defaultRetention: { mode: "COMPLIANCE", days: 2557 },
    });
    expect((await replicated("data")).resources.map(({ name }) => name)).not.toContain("own-lock");
  });

  test("logs every request, and lists every version once a day with whether it was copied", async () => {
    const made = await replicated("data");
    expect(made.named("own-access-log").inputs).toMatchObject({
      targetBucket: "azora-europe-access-logs-111122223333",
      targetPrefix: "data/",
    });
    expect(made.named("own-inventory").inputs).toMatchObject({
      includedObjectVersions: "All",
      schedule: { frequency: "Daily" },
      destination: { bucket: { bucketArn: arn, prefix: "inventory" } },
    });
    expect(made.named("own-inventory").inputs.optionalFields).toContain("ReplicationStatus");
  });

  test("of an unknown purpose is refused before anything is created", async () => {
    await expect(
      refusal(
        () =>
          new ReplicatedBucket("own", {
            context,
            purpose: "uploads" as BucketPurpose,
            keyArn: "x",
            accessLogs: "x",
            inventories: "x",
          }),
      ),
    ).resolves.toBe('ReplicatedBucket.purpose is "uploads"; allowed: data, backups, subject-keys, audit');
  });
});

describe("copies of all regions' objects", () => {
  const archive: AuditArchive = {
    region: "asia",
    bucketArn: "arn:aws:s3:::azora-archive-asia",
    keyArn: "arn:aws:kms:ap-southeast-1:444455556666:key/1",
    accountId: "444455556666",
  };
  let made: Built;
  beforeAll(async () => {
    made = await built(
      () =>
        new ObjectCopies("copies", {
          regions: ["africa", "europe", "asia", "americas"].map(objectsRegion),
          archives: [archive],
        }),
    );
  });
  const rights = (name: string): ReturnType<typeof statementsOf> =>
    statementsOf(made.named(`copies-${name}-rights`).inputs.policy);
  const bound = (region: string, bucket: string): object => ({
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
  });

  test("a role reads one bucket's own prefix and writes its copy, through S3 alone", () => {
    const [from, to] = ["africa", "europe"].map((name) => `arn:aws:s3:::azora-${name}-data-111122223333`);
    expect(rights("africa-data")).toEqual([
      {
        Sid: "ReadRules",
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: from,
      },
      {
        Sid: "ReadVersions",
        Effect: "Allow",
        Action: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
        Resource: [`${from}/africa/*`],
      },
      {
        Sid: "Decrypt",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:af-south-1:111122223333:key/africa-personal",
        Condition: bound("af-south-1", from ?? ""),
      },
      {
        Sid: "WriteCopies1",
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
        Resource: [`${to}/africa/*`],
      },
      {
        Sid: "Encrypt1",
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "arn:aws:kms:eu-central-1:111122223333:key/europe-personal",
        Condition: bound("eu-central-1", to ?? ""),
      },
    ]);
  });

  test("a role that copies backups deletes none, and one that archives hands the copy over", () => {
    const actions = (name: string): unknown[] => rights(name).flatMap(({ Action }) => Action as string[]);
    expect(actions("asia-backups")).not.toContain("s3:ReplicateDelete");
    expect(actions("asia-audit")).toEqual(
      expect.arrayContaining([
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ]),
    );
    expect(actions("asia-audit")).not.toContain("s3:ReplicateDelete");
  });

  test("a role is bounded, taken by S3, and no region's to change", () => {
    const role = made.named("copies-africa-data-role").inputs;
    expect(role).toMatchObject({
      name: "azora-copies-africa-data",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/boundaries/azora-boundary-copies",
    });
    expect(role.tags).toMatchObject({ region: "global" });
    expect(statementsOf(role.assumeRolePolicy)).toMatchObject([
      { Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  test("data come home, in time, with each other's changes and under the key of where they go", () => {
    const { inputs } = made.named("copies-europe-data-rules");
    const rules = inputs.rules as Record<string, unknown>[];
    expect(inputs).toMatchObject({ region: "eu-central-1", bucket: "azora-europe-data-111122223333" });
    expect(rules.map(({ id, priority }) => [id, priority])).toEqual([
      ["africa-from-europe-to-africa", 1],
      ["europe-from-europe-to-americas", 2],
      ["asia-from-europe-to-asia", 3],
      ["americas-from-europe-to-americas", 4],
    ]);
    expect(rules[0]).toMatchObject({
      status: "Enabled",
      filter: { prefix: "africa/" },
      deleteMarkerReplication: { status: "Enabled" },
      sourceSelectionCriteria: {
        sseKmsEncryptedObjects: { status: "Enabled" },
        replicaModifications: { status: "Enabled" },
      },
      destination: {
        bucket: "arn:aws:s3:::azora-africa-data-111122223333",
        encryptionConfiguration: {
          replicaKmsKeyId: "arn:aws:kms:af-south-1:111122223333:alias/azora/africa/personal",
        },
        metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        replicationTime: { status: "Enabled", time: { minutes: 15 } },
      },
    });
  });

  test("an archive owns its copies, and keeps what the source deletes", () => {
    expect(made.named("copies-asia-audit-rules").inputs.rules).toMatchObject([
      {
        filter: { prefix: "asia/" },
        deleteMarkerReplication: { status: "Disabled" },
        destination: { account: "444455556666", accessControlTranslation: { owner: "Destination" } },
      },
    ]);
  });

  test("lag is alarmed where the copy is, failures where the source is", () => {
    const alarm = (label: string): Record<string, unknown> =>
      made.named(`copies-africa-data-africa-from-africa-to-europe-${label}`).inputs;
    expect(alarm("lag")).toMatchObject({
      region: "eu-central-1",
      metricName: "ReplicationLatency",
      threshold: 300,
      dimensions: {
        SourceBucket: "azora-africa-data-111122223333",
        DestinationBucket: "azora-europe-data-111122223333",
        RuleId: "africa-from-africa-to-europe",
      },
      alarmActions: ["arn:aws:sns:eu-central-1:111122223333:azora-europe-alerts"],
    });
    expect(alarm("failed")).toMatchObject({
      region: "af-south-1",
      metricName: "OperationsFailedReplication",
      threshold: 0,
      alarmActions: ["arn:aws:sns:af-south-1:111122223333:azora-africa-alerts"],
    });
    // Silence means that the target or the rule is gone.
    expect(alarm("pending")).toMatchObject({ region: "eu-central-1", treatMissingData: "breaching" });
  });

  test("are refused before anything is created where a region is missing", async () => {
    const two = ["africa", "europe"].map(objectsRegion);
    await expect(refusal(() => new ObjectCopies("copies", { regions: two }))).resolves.toBe(
      'ObjectCopies.regions is ["africa","europe"]; allowed: americas among them',
    );
  });
});

test("a copy to where the law lets none go is refused before anything is created", async () => {
  const rule = {
    id: "trail",
    prefix: "africa/",
    bothWays: false,
    to: "europe",
    bucketArn: "arn:aws:s3:::azora-europe-audit-111122223333",
    replicaKey: "alias/azora/europe/audit",
    keyArn: "x",
    alertTopicArn: "x",
  };
  const copy = (rules: readonly (typeof rule)[]) => () =>
    new BucketReplication("copy", {
      context: testContext("africa"),
      purpose: "audit",
      keyArn: "x",
      alertTopicArn: "x",
      rules,
    });
  await expect(refusal(copy([rule]))).resolves.toBe(
    'BucketReplication.rules["trail"].to is "europe"; allowed: a region to which audit data may go from africa',
  );
  await expect(refusal(copy([]))).resolves.toBe("BucketReplication.rules is 0; allowed: 1 rule or more");
});
