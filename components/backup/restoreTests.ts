import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { restoreSchedule, restoreTests, vaultArn, type VaultPurpose } from "../facts/backupVaults";
import { vaultDataClass } from "../facts/keptVolumes";
import type { RegionContext } from "../shared";
import { restoreStatements } from "./backupRights";
import { roleOfBackup } from "./backupRole";

interface RestoreTestsArgs {
  readonly context: RegionContext;
  readonly keyArn: pulumi.Input<string>;
  /** The region's vaults whose backups are tried. */
  readonly purposes: readonly VaultPurpose[];
  /** They exist before anything is tried. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Restores a backup of each volume twice a week, whichever of those that are promised, keeps it for whoever validates it, and
 * deletes it. A backup nobody has restored is a hope.
 * Runs: a charge a restore, and the volume for some hours.
 */
export class RestoreTests extends pulumi.ComponentResource {
  readonly planName: pulumi.Output<string>;

  constructor(name: string, args: RestoreTestsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:RestoreTests", name, {}, opts);
    const { context, purposes } = args;
    const { accountId, region } = context;
    const child = { parent: this };
    const { roleArn, rights } = roleOfBackup(
      `${name}-role`,
      {
        context,
        roleName: context.name("restore-tests"),
        description: `AWS Backup tries restores in ${region.name}`,
        statements: restoreStatements(context, args.keyArn),
        boundaryArn: context.boundaryArn,
      },
      child,
    );
    // Names of these take no dash.
    const planName = `azora_${region.name.replaceAll("-", "_")}_restores`;
    const plan = new aws.backup.RestoreTestingPlan(
      `${name}-plan`,
      {
        name: planName,
        scheduleExpression: restoreSchedule(region),
        scheduleExpressionTimezone: "Etc/UTC",
        startWindowHours: restoreTests.startWindowHours,
        recoveryPointSelection: {
          algorithm: restoreTests.algorithm,
          includeVaults: purposes.map((purpose) => vaultArn(accountId, region.name, purpose)),
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: restoreTests.selectionWindowDays,
        },
        tags: context.tags({ service: "backup", dataClass: vaultDataClass, name: planName }),
      },
      { parent: this, dependsOn: [...args.after] },
    );
    new aws.backup.RestoreTestingSelection(
      `${name}-volumes`,
      {
        name: `azora_${region.name.replaceAll("-", "_")}_volumes`,
        restoreTestingPlanName: plan.name,
        protectedResourceType: "EBS",
        // Whatever lies in the vaults.
        protectedResourceArns: ["*"],
        iamRoleArn: roleArn,
        validationWindowHours: restoreTests.validationWindowHours,
      },
      { parent: this, dependsOn: [rights] },
    );
    this.planName = plan.name;
    this.registerOutputs({ planName: this.planName });
  }
}
