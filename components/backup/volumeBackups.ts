import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  backupRole,
  copyTarget,
  dailyBackup,
  dailySchedule,
  vaultArn,
  vaultPurposes,
} from "../facts/backupVaults";
import { boundaryArn, otherHolders } from "../facts/delivery";
import { claimsLeftOut, vaultDataClass, vaultNamespaces, volumeTags } from "../facts/keptVolumes";
import { retention } from "../facts/retention";
import type { RegionContext } from "../shared";
import { backupStatements } from "./backupRights";
import { roleOfBackup } from "./backupRole";

interface VolumeBackupsArgs {
  readonly context: RegionContext;
  readonly keyArn: pulumi.Input<string>;
  /** Name of the region's own vault. */
  readonly vaultName: pulumi.Input<string>;
  /** The region's logically air-gapped vault, where there is one. */
  readonly airGapped?: pulumi.Resource | undefined;
}

const lifecycle = { deleteAfter: retention.backupDays } as const;

/**
 * Keeps a region's volumes: a snapshot of each every night, copied to the partner's vault and to the air-gapped one, and the
 * role by which AWS Backup does it. Which volumes, tells the tag that the EBS driver writes.
 * Runs: storage of snapshots in each vault, and transfer between regions.
 */
export class VolumeBackups extends pulumi.ComponentResource {
  readonly planId: pulumi.Output<string>;

  constructor(name: string, args: VolumeBackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:VolumeBackups", name, {}, opts);
    const { context, airGapped } = args;
    const { accountId, region } = context;
    const tags = context.tags({ service: "backup", dataClass: vaultDataClass });
    const child = { parent: this };
    const own = airGapped === undefined ? [] : [vaultPurposes.airGapped];

    const { roleArn, rights } = roleOfBackup(
      `${name}-role`,
      {
        context,
        roleName: backupRole(region.name),
        description: `AWS Backup keeps volumes of ${region.name}`,
        statements: backupStatements(context, args.keyArn, [vaultPurposes.own, ...own]),
        // It copies to another region, past what the region's own boundary lets.
        boundaryArn: boundaryArn(accountId, otherHolders.vaults),
      },
      child,
    );
    const destinations = [
      vaultArn(accountId, copyTarget(region).name, vaultPurposes.copies),
      ...own.map((purpose) => vaultArn(accountId, region.name, purpose)),
    ];
    const plan = new aws.backup.Plan(
      `${name}-plan`,
      {
        name: context.name("daily"),
        rules: [
          {
            ruleName: "daily",
            targetVaultName: args.vaultName,
            schedule: dailySchedule(region),
            scheduleExpressionTimezone: "Etc/UTC",
            startWindow: dailyBackup.startWindowMinutes,
            completionWindow: dailyBackup.completionWindowMinutes,
            lifecycle,
            copyActions: destinations.map((destinationVaultArn) => ({ destinationVaultArn, lifecycle })),
            recoveryPointTags: tags,
          },
        ],
        tags: { ...tags, Name: context.name("daily") },
      },
      { parent: this, dependsOn: airGapped === undefined ? [] : [airGapped] },
    );
    for (const namespace of vaultNamespaces)
      new aws.backup.Selection(
        `${name}-${namespace}`,
        {
          name: `volumes-of-${namespace}`,
          planId: plan.id,
          iamRoleArn: roleArn,
          resources: [context.arn("ec2", "volume/*")],
          conditions: [
            {
              stringEquals: [{ key: `aws:ResourceTag/${volumeTags.namespace.key}`, value: namespace }],
              stringNotLikes: claimsLeftOut(namespace).map((value) => ({
                key: `aws:ResourceTag/${volumeTags.claim.key}`,
                value,
              })),
            },
          ],
        },
        { parent: this, dependsOn: [rights] },
      );
    this.planId = plan.id;
    this.registerOutputs({ planId: this.planId });
  }
}
