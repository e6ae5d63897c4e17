/** Somebody is erased, and then the database is brought back to a moment before. */
import { randomUUID } from "node:crypto";
import { moment } from "../restore/scenarios";
import { pause, type Scenario, type Stage } from "../shared/scenarios";
import type { ErasureCluster } from "./cluster";

const home = "africa";
/** Long enough that the row of the erasure is no part of the moment. */
const betweenMs = 5000;
const lookMs = 500;

/** Notes again and again how many keys of a person the leader at home has, as long as it answers. */
async function look(
  { cluster, world }: Stage<ErasureCluster>,
  person: string,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await pause(lookMs);
    const keys = await cluster.keysOf(person).catch(() => undefined);
    if (keys !== undefined) world.journal.note("seen", { keys });
  }
}

/** @param more options of the restore. */
async function restoredToBefore(
  stage: Stage<ErasureCluster>,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  const { cluster, fault, world } = stage;
  const [erased, other] = [randomUUID(), randomUUID()] as const;
  for (const person of [erased, other]) await cluster.makeKey(person);
  await pause(betweenMs);
  const to = await moment(stage);
  await pause(betweenMs);
  await cluster.erase(erased);
  if ((await cluster.keysOf(erased)) !== 0) throw new Error("the erasure left the key");
  await pause(betweenMs);
  fault();
  let over = false;
  const looking = look(stage, erased, () => over);
  world.journal.note("restored", { ...(await cluster.restore(to, home, [], more)) });
  over = true;
  await looking;
  world.journal.note("keys", {
    erased: await cluster.keysOf(erased),
    other: await cluster.keysOf(other),
  });
}

export const scenarios: readonly Scenario<ErasureCluster>[] = [
  {
    name: "keys restored to before an erasure, told by the people's cluster",
    runs: 2,
    clients: ["europe"],
    recovery: true,
    watchSeconds: 45,
    act: (stage) => restoredToBefore(stage, {}),
  },
  {
    name: "the same, told by nobody",
    runs: 1,
    clients: ["europe"],
    control: true,
    watchSeconds: 45,
    act: (stage) => restoredToBefore(stage, { ledger: "own" }),
  },
];
