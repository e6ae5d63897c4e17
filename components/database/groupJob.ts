import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  mountsOf,
  notDisrupted,
  onDemand,
  podSpec,
  securityContext,
  type PartMetadata,
  type PodParts,
  type RegionContext,
} from "../shared";
import { databaseImage } from "./parts";

type PodSpec = k8s.types.input.core.v1.PodSpec;

export interface GroupJobArgs {
  readonly context: RegionContext;
  readonly metadata: PartMetadata;
  /** As cron writes it; default never: it is a template that a person, or a workflow, makes a job of. */
  readonly schedule?: string;
  readonly hoursMax: number;
  /** How often it is tried anew where it fails. */
  readonly retries: number;
  /** How many of those that succeeded are left to be read. */
  readonly kept: number;
  readonly parts: PodParts;
  /** Name of its container. */
  readonly container: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly resources: k8s.types.input.core.v1.Container["resources"];
  /** Default that of every pod of the data plane. */
  readonly pod?: Pick<PodSpec, "priorityClassName">;
}

/** A day that no year has. */
const never = "0 0 30 2 *";

/** A job that works on one group of a cluster for hours, by itself again and again, on a node that stays until it ends. */
export function groupJob(
  urnName: string,
  { context, metadata, parts, ...job }: GroupJobArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.batch.v1.CronJob {
  const { labels } = metadata;
  const pod = podSpec(parts, labels, {
    restartPolicy: "Never",
    affinity: onDemand,
    ...job.pod,
    containers: [
      {
        name: job.container,
        image: databaseImage(context),
        command: [...job.command],
        env: Object.entries(job.env).map(([name, value]) => ({ name, value })),
        resources: job.resources,
        securityContext,
        volumeMounts: mountsOf(parts),
      },
    ],
  });
  return new k8s.batch.v1.CronJob(
    urnName,
    {
      metadata,
      spec: {
        schedule: job.schedule ?? never,
        ...(job.schedule === undefined ? { suspend: true } : {}),
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: job.kept,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: job.hoursMax * 3600,
            backoffLimit: job.retries,
            template: { metadata: { labels: { ...labels }, annotations: { ...notDisrupted } }, spec: pod },
          },
        },
      },
    },
    opts,
  );
}
