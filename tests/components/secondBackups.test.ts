import { clusterBackupLocations } from "../../components/facts/clusterBackup";
import { bucketPurpose, bucketPurposeNames, repositoryPrefix } from "../../components/facts/objects";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { account, DeliveryRoles } from "../support/deliveryRoles";

test("only buckets of backups have repositories, so that a boundary may name any bucket's", () => {
  const having = bucketPurposeNames.filter((purpose) =>
    bucketPurpose(purpose).otherPrefixes.includes(repositoryPrefix),
  );
  expect(having).toEqual(["backups", "subject-keys"]);
});

let roles: DeliveryRoles;
beforeAll(async () => {
  roles = await DeliveryRoles.built();
});

describe.each(allRegions().map(({ name }) => name))("the boundary of %s", (home) => {
  const [, place] = clusterBackupLocations(home);
  const there = regionNamed(place?.region ?? home);
  const bucket = `arn:aws:s3:::azora-${there.name}-backups-${account}`;
  const inRegion = { "aws:RequestedRegion": there.awsRegion, "aws:ResourceAccount": account };
  const key = `arn:aws:kms:${there.awsRegion}:${account}:key/0123`;
  const ofThere = { ...inRegion, "aws:ResourceTag/region": there.name };

  test("lets roles keep backups a second time, below the home's prefix, and repositories", () => {
    for (const action of ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]) {
      const allowed = (prefix: string): boolean =>
        roles.bounds(home, { action, resource: `${bucket}/${prefix}x`, context: inRegion });
      expect(allowed(`${home}/`)).toBe(true);
      expect(allowed(`${there.name}/`)).toBe(false);
      // Of clusters that have members here; a role's own policy names them.
      expect(allowed("repositories/core/")).toBe(true);
      const keys = bucket.replace("-backups-", "-subject-keys-");
      const inKeys = (key: string): boolean =>
        roles.bounds(home, { action, resource: `${keys}/${key}`, context: inRegion });
      expect([inKeys("repositories/keys/x"), inKeys(`${home}/x`)]).toEqual([true, false]);
    }
    expect(roles.bounds(home, { action: "s3:ListBucket", resource: bucket, context: inRegion })).toBe(true);
  });

  test("and changes nothing of the bucket, and loses no version", () => {
    for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"])
      expect(roles.bounds(home, { action, resource: bucket, context: inRegion })).toBe(false);
    const version = { action: "s3:DeleteObjectVersion", resource: `${bucket}/${home}/x`, context: inRegion };
    expect(roles.bounds(home, version)).toBe(false);
  });

  test("lets S3 there use its key for them, and nobody else", () => {
    const through = (service: string) => ({ ...ofThere, "kms:ViaService": service });
    const may = (action: string, context: Readonly<Record<string, string>>): boolean =>
      roles.bounds(home, { action, resource: key, context });
    const s3 = through(`s3.${there.awsRegion}.amazonaws.com`);
    expect(may("kms:GenerateDataKey", s3)).toBe(true);
    expect(may("kms:Decrypt", s3)).toBe(true);
    expect(may("kms:ScheduleKeyDeletion", s3)).toBe(false);
    expect(may("kms:Decrypt", ofThere)).toBe(false);
    expect(may("kms:Decrypt", through(`ebs.${there.awsRegion}.amazonaws.com`))).toBe(false);
  });

  test("still leaves alone what is another stack's", () => {
    const { awsRegion } = regionNamed(home);
    const others = { "aws:RequestedRegion": awsRegion, "aws:ResourceTag/region": "global" };
    expect(
      roles.bounds(home, {
        action: "ec2:TerminateInstances",
        resource: `arn:aws:ec2:${awsRegion}:${account}:instance/i-0123`,
        context: others,
      }),
    ).toBe(false);
  });
});
