/** What is done to the replicated cache, and what a service in which region then sees. */
import { cacheReplication } from "../../components/facts/cache";
import { cutting as cut, pause, type Scenario, type Stage } from "../shared/scenarios";
import type { RunningCache } from "./cluster";

type CacheStage = Stage<RunningCache>;

const home = "africa";
const partner = "europe";
const third = "asia";
const fourth = "americas";

const primaryPod = ({ cluster }: CacheStage): string => cluster.podOf(cluster.leader);

export const scenarios: readonly Scenario<RunningCache>[] = [
  { name: "home region cut", runs: 5, clients: [third], recovery: true, watchSeconds: 32, act: cut(home) },
  {
    name: "control: no replica asked for, home region cut with its client",
    runs: 1,
    clients: [home],
    control: true,
    watchSeconds: 30,
    act: async (stage) => {
      await stage.cluster.set(stage.cluster.leader, "min-replicas-to-write", 0);
      await cut(home)(stage);
    },
    repair: async ({ cluster }) => {
      for (const host of cluster.homeHosts)
        await cluster.set(host, "min-replicas-to-write", cacheReplication.minReplicasToWrite);
    },
  },
  {
    name: "home region cut, a client stays with the old primary",
    runs: 2,
    clients: [home, third],
    watchSeconds: 32,
    act: cut(home),
  },
  {
    // Its data stay on its volume, and it starts again at once.
    name: "primary killed",
    runs: 2,
    clients: [home],
    watchSeconds: 15,
    act: (stage) => {
      const pod = primaryPod(stage);
      stage.fault();
      stage.world.kill(pod, "valkey");
    },
  },
  {
    name: "primary lost with its volume",
    runs: 2,
    clients: [home],
    watchSeconds: 10,
    act: async (stage) => {
      const pod = primaryPod(stage);
      stage.fault();
      await stage.world.losePod(pod);
      await pause(30_000);
      await stage.world.startPod(pod);
    },
  },
  { name: "partner region cut", runs: 2, clients: [home], watchSeconds: 15, act: cut(partner) },
  {
    name: "home region cut, and a Sentinel lost elsewhere",
    runs: 2,
    clients: [third],
    watchSeconds: 32,
    act: async (stage) => {
      const pod = stage.cluster.sentinelPod(fourth, 0);
      await stage.world.stopPod(pod, 0);
      await cut(home)(stage);
    },
    repair: async ({ world, cluster }) => {
      await world.startPod(cluster.sentinelPod(fourth, 0));
    },
  },
  {
    name: "home region cut on lines with 1 % loss and jitter of 30 ms",
    runs: 2,
    clients: [third],
    watchSeconds: 32,
    act: async ({ world, fault }) => {
      await world.impair({ jitterMs: 30, lossPercent: 1 });
      await pause(10_000);
      fault();
      await world.cut(home);
    },
  },
  {
    name: "led to another member on purpose",
    runs: 2,
    clients: [home],
    watchSeconds: 15,
    act: async ({ cluster, fault }) => {
      fault();
      await cluster.handOver();
    },
  },
];
