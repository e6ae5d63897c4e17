import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseKinds, databasePorts } from "../facts/database";
import { databaseClusters, groupName, type DatabaseClusterFact } from "../facts/databaseClusters";
import { scratchClassName, volumeClassName, type DataClass } from "../facts/dataClasses";
import { namespaces, type NamespaceKey } from "../facts/namespaces";
import { backupServerPort, repositoriesOf } from "../facts/repositories";
import { authoritiesKey, openToRegions, PodRole, volumeClass, type RegionContext } from "../shared";
import { backupAccount, DatabaseBackups } from "./databaseBackups";
import { DatabaseEntry } from "./databaseEntry";
import { DatabaseJobs } from "./databaseJobs";
import { DatabaseLock } from "./databaseLock";
import { DatabaseMembers } from "./databaseMembers";
import { DatabaseRestore } from "./databaseRestore";
import { DatabaseTrials, trialAccount } from "./databaseTrials";
import type { DatabasePartArgs } from "./parts";
import { memberRegions } from "./pgHba";
import { repositoryStatements, type RepositoryUse } from "./repositoryRights";

export interface DataPlaneArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** KMS key by data class. */
  readonly keyArns: Readonly<Record<DataClass, pulumi.Input<string>>>;
  /** The security group that pods have. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** Certificates of every region's authority, PEM. */
  readonly authorities: string;
  /** What must exist first: the cluster with its guarded namespaces and add-ons. */
  readonly after: readonly pulumi.Resource[];
}

const authoritiesConfigMap = "azora-authorities";

/**
 * What a region holds of the data plane: its members of the clusters that the law lets it hold, its members of the locks of
 * other regions' clusters, and the entries of the clusters that it has members of.
 * Costs to run: `databaseKinds` and `lockSize` of facts for each member.
 */
export class DataPlane extends pulumi.ComponentResource {
  /** Where services connect, by the cluster's name. */
  readonly addresses: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DataPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DataPlane", name, {}, opts);
    const { context } = args;
    const region = context.region.name;
    const clusters = databaseClusters();
    const here = clusters.filter((cluster) => memberRegions(cluster).includes(region));
    this.admitRegions(name, args);
    const atHome = here.filter((cluster) => cluster.home === region);
    const kept = here.filter((cluster) =>
      repositoriesOf(cluster, cluster.name).some((repository) => repository.region === region),
    );
    const roles = [
      this.repositoryRole(name, args, here, "archive", ["postgres", "postgres"]),
      this.repositoryRole(name, args, atHome, "backup", ["postgres", backupAccount]),
      this.repositoryRole(name, args, kept, "restore", ["postgresTrial", trialAccount], region),
    ];
    const classes = this.storageClasses(name, args, here);
    const part: DatabasePartArgs = {
      context,
      issuerName: args.issuerName,
      authoritiesConfigMap,
      after: [...args.after, ...roles, ...classes, ...this.trusted(name, args), ...this.accounts(name, args)],
    };
    const child = { parent: this };

    for (const cluster of here)
      for (const group of cluster.groups)
        new DatabaseMembers(
          `${name}-${groupName(cluster, group)}`,
          {
            ...part,
            cluster,
            group,
            storageClassName: volumeClassName(databaseKinds[cluster.kind].dataClass),
          },
          child,
        );
    for (const cluster of here.filter(({ home, partner }) => [home, partner].includes(region)))
      new DatabaseRestore(`${name}-${cluster.name}-restore`, { ...part, cluster }, child);
    for (const cluster of atHome) {
      new DatabaseJobs(`${name}-${cluster.name}-jobs`, { ...part, cluster }, child);
      new DatabaseBackups(`${name}-${cluster.name}-backups`, { ...part, cluster }, child);
    }
    for (const cluster of kept)
      new DatabaseTrials(`${name}-${cluster.name}-trials`, { ...part, cluster }, child);
    // Clusters of one home share its lock.
    const locks = new Map(clusters.map((cluster) => [cluster.lock.name, cluster]));
    for (const [lockName, cluster] of locks)
      if (cluster.lock.regions.includes(region))
        new DatabaseLock(
          `${name}-${lockName}`,
          { ...part, cluster, storageClassName: volumeClassName("internal") },
          child,
        );
    const entries = here.map(
      (cluster) =>
        [
          cluster.name,
          new DatabaseEntry(`${name}-${cluster.name}-entry`, { ...part, cluster }, child),
        ] as const,
    );

    this.addresses = pulumi.output(
      Object.fromEntries(entries.map(([cluster, entry]) => [cluster, entry.address])),
    );
    this.registerOutputs({ addresses: this.addresses });
  }

  /** Lets the other regions' pods reach members and locks. */
  private admitRegions(name: string, { context, podSecurityGroupId }: DataPlaneArgs): void {
    const { postgres, patroni, etcdClient, etcdPeer } = databasePorts;
    const open = {
      backup: backupServerPort,
      postgres,
      patroni,
      etcd: [etcdClient, etcdPeer],
    } as const;
    for (const [what, ports] of Object.entries(open))
      openToRegions(
        `${name}-${what}`,
        {
          context,
          securityGroupId: podSecurityGroupId,
          ports,
          tags: { service: "database", name: `database-${what}` },
          says: (region) => `Database (${what}) from ${region}`,
        },
        { parent: this },
      );
  }

  /** What a service account may do in the repositories of some clusters, of one region or of all. */
  private repositoryRole(
    name: string,
    { context, clusterArn, clusterName }: DataPlaneArgs,
    clusters: readonly DatabaseClusterFact[],
    use: RepositoryUse,
    [key, serviceAccount]: readonly [NamespaceKey, string],
    region?: string,
  ): PodRole {
    return new PodRole(
      `${name}-${use}`,
      {
        context,
        clusterArn,
        service: "database",
        purpose: `database-${use}`,
        policies: { repositories: repositoryStatements(context, clusters, use, region) },
        association: { clusterName, namespace: namespaces[key].name, serviceAccount },
      },
      { parent: this },
    );
  }

  /** Classes of volumes for each class of data that stands here, with that class' key: of what is kept, and of what goes with its pod. */
  private storageClasses(
    name: string,
    args: DataPlaneArgs,
    here: readonly DatabaseClusterFact[],
  ): readonly pulumi.Resource[] {
    const held = new Set<DataClass>(["internal", ...here.map(({ kind }) => databaseKinds[kind].dataClass)]);
    const classes = [...held].flatMap((dataClass) => [
      { dataClass, name: volumeClassName(dataClass), reclaimPolicy: "Retain" as const, suffix: "" },
      { dataClass, name: scratchClassName(dataClass), reclaimPolicy: "Delete" as const, suffix: "-scratch" },
    ]);
    return classes.map(({ dataClass, name: className, reclaimPolicy, suffix }) =>
      volumeClass(
        `${name}-volumes-${dataClass}${suffix}`,
        { name: className, dataClass, keyArn: args.keyArns[dataClass], reclaimPolicy },
        { parent: this, dependsOn: [...args.after] },
      ),
    );
  }

  /** Every region's authority, in each namespace. */
  private trusted(name: string, args: DataPlaneArgs): readonly pulumi.Resource[] {
    return this.inEach(
      (namespace) =>
        new k8s.core.v1.ConfigMap(
          `${name}-authorities-${namespace}`,
          {
            metadata: { name: authoritiesConfigMap, namespace },
            data: { [authoritiesKey]: args.authorities },
          },
          { parent: this, dependsOn: [...args.after] },
        ),
    );
  }

  /** What pods run as: no rights in the cluster, and no token. */
  private accounts(name: string, args: DataPlaneArgs): readonly pulumi.Resource[] {
    const accounts = [
      ["postgres", "postgres"],
      ["postgres", backupAccount],
      ["postgresTrial", trialAccount],
      ["postgresLock", "etcd"],
      ["postgresEntry", "postgres-entry"],
    ] as const;
    return accounts.map(
      ([key, account]) =>
        new k8s.core.v1.ServiceAccount(
          `${name}-account-${account}`,
          {
            metadata: { name: account, namespace: namespaces[key].name },
            automountServiceAccountToken: false,
          },
          { parent: this, dependsOn: [...args.after] },
        ),
    );
  }

  private inEach(make: (namespace: string) => pulumi.Resource): readonly pulumi.Resource[] {
    return (["postgres", "postgresLock", "postgresEntry"] as const).map((key) => make(namespaces[key].name));
  }
}
