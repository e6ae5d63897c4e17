import type * as aws from "@pulumi/aws";
import { alike, first, json, list, none, object, tags, to, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

type Vault = aws.backup.VaultArgs;
type AirGapped = aws.backup.LogicallyAirGappedVaultArgs;
type Lock = aws.backup.VaultLockConfigurationArgs;
type Rule = aws.types.input.backup.PlanRule;
type CopyAction = aws.types.input.backup.PlanRuleCopyAction;
type Lifecycle = aws.types.input.backup.PlanRuleLifecycle;
type Selection = aws.backup.SelectionArgs;
type Condition = aws.types.input.backup.SelectionCondition;
type Tag = aws.types.input.backup.SelectionSelectionTag;
type Report = aws.backup.ReportPlanArgs;
type Testing = aws.backup.RestoreTestingPlanArgs;
type Points = aws.types.input.backup.RestoreTestingPlanRecoveryPointSelection;
type Tested = aws.backup.RestoreTestingSelectionArgs;

const vaultType = "aws:backup/vault:Vault";

const lifecycle = object<Lifecycle>({
  coldStorageAfter: "MoveToColdStorageAfterDays",
  deleteAfter: "DeleteAfterDays",
  optInToArchiveForSupportedResources: "OptInToArchiveForSupportedResources",
});
const copyAction = object<CopyAction>({
  destinationVaultArn: "DestinationBackupVaultArn",
  lifecycle: to("Lifecycle", lifecycle),
});
const planRule = object<Rule>({
  ...alike<Rule>(
    "enableContinuousBackup",
    "recoveryPointTags",
    "ruleName",
    "scheduleExpressionTimezone",
    "targetLogicallyAirGappedBackupVaultArn",
  ),
  completionWindow: "CompletionWindowMinutes",
  copyActions: to("CopyActions", list(copyAction)),
  lifecycle: to("Lifecycle", lifecycle),
  scanActions: none("malware is looked for by nobody yet"),
  schedule: "ScheduleExpression",
  startWindow: "StartWindowMinutes",
  targetVaultName: "TargetBackupVault",
});
const parameters = list(
  object<{ key: string; value: string }>({ key: "ConditionKey", value: "ConditionValue" }),
);
const tested = list(object<{ key: string; value: string }>(alike("key", "value")));

export const backup: readonly Entry[] = [
  row<Vault>(vaultType, "AWS::Backup::BackupVault", {
    name: "BackupVaultName",
    kmsKeyArn: "EncryptionKeyArn",
    tags: "BackupVaultTags",
    forceDestroy: none("how Pulumi deletes"),
  }),
  fold<aws.backup.VaultPolicyArgs, Vault>(
    "aws:backup/vaultPolicy:VaultPolicy",
    vaultType,
    { backupVaultName: "name" },
    { policy: to("AccessPolicy", json), backupVaultName: whole },
  ),
  fold<Lock, Vault>(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    vaultType,
    { backupVaultName: "name" },
    {
      ...alike<Lock>("changeableForDays", "maxRetentionDays", "minRetentionDays"),
      backupVaultName: whole,
    },
    "LockConfiguration",
  ),
  row<AirGapped>(
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
    "AWS::Backup::LogicallyAirGappedBackupVault",
    {
      ...alike<AirGapped>("encryptionKeyArn", "maxRetentionDays", "minRetentionDays"),
      name: "BackupVaultName",
      tags: "BackupVaultTags",
      timeouts: none("how long Pulumi waits"),
    },
  ),
  row<aws.backup.PlanArgs>("aws:backup/plan:Plan", "AWS::Backup::BackupPlan", {
    name: "BackupPlan.BackupPlanName",
    rules: to("BackupPlan.BackupPlanRule", list(planRule)),
    tags: "BackupPlanTags",
    advancedBackupSettings: none("options of Windows and SAP, which nothing here has"),
    scanSettings: none("malware is looked for by nobody yet"),
  }),
  row<Selection>("aws:backup/selection:Selection", "AWS::Backup::BackupSelection", {
    planId: "BackupPlanId",
    name: "BackupSelection.SelectionName",
    iamRoleArn: "BackupSelection.IamRoleArn",
    resources: "BackupSelection.Resources",
    notResources: "BackupSelection.NotResources",
    conditions: to(
      "BackupSelection.Conditions",
      first(
        object<Condition>({
          stringEquals: to("StringEquals", parameters),
          stringLikes: to("StringLike", parameters),
          stringNotEquals: to("StringNotEquals", parameters),
          stringNotLikes: to("StringNotLike", parameters),
        }),
      ),
    ),
    selectionTags: to(
      "BackupSelection.ListOfTags",
      list(object<Tag>({ key: "ConditionKey", type: "ConditionType", value: "ConditionValue" })),
    ),
  }),
  row<Report>("aws:backup/reportPlan:ReportPlan", "AWS::Backup::ReportPlan", {
    name: "ReportPlanName",
    description: "ReportPlanDescription",
    reportDeliveryChannel: to(
      "ReportDeliveryChannel",
      object<aws.types.input.backup.ReportPlanReportDeliveryChannel>({
        formats: "Formats",
        s3BucketName: "S3BucketName",
        s3KeyPrefix: "S3KeyPrefix",
      }),
    ),
    reportSetting: to(
      "ReportSetting",
      object<aws.types.input.backup.ReportPlanReportSetting>({
        accounts: "Accounts",
        frameworkArns: "FrameworkArns",
        numberOfFrameworks: none("AWS counts the frameworks"),
        organizationUnits: "OrganizationUnits",
        regions: "Regions",
        reportTemplate: "ReportTemplate",
      }),
    ),
    tags: to("ReportPlanTags", tags),
  }),
  row<Testing>("aws:backup/restoreTestingPlan:RestoreTestingPlan", "AWS::Backup::RestoreTestingPlan", {
    ...alike<Testing>("scheduleExpression", "scheduleExpressionTimezone", "startWindowHours"),
    name: "RestoreTestingPlanName",
    recoveryPointSelection: to(
      "RecoveryPointSelection",
      object<Points>(
        alike<Points>(
          "algorithm",
          "excludeVaults",
          "includeVaults",
          "recoveryPointTypes",
          "selectionWindowDays",
        ),
      ),
    ),
    tags: to("Tags", tags),
  }),
  row<Tested>(
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    "AWS::Backup::RestoreTestingSelection",
    {
      ...alike<Tested>(
        "iamRoleArn",
        "protectedResourceArns",
        "protectedResourceType",
        "restoreMetadataOverrides",
        "restoreTestingPlanName",
        "validationWindowHours",
      ),
      name: "RestoreTestingSelectionName",
      protectedResourceConditions: to(
        "ProtectedResourceConditions",
        object<aws.types.input.backup.RestoreTestingSelectionProtectedResourceConditions>({
          stringEquals: to("StringEquals", tested),
          stringNotEquals: to("StringNotEquals", tested),
        }),
      ),
    },
  ),
  without("aws:backup/regionSettings:RegionSettings", "CloudFormation does not set an account's settings"),
];
