/** What Velero is told; pure, so that every value can be tested. */
import { onSystemNodes, resources } from "../addons";
import {
  clusterBackupLeavesOut,
  clusterBackupUserId,
  type ClusterBackupLocation,
  type ClusterBackupSchedule,
} from "../facts/clusterBackup";
import { copiedImages } from "../facts/images";
import { regionNamed } from "../facts/regions";
import { copiedImage, copiedRepository, securityContext, type RegionContext } from "../shared";
import { backupBucket } from "./clusterBackupRights";

/** Name of the chart's service account. */
export const serverAccount = "velero-server";

/**
 * The values of the chart: one server, as Velero elects no leader, that reads the cluster and writes its own namespace. Locations and
 * schedules are resources beside the chart, where they can be judged.
 */
export function veleroValues(context: RegionContext): Readonly<Record<string, unknown>> {
  const plugin = {
    name: "velero-plugin-for-aws",
    image: copiedImage(context, "veleroAwsPlugin"),
    // Judged by itself, so it says what the pod says too.
    securityContext: { ...securityContext, runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    resources: resources(50, 64, 128),
    volumeMounts: [{ name: "plugins", mountPath: "/target" }],
  };
  return {
    image: { repository: copiedRepository(context, "velero"), tag: copiedImages.velero.tag },
    initContainers: [plugin],
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: clusterBackupUserId,
      runAsGroup: clusterBackupUserId,
      fsGroup: clusterBackupUserId,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: securityContext,
    priorityClassName: "platform-critical",
    ...onSystemNodes,
    // All objects of a cluster pass through its memory, one kind at a time.
    resources: resources(250, 256, 1024),
    // A backup that is under way is begun anew soon enough; the chart's hour would hold every drain of a node.
    terminationGracePeriodSeconds: 60,
    serviceAccount: { server: { create: true, name: serverAccount } },
    // Reading the whole cluster is a role of ours; restoring takes more, for as long as it lasts (docs/automation.md).
    rbac: { create: true, clusterAdministrator: false },
    // Pod Identity: no key lies anywhere.
    credentials: { useSecret: false },
    // Databases and the cache have backups of their own, with which volumes would not agree.
    snapshotsEnabled: false,
    deployNodeAgent: false,
    backupsEnabled: false,
    schedules: {},
    // A job that copies a shell into another image and may change every definition. They come with the first installation; before
    // the pin is raised, docs/automation.md says what to do.
    upgradeCRDs: false,
    // Would delete every backup's record with the release.
    cleanUpCRDs: false,
    metrics: { enabled: true, serviceMonitor: { autodetect: false, enabled: false } },
    configuration: {
      logFormat: "json",
      defaultVolumesToFsBackup: false,
      defaultSnapshotMoveData: false,
    },
  };
}

/** A place for backups, as Velero takes it: encrypted by our key of the bucket's region, checked each minute. */
export function locationSpec(
  context: RegionContext,
  { name, region, prefix, keyAlias }: ClusterBackupLocation,
): object {
  return {
    provider: "velero.io/aws",
    objectStorage: { bucket: backupBucket(context, region), prefix },
    config: {
      region: regionNamed(region).awsRegion,
      serverSideEncryption: "aws:kms",
      kmsKeyId: keyAlias,
    },
    accessMode: "ReadWrite",
    default: name === "home",
    validationFrequency: "1m",
    backupSyncPeriod: "5m",
  };
}

/**
 * A schedule, as Velero takes it. Secrets are among the objects: the key of the bucket's class encrypts them there, as the cluster's
 * own does in etcd, and whoever may read backups could read them all.
 */
export function scheduleSpec({ location, cron, keptHours }: ClusterBackupSchedule): object {
  return {
    schedule: cron,
    // What was due while the server was away is made at once; a new schedule's first backup is cron's first.
    skipImmediately: false,
    useOwnerReferencesInBackup: false,
    template: {
      ttl: `${keptHours}h0m0s`,
      storageLocation: location,
      includedNamespaces: ["*"],
      excludedNamespaces: [...clusterBackupLeavesOut.namespaces],
      excludedResources: [...clusterBackupLeavesOut.resources],
      includeClusterResources: true,
      snapshotVolumes: false,
      defaultVolumesToFsBackup: false,
      snapshotMoveData: false,
    },
  };
}
