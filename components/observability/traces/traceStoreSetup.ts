/** Gives the store of traces its templates and policies. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceStore } from "../../facts/traceStore";
import {
  certificate,
  copiedImage,
  guaranteed,
  mountsOf,
  podPaths,
  podSpec,
  securityContext,
  type PodParts,
} from "../../shared";
import { authorityFiles } from "../collectors/collectorParts";
import { authorityFile } from "../collectors/configParts";
import { labelsOf, namespace, sharedHost, type WatchPartArgs } from "../parts";
import { keepers, setupFiles } from "./openSearchConfig";

const { traceStore: store } = observabilityNames;
const { openSearch } = observabilityPorts;
const setupName = keepers.setup;

/** The image's own user. */
export const storeUserId = 1000;

/** Where pods of its image find what they are told. */
export const storeTold = "/etc/azora/store";

/** A certificate by whose name its holder has rights in the store. */
export function storeProof(
  urnName: string,
  part: string,
  hosts: readonly string[],
  { context, issuerName }: WatchPartArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return certificate(
    urnName,
    { name: part, namespace, issuerName, identity: sharedHost(part, context.domain), hosts },
    opts,
  );
}

/** Gives the store its templates and policies, every quarter of an hour anew. */
export function setUpStore(urnName: string, args: WatchPartArgs, opts: pulumi.CustomResourceOptions): void {
  const { context, after } = args;
  const labels = labelsOf(setupName);
  const metadata = { name: setupName, namespace, labels };
  const inside = { ...opts, dependsOn: [...after] };
  const proofs = Object.entries(keepers).map(([what, part]) =>
    storeProof(`${urnName}-${what}-certificate`, part, [sharedHost(part, context.domain)], args, inside),
  );
  const files = new k8s.core.v1.ConfigMap(
    `${urnName}-files`,
    {
      metadata,
      data: {
        ...setupFiles(),
        "set-up.sh": readFileSync(path.join(__dirname, "scripts", "set-up-store.sh"), "utf8"),
      },
    },
    inside,
  );
  const account = new k8s.core.v1.ServiceAccount(
    `${urnName}-account`,
    { metadata, automountServiceAccountToken: false },
    inside,
  );
  const admin = "/etc/azora/admin";
  const pod: PodParts = {
    serviceAccount: setupName,
    userId: storeUserId,
    certificateSecret: keepers.setup,
    secrets: [{ name: "admin", secretName: keepers.admin, path: admin }],
    files: [authorityFiles, { name: "files", configMap: setupName, path: storeTold }],
    scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "16Mi" }],
  };
  const env = {
    STORE: `https://${store}:${openSearch}`,
    FILES: storeTold,
    PREFIX: traceStore.indexPrefix,
    CA: authorityFile,
    CERT: podPaths.certificate,
    KEY: podPaths.key,
    ADMIN_CERT: `${admin}/tls.crt`,
    ADMIN_KEY: `${admin}/tls.key`,
  };
  new k8s.batch.v1.CronJob(
    urnName,
    {
      metadata,
      spec: {
        schedule: "*/15 * * * *",
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 600,
            backoffLimit: 0,
            template: {
              metadata: { labels },
              spec: podSpec(pod, labels, {
                restartPolicy: "Never",
                containers: [
                  {
                    name: "setup",
                    image: copiedImage(context, "opensearch"),
                    command: ["sh", `${storeTold}/set-up.sh`],
                    env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
                    resources: guaranteed("100m", "128Mi"),
                    securityContext,
                    volumeMounts: mountsOf(pod),
                  },
                ],
              }),
            },
          },
        },
      },
    },
    { ...inside, dependsOn: [...after, ...proofs, files, account] },
  );
}
