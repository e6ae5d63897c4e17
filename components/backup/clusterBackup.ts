import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import {
  clusterBackupLocations,
  clusterBackupReader,
  clusterBackupSchedules,
  type ClusterBackupLocation,
} from "../facts/clusterBackup";
import { namespaces } from "../facts/namespaces";
import { helmRelease, PodRole, type ChartMirror, type RegionContext } from "../shared";
import { backupStatements, restoreStatements } from "./clusterBackupRights";
import { locationSpec, scheduleSpec, serverAccount, veleroValues } from "./clusterBackupValues";

export interface ClusterBackupArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: the cluster with its guarded namespaces and add-ons. */
  readonly after: readonly pulumi.Resource[];
}

const namespace = namespaces.velero.name;

/**
 * Backs up the objects of a region's cluster, every few minutes, to the home's bucket and to that of the first region to which the law
 * lets backups go, by Velero. The server reads all objects and writes none of them; who restores gives it that right for as long as it
 * takes, since one that always had it could do everything.
 *
 * Costs to run: one small pod, a few megabytes of objects a backup, and their transfer to the partner's region.
 */
export class ClusterBackup extends pulumi.ComponentResource {
  /** Depend on it to use Velero's objects. */
  readonly release: pulumi.Resource;
  readonly backupRoleArn: pulumi.Output<string>;
  /** Nobody has it, until another region's objects are restored here. */
  readonly restoreRoleArn: pulumi.Output<string>;
  /** Names of the places, the home's first. */
  readonly locationNames: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:ClusterBackup", name, {}, opts);
    const { context, clusterArn, clusterName, mirror } = args;
    const locations = clusterBackupLocations(context.region.name);

    const common = { context, clusterArn, service: "backup" } as const;
    const backupRole = new PodRole(
      `${name}-role`,
      {
        ...common,
        purpose: "cluster-backup",
        policies: { backups: backupStatements(context) },
        association: { clusterName, namespace, serviceAccount: serverAccount },
      },
      { parent: this },
    );
    const restoreRole = new PodRole(
      `${name}-restore-role`,
      { ...common, purpose: "cluster-restore", policies: { backups: restoreStatements(context) } },
      { parent: this },
    );
    const reading = this.reading(name, args.after);
    this.release = helmRelease(
      name,
      { chart: charts.velero, namespace, mirror, values: veleroValues(context) },
      { parent: this, dependsOn: [...args.after, backupRole, ...reading] },
    );
    this.places(name, context, locations);

    this.backupRoleArn = backupRole.roleArn;
    this.restoreRoleArn = restoreRole.roleArn;
    this.locationNames = pulumi.output(locations.map((location): string => location.name));
    this.registerOutputs({
      backupRoleArn: this.backupRoleArn,
      restoreRoleArn: this.restoreRoleArn,
      locationNames: this.locationNames,
    });
  }

  /** Lets the server read every object of the cluster. */
  private reading(name: string, after: readonly pulumi.Resource[]): pulumi.Resource[] {
    const inside = { parent: this, dependsOn: [...after] };
    const metadata = { name: clusterBackupReader.name };
    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-reader`,
      { metadata, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] }] },
      inside,
    );
    const binding = new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-reader-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
        subjects: [{ kind: "ServiceAccount", name: serverAccount, namespace }],
      },
      { ...inside, dependsOn: [role] },
    );
    return [role, binding];
  }

  /** Where backups go, and when. A place whose bucket is not there yet is unavailable until it is; the other goes on. */
  private places(name: string, context: RegionContext, locations: readonly ClusterBackupLocation[]): void {
    const made = locations.map(
      (location) =>
        new k8s.apiextensions.CustomResource(
          `${name}-to-${location.name}`,
          {
            apiVersion: "velero.io/v1",
            kind: "BackupStorageLocation",
            metadata: { name: location.name, namespace },
            spec: locationSpec(context, location),
          },
          { parent: this, dependsOn: [this.release] },
        ),
    );
    for (const schedule of clusterBackupSchedules(locations))
      new k8s.apiextensions.CustomResource(
        `${name}-${schedule.name}`,
        {
          apiVersion: "velero.io/v1",
          kind: "Schedule",
          metadata: { name: schedule.name, namespace },
          spec: scheduleSpec(schedule),
        },
        { parent: this, dependsOn: made },
      );
  }
}
