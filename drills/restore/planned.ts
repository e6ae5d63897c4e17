/** The pods that a drill of restores runs, from the plan: a cluster where it can be led from, its lock, and its jobs. */
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { repositoriesOf, restoreJob } from "../../components/facts/repositories";
import { paths } from "../../components/database/paths";
import type { Plan } from "../../preview/plan";
import { accountOf, asDrilled, objectStorePod, passphraseOf } from "../shared/objectStore";
import { planPods, podName } from "../world/planPods";
import type { Authorities, ContainerSpec, PodSpec } from "../world";

const authoritiesConfigMap = "azora-authorities";
/** Room of a member: a database of 1 GiB, the 2 GiB of log that it keeps (`wal_keep_size`), and what a copy needs beside. */
const memberDiskMib = 4608;

/**
 * A cluster with those members only that may lead it; the others follow, and no restore waits for them.
 * @param name default `core`.
 */
export function drilledCluster(name = "core"): DatabaseClusterFact {
  const found = databaseClusters().find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no cluster ${name}`);
  return { ...found, members: found.members.filter(({ inStep }) => inStep) };
}

/** Names of the jobs that the drill starts, of all regions. */
function jobNames(cluster: DatabaseClusterFact): readonly string[] {
  const { name } = cluster;
  const backups = repositoriesOf(cluster, name).map(({ number }) => `${name}-backup-${number}`);
  return [...backups, `${name}-trial`, restoreJob(name)];
}

/** A job's container by its pod: what it runs when it is started. */
export type JobContainers = ReadonlyMap<string, ContainerSpec>;

export interface RestorePods {
  readonly pods: readonly PodSpec[];
  readonly jobs: JobContainers;
}

interface RestorePodsOptions {
  /** Names of sets whose pods stand beside the cluster's, where it can be led from; default none. */
  readonly beside?: readonly string[];
  /** What a file of the plan holds in the drill. */
  readonly file?: typeof asDrilled;
}

/** A pod that stands by for a job: the container that would run it sleeps, until the drill runs its command there. */
const waiting = (pod: PodSpec): PodSpec => ({
  ...pod,
  containers: pod.containers.map((container) => ({ ...container, command: ["sleep", "infinity"] })),
});

/**
 * Pods of the plan, and what its jobs run. The job that restores has the first member's volume while that is away: in the drill it runs
 * in that member's pod, which has its files too.
 */
export async function restorePods(
  plan: Plan,
  authorities: Pick<Authorities, "certificates" | "issue">,
  cluster = drilledCluster(),
  { beside = [], file = asDrilled }: RestorePodsOptions = {},
): Promise<RestorePods> {
  const options = {
    diskMiB: memberDiskMib,
    account: "postgres",
    authorities,
    authoritiesConfigMap,
    file,
    secret: (_: string, name: string) => passphraseOf(name),
  };
  const leading = [cluster.home, cluster.partner];
  const voters = cluster.lock.regions.filter((region) => !leading.includes(region));
  const all = [
    ...(await planPods(plan, leading, {
      ...options,
      namespaces: ["postgres", "postgres-lock", "postgres-entry", "postgres-trial"],
      only: (name) => [cluster.name, cluster.lock.name, ...beside].includes(name),
      jobs: (name) => jobNames(cluster).includes(name),
    })),
    ...(await planPods(plan, voters, {
      ...options,
      namespaces: ["postgres-lock"],
      only: (name) => name === cluster.lock.name,
    })),
  ];
  const isJob = ({ name }: PodSpec): boolean => jobNames(cluster).some((job) => name.endsWith(`/${job}-0`));
  const jobs = all.filter(isJob);
  const trusted = { path: paths.authorities, content: authorities.certificates, mode: 0o444 };
  const filesFor = (region: string): PodSpec["files"] =>
    jobs.find(({ name }) => name === restorePodOf(region, cluster))?.files ?? [];
  return {
    pods: all
      .filter((pod) => pod.name !== restorePodOf(pod.region, cluster))
      .map((pod): PodSpec => {
        if (isJob(pod)) {
          const own = pod.files.filter(({ path }) => path !== trusted.path);
          return waiting({ ...pod, files: [...own, trusted] });
        }
        if (pod.name !== memberPod(pod.region, cluster)) return pod;
        const known = new Set(pod.files.map(({ path }) => path));
        return {
          ...pod,
          files: [...pod.files, ...filesFor(pod.region).filter(({ path }) => !known.has(path))],
        };
      }),
    jobs: new Map(
      jobs.flatMap(({ name, containers: [container] }) =>
        container === undefined ? [] : [[name, container] as const],
      ),
    ),
  };
}

/** Of the job that restores, by the name of its template. */
function restorePodOf(region: string, { name }: DatabaseClusterFact): string {
  return podName(region, "postgres", `${restoreJob(name)}-0`);
}

/** The first member in a region, on whose volume a restore is made. */
export function memberPod(region: string, { name }: DatabaseClusterFact): string {
  return podName(region, "postgres", `${name}-0`);
}

/** The buckets of the repositories of some clusters. @param clusters all with theirs in the same regions; default `core`. */
export async function restoreStores(
  plan: Plan,
  authorities: Pick<Authorities, "issue">,
  clusters: readonly DatabaseClusterFact[] = [drilledCluster()],
): Promise<readonly PodSpec[]> {
  const repositories = clusters.flatMap((cluster) => repositoriesOf(cluster, cluster.name));
  const regions = [...new Set(repositories.map(({ region }) => region))];
  return Promise.all(
    regions.map((region) => {
      const here = repositories.filter((repository) => repository.region === region);
      const purposes = [...new Set(here.map(({ purpose }) => purpose))];
      return objectStorePod(region, accountOf(plan), authorities, purposes);
    }),
  );
}
