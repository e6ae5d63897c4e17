/** What is wrong with a backup, and what its trial says. */
import type { Scenario, Stage } from "../shared/scenarios";
import type { TriedCluster } from "./cluster";

type TrialStage = Stage<TriedCluster>;

const note = ({ world }: TrialStage, said: string | undefined): void => {
  world.journal.note("tried", { failed: said !== undefined, said: said ?? "" });
};

const scenario = (
  name: string,
  act: (stage: TrialStage) => Promise<string | undefined>,
  control = false,
): Scenario<TriedCluster> => ({
  name,
  runs: 1,
  clients: [],
  control,
  watchSeconds: 0,
  act: async (stage) => {
    note(stage, await act(stage));
  },
});

/** In this order: what is damaged stays so. */
export const scenarios: readonly Scenario<TriedCluster>[] = [
  scenario("a whole backup at home", ({ cluster }) => cluster.tried(1), true),
  scenario("a whole backup in the partner region", ({ cluster }) => cluster.tried(2), true),
  scenario("a wrong passphrase", ({ cluster }) => cluster.triedWithWrongKey(1)),
  scenario("64 bytes of the largest file are others", async ({ cluster, world }) => {
    world.journal.note("damaged", { file: await cluster.damage() });
    return cluster.tried(1);
  }),
];
