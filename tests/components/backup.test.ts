import { RegionBackups } from "../../components/backup";
import { watchedJobs } from "../../components/facts/backupVaults";
import { decide, statementsIn, type PolicyRequest } from "../../policies/shared/policyEvaluator";
import { built, statementsOf, type Built } from "../support/built";
import { account, boundaryOf, DeliveryRoles, iam } from "../support/deliveryRoles";
import { testContext } from "../support/testContext";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1";
const topic = "arn:aws:sns:eu-central-1:111122223333:azora-europe-alerts";

const make = (region: string): RegionBackups =>
  new RegionBackups("trial", {
    context: testContext(region),
    keyArn,
    alertTopicArn: topic,
    logBucketName: `azora-${region}-logs-${account}`,
  });

let europe: Built;
let asia: Built;
beforeAll(async () => {
  europe = await built(() => make("europe"));
  asia = await built(() => make("asia"));
});

const vaultArn = (awsRegion: string, name: string): string =>
  `arn:aws:backup:${awsRegion}:${account}:backup-vault:${name}`;

describe("vaults", () => {
  test("are the region's own, one for copies where others copy here, and an air-gapped one", () => {
    const names = ({ inputsOf }: Pick<Built, "inputsOf">, type: string): unknown[] =>
      inputsOf(type).map(({ name }) => name);
    const type = "aws:backup/vault:Vault";
    expect(names({ inputsOf: (each) => europe.inputsOf(each) }, type)).toEqual([
      "azora-europe-copies",
      "azora-europe-backups",
    ]);
    expect(names({ inputsOf: (each) => asia.inputsOf(each) }, type)).toEqual(["azora-asia-backups"]);
    expect(europe.inputsOf("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault")).toEqual([
      expect.objectContaining({
        name: "azora-europe-air-gapped",
        encryptionKeyArn: keyArn,
        minRetentionDays: 30,
        maxRetentionDays: 30,
      }),
    ]);
  });

  test("are protected, encrypted by the key, never emptied by Pulumi, and tagged as internal", () => {
    for (const { inputs, protect } of europe.ofType("aws:backup/vault:Vault")) {
      expect(protect).toBe(true);
      expect(inputs).toMatchObject({ kmsKeyArn: keyArn, forceDestroy: false });
      expect(inputs.tags).toMatchObject({ "data-class": "internal", jurisdiction: "EU", service: "backup" });
    }
  });

  test("are locked in mode compliance for exactly the days that are promised", () => {
    const locks = europe.ofType("aws:backup/vaultLockConfiguration:VaultLockConfiguration");
    expect(locks).toHaveLength(2);
    for (const { inputs, protect } of locks) {
      expect(protect).toBe(true);
      expect(inputs).toMatchObject({ changeableForDays: 3, minRetentionDays: 30, maxRetentionDays: 30 });
    }
  });

  test("refuse to lose what they hold, and copies from roles of other regions than their homes", () => {
    const policy = statementsOf(europe.named("trial-copies-policy").inputs.policy);
    expect(policy.map(({ Principal }) => Principal)).toEqual(["*", "*"]);
    const context = (role: string) => ({ "aws:PrincipalArn": iam(`role/${role}`) });
    const request = (action: string, role: string): PolicyRequest => ({
      action,
      resource: vaultArn("eu-central-1", "azora-europe-copies"),
      context: context(role),
    });
    const everything = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
    const allowed = statementsIn(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [everything, ...policy.map((statement) => ({ ...statement, Principal: undefined }))],
      }),
    );
    for (const action of ["DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "DeleteBackupVault"])
      expect(decide(allowed, request(`backup:${action}`, "azora-admin"))).not.toBe("allowed");
    const copy = (role: string): string => decide(allowed, request("backup:CopyIntoBackupVault", role));
    expect(copy("azora-africa-backups")).toBe("allowed");
    expect(copy("azora-asia-backups")).toBe("allowed");
    expect(copy("azora-europe-backups")).not.toBe("allowed");
    expect(copy("azora-admin")).not.toBe("allowed");
  });
});

describe("the plan", () => {
  test("backs up every night, keeps for 30 days, and copies to the partner and to the air-gapped vault", () => {
    const lifecycle = { deleteAfter: 30 };
    expect(europe.named("trial-volumes-plan").inputs).toMatchObject({
      name: "azora-europe-daily",
      rules: [
        {
          ruleName: "daily",
          targetVaultName: "azora-europe-backups",
          schedule: "cron(0 1 * * ? *)",
          scheduleExpressionTimezone: "Etc/UTC",
          startWindow: 60,
          completionWindow: 360,
          lifecycle,
          copyActions: [
            { destinationVaultArn: vaultArn("sa-east-1", "azora-americas-copies"), lifecycle },
            { destinationVaultArn: vaultArn("eu-central-1", "azora-europe-air-gapped"), lifecycle },
          ],
        },
      ],
    });
  });

  test("takes volumes of the cache by their tags, and none of Sentinels, which hold a password", () => {
    expect(europe.inputsOf("aws:backup/selection:Selection")).toEqual([
      expect.objectContaining({
        iamRoleArn: iam("role/azora-europe-backups"),
        resources: [`arn:aws:ec2:eu-central-1:${account}:volume/*`],
        conditions: [
          {
            stringEquals: [{ key: "aws:ResourceTag/kubernetes-namespace", value: "valkey" }],
            stringNotLikes: [{ key: "aws:ResourceTag/kubernetes-claim", value: "data-cache-sentinel-*" }],
          },
        ],
      }),
    ]);
  });

  test("keeps no other kind of resource by default", () => {
    const { resourceTypeOptInPreference } = europe.named("trial-settings").inputs;
    const on = Object.entries(resourceTypeOptInPreference as Record<string, boolean>).filter(
      ([, kept]) => kept,
    );
    expect(on).toEqual([["EBS", true]]);
  });
});

describe("restores", () => {
  test("are tried twice a week, of any backup that is promised, from all of the region's own vaults", () => {
    expect(europe.named("trial-restores-plan").inputs).toMatchObject({
      name: "azora_europe_restores",
      scheduleExpression: "cron(0 13 ? * SUN,WED *)",
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: "RANDOM_WITHIN_WINDOW",
        includeVaults: [
          vaultArn("eu-central-1", "azora-europe-backups"),
          vaultArn("eu-central-1", "azora-europe-copies"),
        ],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 30,
      },
    });
    expect(europe.named("trial-restores-volumes").inputs).toMatchObject({
      restoreTestingPlanName: "azora_europe_restores",
      protectedResourceType: "EBS",
      iamRoleArn: iam("role/azora-europe-restore-tests"),
      validationWindowHours: 4,
    });
  });
});

test("jobs are reported to the bucket of logs", () => {
  expect(
    europe
      .inputsOf("aws:backup/reportPlan:ReportPlan")
      .map(({ name, reportSetting }) => [name, reportSetting]),
  ).toEqual([
    ["azora_europe_backups", { reportTemplate: "BACKUP_JOB_REPORT" }],
    ["azora_europe_copies", { reportTemplate: "COPY_JOB_REPORT" }],
    ["azora_europe_restores", { reportTemplate: "RESTORE_JOB_REPORT" }],
  ]);
  for (const { reportDeliveryChannel } of europe.inputsOf("aws:backup/reportPlan:ReportPlan"))
    expect(reportDeliveryChannel).toEqual({
      s3BucketName: `azora-europe-logs-${account}`,
      s3KeyPrefix: "backup-reports",
      formats: ["CSV", "JSON"],
    });
});

test("people hear of every job that failed, and of a day without one", () => {
  const alarms = europe.inputsOf("aws:cloudwatch/metricAlarm:MetricAlarm");
  expect(alarms).toHaveLength(watchedJobs.length);
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      namespace: "AWS/Backup",
      statistic: "Sum",
      dimensions: { BackupVaultName: "azora-europe-backups" },
      alarmActions: [topic],
      okActions: [topic],
    });
  expect(europe.named("trial-alarms-backup-failed").inputs).toMatchObject({
    name: "azora-europe-backup-failed",
    metricName: "NumberOfBackupJobsFailed",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    treatMissingData: "notBreaching",
  });
  expect(europe.named("trial-alarms-backup-missed").inputs).toMatchObject({
    metricName: "NumberOfBackupJobsCompleted",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 21_600,
    evaluationPeriods: 5,
    treatMissingData: "breaching",
  });
});

describe("the roles of AWS Backup", () => {
  const places = { "aws:RequestedRegion": "eu-central-1" };
  const rights = (role: string): ReturnType<typeof statementsIn> =>
    statementsIn(europe.named(`trial-${role}-role-rights`).inputs.policy as string);
  const may = (role: string, action: string, resource: string, context: PolicyRequest["context"] = {}) =>
    decide(rights(role), { action, resource, context: { ...places, ...context } }) === "allowed";
  const volume = `arn:aws:ec2:eu-central-1:${account}:volume/vol-1`;
  const snapshot = "arn:aws:ec2:eu-central-1::snapshot/snap-1";
  const own = { "aws:ResourceTag/aws:backup:source-resource": "x" };

  test("are taken by AWS Backup of this account only, each within a boundary", () => {
    for (const [role, boundary] of [
      ["volumes", boundaryOf("vaults")],
      ["restores", boundaryOf("europe")],
    ]) {
      const { assumeRolePolicy, permissionsBoundary } = europe.named(`trial-${role ?? ""}-role`).inputs;
      expect(permissionsBoundary).toBe(boundary);
      expect(statementsOf(assumeRolePolicy)).toEqual([
        expect.objectContaining({
          Principal: { Service: "backup.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        }),
      ]);
    }
  });

  test("keep volumes of the cache, and no others", () => {
    const of = (namespace: string) => ({ "aws:ResourceTag/kubernetes-namespace": namespace });
    expect(may("volumes", "ec2:CreateSnapshot", volume, of("valkey"))).toBe(true);
    expect(may("volumes", "ec2:CreateSnapshot", volume, of("postgres"))).toBe(false);
    expect(may("volumes", "ec2:CreateSnapshot", volume)).toBe(false);
    const claim = (name: string) => ({ ...of("valkey"), "aws:ResourceTag/kubernetes-claim": name });
    expect(may("volumes", "ec2:CreateSnapshot", volume, claim("data-cache-0"))).toBe(true);
    expect(may("volumes", "ec2:CreateSnapshot", volume, claim("data-cache-sentinel-0"))).toBe(false);
  });

  test("copy into the vaults that the plan names, and no others", () => {
    const copy = (awsRegion: string, name: string): boolean =>
      may("volumes", "backup:CopyIntoBackupVault", vaultArn(awsRegion, name));
    expect(copy("sa-east-1", "azora-americas-copies")).toBe(true);
    expect(copy("eu-central-1", "azora-europe-air-gapped")).toBe(true);
    expect(copy("af-south-1", "azora-africa-copies")).toBe(false);
    expect(copy("sa-east-1", "Default")).toBe(false);
  });

  test("end snapshots that are AWS Backup's own, and by the role that keeps them only", () => {
    expect(may("volumes", "ec2:DeleteSnapshot", snapshot, own)).toBe(true);
    expect(may("volumes", "ec2:DeleteSnapshot", snapshot)).toBe(false);
    for (const action of ["ec2:DeleteSnapshot", "ec2:DeleteVolume", "backup:DeleteRecoveryPoint"])
      expect(may("restores", action, snapshot, own)).toBe(false);
  });

  test("restore volumes, and read no other store", () => {
    expect(may("restores", "ec2:CreateVolume", volume)).toBe(true);
    expect(may("restores", "ec2:CreateTags", volume, { "aws:RequestTag/awsbackup-restore-test": "x" })).toBe(
      true,
    );
    expect(may("restores", "ec2:CreateTags", volume)).toBe(false);
    for (const role of ["volumes", "restores"])
      expect(may(role, "s3:GetObject", `arn:aws:s3:::azora-europe-data-${account}/a`)).toBe(false);
  });

  test("use keys through EC2 only: their own, and the partner's by its alias", () => {
    const through = (awsRegion: string) => ({ "kms:ViaService": `ec2.${awsRegion}.amazonaws.com` });
    const partner = `arn:aws:kms:sa-east-1:${account}:key/1`;
    expect(may("volumes", "kms:ReEncryptFrom", keyArn, through("eu-central-1"))).toBe(true);
    expect(may("volumes", "kms:ReEncryptFrom", keyArn)).toBe(false);
    expect(
      may("volumes", "kms:ReEncryptTo", partner, {
        ...through("sa-east-1"),
        "kms:ResourceAliases": ["alias/azora/americas/internal"],
      }),
    ).toBe(true);
    expect(
      may("volumes", "kms:ReEncryptTo", partner, {
        ...through("sa-east-1"),
        "kms:ResourceAliases": ["alias/azora/americas/personal"],
      }),
    ).toBe(false);
  });
});

test("the boundary of those roles ends at volumes that vaults keep, keys of their class and our vaults", async () => {
  const roles = await DeliveryRoles.built();
  const bounds = (action: string, resource: string, context: PolicyRequest["context"] = {}): boolean =>
    roles.bounds("vaults", {
      action,
      resource,
      context: { "aws:RequestedRegion": "sa-east-1", ...context },
    });
  const volume = `arn:aws:ec2:af-south-1:${account}:volume/vol-1`;
  const key = `arn:aws:kms:sa-east-1:${account}:key/1`;
  const through = { "kms:ViaService": "ec2.sa-east-1.amazonaws.com" };
  expect(bounds("ec2:CopySnapshot", "arn:aws:ec2:sa-east-1::snapshot/snap-1")).toBe(true);
  expect(
    bounds("ec2:CopySnapshot", "arn:aws:ec2:us-east-1::snapshot/snap-1", {
      "aws:RequestedRegion": "us-east-1",
    }),
  ).toBe(false);
  expect(bounds("ec2:CreateSnapshot", volume, { "aws:ResourceTag/kubernetes-namespace": "valkey" })).toBe(
    true,
  );
  expect(bounds("ec2:CreateSnapshot", volume, { "aws:ResourceTag/kubernetes-namespace": "postgres" })).toBe(
    false,
  );
  expect(bounds("backup:CopyIntoBackupVault", vaultArn("sa-east-1", "azora-americas-copies"))).toBe(true);
  expect(bounds("kms:ReEncryptTo", key, { ...through, "aws:ResourceTag/data-class": "internal" })).toBe(true);
  expect(bounds("kms:ReEncryptTo", key, { ...through, "aws:ResourceTag/data-class": "personal" })).toBe(
    false,
  );
  expect(bounds("kms:ReEncryptTo", key, { "aws:ResourceTag/data-class": "internal" })).toBe(false);
  for (const action of [
    "backup:DeleteRecoveryPoint",
    "backup:DeleteBackupVault",
    "s3:GetObject",
    "ec2:RunInstances",
  ])
    expect(bounds(action, "*")).toBe(false);
});

describe("a region's deployer", () => {
  let roles: DeliveryRoles;
  beforeAll(async () => {
    roles = await DeliveryRoles.built();
  });
  const may = (action: string, resource: string, context: PolicyRequest["context"] = {}): boolean =>
    roles.may("azora-deployer-africa", {
      action,
      resource,
      context: { "aws:RequestedRegion": "af-south-1", "aws:ResourceAccount": account, ...context },
    });
  const vault = vaultArn("af-south-1", "azora-africa-backups");
  const made = { "aws:RequestTag/region": "africa" };
  const owned = { "aws:ResourceTag/region": "africa" };

  test("makes vaults, plans and tests, and hands their roles to AWS Backup", () => {
    for (const what of ["BackupVault", "BackupPlan", "ReportPlan", "RestoreTestingPlan"])
      expect(may(`backup:Create${what}`, vault, made)).toBe(true);
    expect(may("backup:PutBackupVaultLockConfiguration", vault, owned)).toBe(true);
    expect(may("backup-storage:MountCapsule", "*")).toBe(true);
    expect(
      may("kms:GenerateDataKey", `arn:aws:kms:af-south-1:${account}:key/1`, {
        ...owned,
        "kms:ViaService": "backup.af-south-1.amazonaws.com",
      }),
    ).toBe(true);
    expect(
      may("iam:PassRole", iam("role/azora-africa-backups"), {
        "iam:PassedToService": "backup.amazonaws.com",
      }),
    ).toBe(true);
    for (const holder of ["africa", "vaults"])
      expect(
        may("iam:CreateRole", iam("role/azora-africa-backups"), {
          "iam:PermissionsBoundary": boundaryOf(holder),
        }),
      ).toBe(true);
    expect(
      may(
        "cloudwatch:PutMetricAlarm",
        `arn:aws:cloudwatch:af-south-1:${account}:alarm:azora-africa-backup-failed`,
      ),
    ).toBe(true);
  });

  test("takes nothing out of a vault, and touches no other region's", () => {
    for (const action of ["DeleteBackupVault", "DeleteBackupVaultLockConfiguration", "DeleteRecoveryPoint"])
      expect(may(`backup:${action}`, vault, owned)).toBe(false);
    expect(may("backup:PutBackupVaultAccessPolicy", vault, { "aws:ResourceTag/region": "europe" })).toBe(
      false,
    );
  });
});
