/** What is done to the cluster `core`, and what a service in which region then sees. */
import { paths } from "../../components/database/paths";
import { cutting as cut, pause, type Scenario, type Stage } from "../shared/scenarios";
import type { RunningCluster } from "./cluster";

type ClusterStage = Stage<RunningCluster>;

const home = "africa";
const partner = "europe";
const third = "asia";
const fourth = "americas";

const signalLock = async (
  { world, cluster }: ClusterStage,
  region: string,
  signal: string,
): Promise<void> => {
  await world.exec(cluster.lockName(region), ["/bin/sh", "-c", `kill -${signal} $(pidof etcd)`]);
};

/**
 * What a person does who made another region lead while home and its partner were lost: their members take its copy. Either may
 * have begun a timeline of the same number that nobody else heard of, and a standby cannot tell the two apart (tried: members
 * stood still with "record with incorrect prev-link").
 */
const takeItsCopy = async ({ cluster }: ClusterStage): Promise<void> => {
  const { members, name } = cluster.fact;
  for (const member of members.filter(({ region }) => region === home || region === partner)) {
    await untilListed(cluster, member.name);
    // Once each: a second word while a member copies would have it begin a second copy beside the first.
    await cluster.patronictl("asia-0", "reinit", name, member.name, "--force");
  }
};

/** Waits until the lock knows of a member again: what was cut off has lost its place there. @throws Error after `seconds`. */
async function untilListed(cluster: RunningCluster, member: string, seconds = 90): Promise<void> {
  const until = Date.now() + 1000 * seconds;
  while (Date.now() < until) {
    try {
      if ((await cluster.states("asia-0")).some(({ Member }) => Member === member)) return;
    } catch {
      // The lock itself is not whole yet.
    }
    await pause(2000);
  }
  throw new Error(`${member} is not in the cluster after ${seconds} s`);
}

export const scenarios: readonly Scenario<RunningCluster>[] = [
  {
    name: "home region cut",
    runs: 5,
    clients: [third],
    recovery: true,
    watchSeconds: 34,
    act: cut(home),
  },
  {
    name: "control: asynchronous, home region cut with its client",
    runs: 1,
    clients: [home],
    control: true,
    watchSeconds: 34,
    act: async (stage) => {
      await stage.cluster.patronictl("africa-0", "edit-config", "--force", "--set", "synchronous_mode=false");
      await pause(8000);
      await cut(home)(stage);
    },
    repair: async ({ cluster }) => {
      await cluster.patronictl("africa-0", "edit-config", "--force", "--set", "synchronous_mode=true");
    },
  },
  {
    name: "home region cut while the partner is lost; a person decides after 20 s",
    runs: 2,
    clients: [third],
    watchSeconds: 25,
    act: async (stage) => {
      await stage.world.cut(partner);
      // Until the leader has given up on the partner's standby, and commits on the home region's alone.
      await pause(30_000);
      stage.fault();
      await stage.world.cut(home, partner);
      await pause(20_000);
      await stage.cluster.patronictl("asia-0", "failover", "--candidate", "asia-0", "--force");
    },
    lossDecided: true,
    repair: takeItsCopy,
  },
  {
    name: "home region cut, and the partner as soon as it leads; a person decides after 30 s",
    runs: 2,
    clients: [third],
    watchSeconds: 25,
    act: async (stage) => {
      const promoted = stage.promotion();
      await cut(home)(stage);
      await promoted;
      await pause(1500);
      await stage.world.cut(home, partner);
      await pause(30_000);
      await stage.cluster.patronictl("asia-0", "failover", "--candidate", "asia-0", "--force");
    },
    lossDecided: true,
    repair: takeItsCopy,
  },
  {
    name: "postgres killed on the leader",
    runs: 2,
    clients: [home],
    watchSeconds: 34,
    act: async ({ cluster, fault }) => {
      fault();
      await cluster
        .podOf("africa-0")
        .exec(["/bin/sh", "-c", "kill -9 $(head -n 1 /var/lib/postgresql/data/postmaster.pid)"]);
    },
  },
  {
    name: "home region cut, a client stays with the old leader",
    runs: 2,
    clients: [home, third],
    watchSeconds: 34,
    act: cut(home),
  },
  {
    name: "home region cut and the lock's leader lost with it",
    runs: 2,
    clients: [fourth],
    watchSeconds: 40,
    act: async (stage) => {
      await signalLock(stage, third, "STOP");
      await cut(home)(stage);
    },
    repair: async (stage) => {
      await signalLock(stage, third, "CONT");
    },
  },
  { name: "partner region cut", runs: 2, clients: [home], watchSeconds: 34, act: cut(partner) },
  {
    name: "one member of the lock lost",
    runs: 2,
    clients: [home],
    watchSeconds: 25,
    act: async (stage) => {
      stage.fault();
      await signalLock(stage, fourth, "STOP");
    },
    repair: async (stage) => {
      await signalLock(stage, fourth, "CONT");
    },
  },
  { name: "third region cut", runs: 2, clients: [home], watchSeconds: 30, act: cut(third) },
  {
    name: "led away and back on purpose",
    runs: 2,
    clients: [home],
    watchSeconds: 30,
    act: async ({ cluster, fault }) => {
      fault();
      await cluster.switchover("africa-0", "europe-0");
      await pause(10_000);
    },
  },
  {
    name: "home region cut on lines with 1 % loss and jitter of 30 ms",
    runs: 2,
    clients: [third],
    watchSeconds: 40,
    act: async ({ world, fault }) => {
      await world.impair({ jitterMs: 30, lossPercent: 1 });
      await pause(10_000);
      fault();
      await world.cut(home);
    },
  },
  {
    name: "nothing that home sends arrives",
    runs: 2,
    clients: [third],
    watchSeconds: 40,
    act: async ({ world, fault }) => {
      fault();
      for (const other of [partner, third, fourth]) await world.cutOneWay(home, other);
    },
  },
  {
    // PostgreSQL refuses writes and lives on, so that Patroni leaves it the lead: a standby is as full as its leader.
    name: "disk full on the leader, with room again after 20 s",
    runs: 2,
    clients: [home],
    watchSeconds: 20,
    act: async ({ world, cluster, fault }) => {
      const leader = cluster.podOf("africa-0").spec.name;
      fault();
      await world.fill(leader, paths.data);
      await pause(20_000);
      await world.unfill(leader, paths.data);
    },
  },
  {
    name: "a member of the lock loses its volume and joins anew",
    runs: 2,
    clients: [home],
    watchSeconds: 30,
    act: async ({ world, cluster, fault }) => {
      fault();
      await world.losePod(cluster.lockName(fourth));
      await pause(5000);
      await world.startPod(cluster.lockName(fourth));
    },
  },
  {
    name: "a lease of 25 s given to the running cluster, and read back",
    runs: 2,
    clients: [home],
    watchSeconds: 10,
    act: async ({ cluster, fault }) => {
      fault();
      await cluster.reconcile("africa-0", { ttl: 25 });
    },
    repair: async ({ cluster }) => {
      await cluster.reconcile("africa-0", {});
    },
  },
];
