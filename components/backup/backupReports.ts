import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupReports } from "../facts/backupVaults";
import type { RegionContext } from "../shared";

interface BackupReportsArgs {
  readonly context: RegionContext;
  /** Bucket whose policy lets AWS Backup's reports in. */
  readonly bucketName: pulumi.Input<string>;
}

/**
 * Writes every day what became of backups, copies and restores, job by job, into the region's bucket of logs.
 * Runs: storage of some kilobytes a day.
 */
export class BackupReports extends pulumi.ComponentResource {
  readonly reportArns: pulumi.Output<string[]>;

  constructor(name: string, args: BackupReportsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:BackupReports", name, {}, opts);
    const { context } = args;
    const { formats, prefix, templates } = backupReports;
    const reports = Object.entries(templates).map(([what, reportTemplate]) => {
      // Names of these take no dash.
      const reportName = `azora_${context.region.name.replaceAll("-", "_")}_${what}`;
      return new aws.backup.ReportPlan(
        `${name}-${what}`,
        {
          name: reportName,
          description: `Jobs of AWS Backup in ${context.region.name}: ${what}`,
          reportDeliveryChannel: {
            s3BucketName: args.bucketName,
            s3KeyPrefix: prefix,
            formats: [...formats],
          },
          reportSetting: { reportTemplate },
          tags: context.tags({ service: "backup", dataClass: "operational", name: reportName }),
        },
        { parent: this },
      );
    });
    this.reportArns = pulumi.output(reports.map(({ arn }) => arn));
    this.registerOutputs({ reportArns: this.reportArns });
  }
}
