/** What is lost, and how it is brought back. */
import { pause, type Scenario, type Stage } from "../shared/scenarios";
import type { RestoredCluster } from "./cluster";

type RestoreStage = Stage<RestoredCluster>;

const home = "africa";
const partner = "europe";
/** Until services write again, once the entries are told to open: poolers have to start first. What comes later is no recovery. */
const watchSeconds = 30;
/** At home the command goes on after the entries have opened, until the partner's members follow. */
const watchAtHomeSeconds = 5;
/** Longer than the log waits for a segment to fill, so that what is lost is what such a wait costs. */
const writtenMs = 75_000;

/** The home region is gone with its buckets, and the partner's members with their volumes: nothing is left but the repository there. */
async function loseAll({ world, cluster }: RestoreStage): Promise<void> {
  const members = cluster.membersIn(partner);
  await Promise.all([...cluster.podsIn(home), ...members].map((pod) => world.losePod(pod)));
  // Kubernetes makes the partner's members anew, with empty volumes.
  await Promise.all(members.map((pod) => world.startPod(pod)));
}

/** The home region is built anew: its members copy who leads, and its repository begins again. */
async function rebuild({ world, cluster }: RestoreStage): Promise<void> {
  await Promise.all(
    cluster.podsIn(home).map((pod) => {
      cluster.tools.running(pod);
      return world.startPod(pod);
    }),
  );
  await cluster.well(600);
  await cluster.begin(1);
}

const note = ({ world }: RestoreStage, restored: object): void => {
  world.journal.note("restored", { ...restored });
};

/** A moment to come back to: now, and how the journal calls it. */
export async function moment({ world }: Pick<RestoreStage, "world">): Promise<string> {
  // Whole seconds, as a person says a time.
  await pause(1000 - (Date.now() % 1000));
  world.journal.note("target");
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

export const scenarios: readonly Scenario<RestoredCluster>[] = [
  {
    name: "home region destroyed with every member: restored in the partner, all that its repository has",
    runs: 2,
    clients: [partner],
    recovery: true,
    watchSeconds,
    act: async (stage) => {
      await pause(writtenMs);
      stage.fault();
      await loseAll(stage);
      note(stage, await stage.cluster.restore("latest", partner, [home]));
    },
    repair: rebuild,
  },
  {
    name: "home region destroyed with every member: restored in the partner, to a point in time",
    runs: 1,
    clients: [partner],
    recovery: true,
    watchSeconds,
    act: async (stage) => {
      await pause(10_000);
      const to = await moment(stage);
      await pause(writtenMs);
      stage.fault();
      await loseAll(stage);
      note(stage, await stage.cluster.restore(to, partner, [home]));
    },
    repair: async (stage) => {
      await rebuild(stage);
      // What is restored at home next.
      await stage.cluster.backUp(1);
    },
  },
  {
    name: "restored at home to a point in time",
    runs: 2,
    clients: [partner],
    recovery: true,
    watchSeconds: watchAtHomeSeconds,
    act: async (stage) => {
      await pause(10_000);
      const to = await moment(stage);
      await pause(10_000);
      stage.fault();
      note(stage, await stage.cluster.restore(to, home, []));
    },
  },
];
