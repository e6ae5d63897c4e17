import { createHash } from "node:crypto";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { secondsPerDay } from "../facts/days";
import { bucketItemWrite, edgeLogBatchSecondsMax, edgeLogFields, edgeLogStore } from "../facts/edgeLogs";
import { retention } from "../facts/retention";

export interface EdgeLogsArgs {
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
}

const bucketName = "azora-edge-logs";

/**
 * Where a job writes. R2 makes S3 credentials of a token: its id, and the SHA-256 of its value ("Authentication", R2 docs).
 */
function destination(accountId: string, dataset: string, id: string, value: string): string {
  const secret = createHash("sha256").update(value).digest("hex");
  const query = new URLSearchParams({
    region: "auto",
    "access-key-id": id,
    "secret-access-key": secret,
    endpoint: `${accountId}.${edgeLogStore.endpoint}`,
  });
  // The braces are Logpush's own: a folder for each day.
  return `s3://${bucketName}/${dataset}/{DATE}?${query.toString()}`;
}

/**
 * The edge's logs, kept in the EU as long as all logs, without anything that a person brought along.
 * Runs: a charge a million writes, and one a gigabyte and month.
 */
export class EdgeLogs extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeLogs", name, {}, opts);
    const { edgeAccountId: accountId, zoneId } = args;
    const { jurisdiction } = edgeLogStore;
    const bucket = new cloudflare.R2Bucket(
      `${name}-bucket`,
      { accountId, name: bucketName, jurisdiction },
      { parent: this, protect: true },
    );
    new cloudflare.R2BucketLifecycle(
      `${name}-retention`,
      {
        accountId,
        bucketName: bucket.name,
        jurisdiction,
        rules: [
          {
            id: "retention",
            enabled: true,
            conditions: { prefix: "" },
            deleteObjectsTransition: {
              condition: { type: "Age", maxAge: retention.operationalDays * secondsPerDay },
            },
            abortMultipartUploadsTransition: {
              condition: { type: "Age", maxAge: retention.incompleteUploadDays * secondsPerDay },
            },
          },
        ],
      },
      { parent: this },
    );
    const writer = new cloudflare.AccountToken(
      `${name}-writer`,
      {
        accountId,
        name: "azora-edge-logs",
        policies: [
          {
            effect: "allow",
            permissionGroups: [{ id: bucketItemWrite }],
            resources: JSON.stringify({
              [`com.cloudflare.edge.r2.bucket.${accountId}_${jurisdiction}_${bucketName}`]: "*",
            }),
          },
        ],
      },
      { parent: this },
    );
    for (const [dataset, fieldNames] of Object.entries(edgeLogFields))
      new cloudflare.LogpushJob(
        `${name}-${dataset.replaceAll("_", "-")}`,
        {
          zoneId,
          name: `azora-${dataset.replaceAll("_", "-")}`,
          dataset,
          enabled: true,
          destinationConf: pulumi.secret(
            pulumi
              .all([writer.id, writer.value])
              .apply(([id, value]) => destination(accountId, dataset, id, value)),
          ),
          outputOptions: {
            fieldNames: [...fieldNames],
            outputType: "ndjson",
            timestampFormat: "rfc3339",
            cve202144228: true,
          },
          maxUploadIntervalSeconds: edgeLogBatchSecondsMax,
        },
        { parent: this, dependsOn: [bucket] },
      );
    this.registerOutputs({});
  }
}
