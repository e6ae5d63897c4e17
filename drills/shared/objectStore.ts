/**
 * A region's buckets, in drills: a real S3 server (versitygw) under S3's own name in the region, so that the plan's configuration
 * stays as it is but for who proves what: AWS gives a pod its identity, the drill gives it a key.
 */
import { clusterBackupPurpose } from "../../components/facts/clusterBackup";
import { regionNamed } from "../../components/facts/regions";
import { paths } from "../../components/database/paths";
import type { Plan } from "../../preview/plan";
import { textAt } from "../../preview/reading";
import type { Authorities, PodSpec } from "../world";
import { podName } from "../world/planPods";

/** Who may use the buckets of a drill; they live as long as it does. */
export const storeKey = { id: "drill", secret: "drill-key-of-no-other-use" } as const;
/** Of the repositories; a cluster's secret has it from outside the plan. */
const passphrase = "drill-passphrase";
const home = "/srv/objects";

/** Room for objects, in memory that is taken as it is used. */
const storeMiB = 3072;

function hostOf(region: string): string {
  return `s3.${regionNamed(region).awsRegion}.amazonaws.com`;
}

/** Name of a region's pod that has its buckets. */
function objectStoreName(region: string): string {
  return podName(region, "aws", "s3");
}

/**
 * The pod that a region's buckets are in.
 * @param accountId whose buckets they are in the plan.
 * @param purposes of the buckets that it has; default backups.
 */
export async function objectStorePod(
  region: string,
  accountId: string,
  authorities: Pick<Authorities, "issue">,
  purposes: readonly string[] = [clusterBackupPurpose],
): Promise<PodSpec> {
  const buckets = purposes.map((purpose) => `azora-${region}-${purpose}-${accountId}`);
  const host = hostOf(region);
  const names = [host, ...buckets.map((bucket) => `${bucket}.${host}`)];
  const folders = [`${home}/meta`, ...buckets.map((bucket) => `${home}/buckets/${bucket}`)];
  const { certificate, key: privateKey } = await authorities.issue(region, { commonName: host, names });
  const serve = [
    "versitygw",
    "--port :443 --quiet",
    `--cert ${paths.certificate} --key ${paths.key}`,
    `--region ${regionNamed(region).awsRegion} --virtual-domain ${host}`,
    // Of an object's attributes nothing needs a file system that has them.
    `posix --sidecar ${home}/meta ${home}/buckets`,
  ].join(" ");
  return {
    name: objectStoreName(region),
    region,
    hostnames: names,
    containers: [
      {
        name: "s3",
        command: ["/bin/sh", "-c", `mkdir -p ${folders.join(" ")} && exec ${serve}`],
        env: { ROOT_ACCESS_KEY_ID: storeKey.id, ROOT_SECRET_ACCESS_KEY: storeKey.secret },
        // A port below 1024 is root's.
        uid: 0,
        gid: 0,
      },
    ],
    files: [
      { path: paths.certificate, content: certificate, mode: 0o444 },
      { path: paths.key, content: privateKey, mode: 0o400 },
    ],
    volumes: [{ path: home, sizeMiB: storeMiB }],
  };
}

/** What a file of the plan holds in a drill: the key in place of the pod's identity, and the authorities that sign for S3 here. */
export function asDrilled(name: string, content: string): string {
  if (!name.endsWith(".conf")) return content;
  return content.replaceAll(/^(repo\d+)-s3-key-type=pod-id$/gm, (_, repository: string) =>
    [
      `${repository}-s3-key-type=shared`,
      `${repository}-s3-key=${storeKey.id}`,
      `${repository}-s3-key-secret=${storeKey.secret}`,
      `${repository}-storage-ca-file=${paths.authorities}`,
    ].join("\n"),
  );
}

/** What a cluster's secret holds in a drill. */
export function passphraseOf(name: string): Readonly<Record<string, string>> | undefined {
  return name.endsWith("-repository") ? { passphrase } : undefined;
}

/** The account whose buckets the plan names. */
export function accountOf(plan: Plan): string {
  const bucket = Object.values(plan.stacks)
    .flatMap(({ resources }) => resources)
    .find(({ type }) => type === "aws:s3/bucket:Bucket");
  const [, account] = /-(\d{12})$/.exec(textAt(bucket?.resolved, "bucket")) ?? [];
  if (account === undefined) throw new Error("the plan has no bucket whose name ends with its account");
  return account;
}
