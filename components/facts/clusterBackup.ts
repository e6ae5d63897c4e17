/**
 * Backups of a cluster's objects, by Velero: of what is declared nowhere else, such as certificates' keys and what service teams
 * made by hand. No volumes: databases and the cache have backups of their own.
 *
 * A loss is as long as the interval and the minute that a backup takes, in either place. Objects that programs declare come back
 * from there without any loss.
 */
import { keyAlias } from "./dataClasses";
import { mayMove } from "./jurisdictions";
import { bucketPurpose } from "./objects";
import { homePrefix } from "./objectCopies";
import { recovery } from "./promises";
import { failoverOrder, regionNamed } from "./regions";
import { retention } from "./retention";

/** How often, and for how long. */
export const clusterBackupTimes = {
  everyMinutes: recovery.backupIntervalMinutes,
  /** A day of close points in time; older ones by the day (ARCHITECTURE section 6). */
  frequentKeptHours: 24,
  dailyKeptHours: retention.backupDays * 24,
} as const;

/** A folder of a bucket that holds backups. */
export interface ClusterBackupLocation {
  readonly name: "home" | "partner";
  /** Where the bucket is. */
  readonly region: string;
  /** Begins the keys of its objects, without a slash at the end. */
  readonly prefix: string;
  /** Alias of the key that encrypts them, in the bucket's region. */
  readonly keyAlias: string;
}

/** Part of the keys of backups of objects, below the home's own. */
export const clusterBackupFolder = "cluster-objects";

/** The bucket's purpose, whose facts say where its data may go. */
export const clusterBackupPurpose = "backups";

/**
 * Where a home's objects are backed up to: its own bucket, and that of the first region to which the law lets backups go. Velero
 * writes both itself, since S3 promises a copy after 15 minutes only. In the second bucket they lie beside what S3 copies there,
 * under a name of their own.
 * @param law default that of facts.
 * @example clusterBackupLocations("africa").map(({ region }) => region) // ["africa", "europe"]
 */
export function clusterBackupLocations(home: string, law = mayMove): readonly ClusterBackupLocation[] {
  const { dataClass } = bucketPurpose(clusterBackupPurpose);
  const { jurisdiction } = regionNamed(home);
  const partner = failoverOrder(home).find((name) =>
    law(dataClass, jurisdiction, regionNamed(name).jurisdiction),
  );
  const location = (name: ClusterBackupLocation["name"], region: string): ClusterBackupLocation => ({
    name,
    region,
    prefix: `${homePrefix(home)}${clusterBackupFolder}/${name}`,
    keyAlias: keyAlias(region, dataClass),
  });
  return [location("home", home), ...(partner === undefined ? [] : [location("partner", partner)])];
}

/** One schedule, as cron and Velero take it. */
export interface ClusterBackupSchedule {
  readonly name: string;
  readonly location: ClusterBackupLocation["name"];
  readonly cron: string;
  readonly keptHours: number;
}

/** The daily backup's time of day (UTC), off the hour, when everybody else's jobs begin. */
const dailyCron = "17 2 * * *";

/**
 * Close backups in every place, in turns, so that while both can be reached the newest is half an interval old; daily ones at home,
 * which S3 copies to every lawful region.
 */
export function clusterBackupSchedules(
  locations: readonly Pick<ClusterBackupLocation, "name">[],
): readonly ClusterBackupSchedule[] {
  const { everyMinutes, frequentKeptHours, dailyKeptHours } = clusterBackupTimes;
  const turn = Math.floor(everyMinutes / locations.length);
  return [
    ...locations.map(({ name }, index) => ({
      name: `frequent-${name}`,
      location: name,
      cron: `${index * turn}-59/${everyMinutes} * * * *`,
      keptHours: frequentKeptHours,
    })),
    { name: "daily-home", location: "home", cron: dailyCron, keptHours: dailyKeptHours },
  ];
}

/** What a backup leaves out: what is of no use a minute later, or made anew by what is restored. */
export const clusterBackupLeavesOut = {
  resources: [
    "endpoints",
    "endpointslices.discovery.k8s.io",
    "events",
    "events.events.k8s.io",
    "leases.coordination.k8s.io",
  ],
  /** Velero's own objects come back from the bucket. */
  namespaces: ["velero"],
} as const;

/**
 * The one role that reads whatever there is, with the reason; the rule about wildcards lets this one read, and no more. Kinds that
 * come later must be in backups too.
 */
export const clusterBackupReader = {
  name: "cluster-backup-reader",
  reason:
    "a backup of all objects reads all of them, secrets and what kubelets answer too; it writes nothing but its own namespace, where no other pod runs and none is reached but for metrics",
} as const;

/** User of Velero's pod; its image names one by a word, which Kubernetes cannot tell from root. */
export const clusterBackupUserId = 65_532;

/** Of the chart's service and container (velero 12.1.0, `metrics`). */
export const clusterBackupMetricsPort = 8085;
