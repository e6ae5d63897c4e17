import * as pulumi from "@pulumi/pulumi";
import type { AutomationEngine } from "../automation";
import type { ChartMirror, RegionContext } from "../shared";
import { ClusterBackup } from "./clusterBackup";
import { ClusterRestore } from "./clusterRestore";
import { RecoveryWorkflows } from "./recoveryWorkflows";
import { RegionBackups } from "./regionBackups";

export interface DrBackupArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** The security group of the cluster's API. */
  readonly securityGroupId: pulumi.Input<string>;
  /** KMS key of the class of the volumes that AWS Backup's vaults keep. */
  readonly volumeKeyArn: pulumi.Input<string>;
  readonly alertTopicArn: pulumi.Input<string>;
  /** The region's bucket of logs, which takes AWS Backup's reports. */
  readonly logBucketName: pulumi.Input<string>;
  readonly engine: AutomationEngine;
  /** Restores by a workflow, and rehearsals; without it there are none, which the rule recovery-rehearsed refuses. */
  readonly recovery?: {
    /** Of the operator's image in the region's registry. */
    readonly imageDigest: string;
    /** Roles of other regions' restores. */
    readonly restorerRoleArns: readonly string[];
  };
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: the cluster with its guarded namespaces, and what its databases are. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * What a region's recovery rests on beside its databases' own repositories (`DataPlane`): volumes in AWS Backup's vaults, the cluster's
 * objects in two regions, workflows that restore and that rehearse it. Costs to run: what its parts do.
 * @throws InvalidValueError before anything is created, as its parts do.
 */
export class DrBackup extends pulumi.ComponentResource {
  /** For the other regions' `azora:restorerRoleArns`; `null` without workflows. */
  readonly restorerRoleArn: pulumi.Output<string | null>;

  constructor(name: string, args: DrBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:DrBackup", name, {}, opts);
    const { context, clusterName, clusterArn, alertTopicArn, engine, recovery, mirror, after } = args;
    const child = { parent: this };
    const common = { context, clusterName, clusterArn };
    new RegionBackups(
      `${name}-volumes`,
      { context, keyArn: args.volumeKeyArn, alertTopicArn, logBucketName: args.logBucketName },
      child,
    );
    const backup = new ClusterBackup(`${name}-objects`, { ...common, mirror, after }, child);
    new ClusterRestore(`${name}-objects-restore`, { ...common, after: [engine, backup] }, child);
    const workflows =
      recovery === undefined
        ? undefined
        : new RecoveryWorkflows(
            `${name}-recovery`,
            {
              ...common,
              ...recovery,
              securityGroupId: args.securityGroupId,
              alertTopicArn,
              after: [engine, backup, ...after],
            },
            child,
          );

    this.restorerRoleArn = pulumi.output(workflows?.restorerRoleArn ?? null);
    this.registerOutputs({ restorerRoleArn: this.restorerRoleArn });
  }
}
