/** What the world's own test measures: lines by ping, and real servers over them. */
import { createInterface } from "node:readline";
import {
  databaseVolume,
  etcdctl,
  lock,
  lockRegions,
  primary,
  probe,
  roundTrips,
  standby,
} from "./selfTestPods";
import type { World } from "./world";

export interface Check {
  readonly what: string;
  readonly held: boolean;
  readonly found: string;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a ping of several packets found. */
interface Pinged {
  readonly sent: number;
  readonly received: number;
  readonly averageMs: number;
  /** Standard deviation. */
  readonly deviationMs: number;
}

/** Pings from one region's probe to another's, as many packets as asked. */
async function ping(
  world: World,
  [from, to]: readonly [string, string],
  { count, intervalSeconds }: { readonly count: number; readonly intervalSeconds: number },
): Promise<Pinged> {
  const argv = ["ping", "-n", "-q", `-c${count}`, `-i${intervalSeconds}`, "-W1", world.addressOf(probe(to))];
  const child = world.pod(probe(from)).spawn(argv, { user: { uid: 0, gid: 0 } });
  const text: string[] = [];
  if (child.stdout) createInterface(child.stdout).on("line", (line) => text.push(line));
  await new Promise((resolve) => child.once("close", resolve));
  const [, sent = "0", received = "0"] =
    /(\d+) packets transmitted, (\d+) received/.exec(text.join("\n")) ?? [];
  const [, average = "NaN", deviation = "NaN"] =
    /= [\d.]+\/([\d.]+)\/[\d.]+\/([\d.]+) ms/.exec(text.join("\n")) ?? [];
  return {
    sent: Number(sent),
    received: Number(received),
    averageMs: Number(average),
    deviationMs: Number(deviation),
  };
}

const pairs = roundTrips.map(({ between }) => between);
const few = { count: 5, intervalSeconds: 0.2 };
/** What a line may differ from the table, in milliseconds. */
const toleranceMs = 5;

export async function roundTripsHold(world: World): Promise<Check> {
  const found = await Promise.all(pairs.map((pair) => ping(world, pair, few)));
  return {
    what: `every round trip is right within ${toleranceMs} ms, and nothing is lost`,
    held: found.every(
      ({ sent, received, averageMs }, index) =>
        sent === received && Math.abs(averageMs - (roundTrips[index]?.ms ?? NaN)) < toleranceMs,
    ),
    found: roundTrips
      .map(({ between, ms }, index) => `${between.join("-")} ${found[index]?.averageMs ?? NaN} (${ms})`)
      .join(", "),
  };
}

/** Whether the link of a region's probe is up. */
async function isUp(world: World, region: string): Promise<boolean> {
  return (await world.exec(probe(region), ["ip", "-o", "link", "show", "eth0"])).includes("state UP");
}

export async function cutDropsAll(world: World): Promise<readonly Check[]> {
  await world.cut("africa");
  const [out, back, others, within] = await Promise.all([
    ping(world, ["africa", "europe"], few),
    ping(world, ["asia", "africa"], few),
    ping(world, ["europe", "asia"], few),
    ping(world, ["africa", "africa"], few),
  ]);
  const up = await isUp(world, "africa");
  await world.heal();
  const after = await ping(world, ["africa", "europe"], few);
  return [
    {
      what: "a cut drops all that a region sends and is sent, and its link stays up",
      held: out.received === 0 && back.received === 0 && up,
      found: `received ${out.received} and ${back.received} of ${few.count}, link ${up ? "up" : "down"}`,
    },
    {
      what: "a cut leaves the other regions and the region's own network alone, and heals",
      held: others.received === few.count && within.received === few.count && after.received === few.count,
      found: `received ${others.received}, ${within.received} and afterwards ${after.received} of ${few.count}`,
    },
  ];
}

/** How many echo requests a region's probe has received, by its own kernel's count. */
async function echoesIn(world: World, region: string): Promise<number> {
  const counts = await world.exec(probe(region), ["cat", "/proc/net/snmp"]);
  const [names = "", values = ""] = counts.split("\n").filter((line) => line.startsWith("Icmp: "));
  return Number(values.split(" ")[names.split(" ").indexOf("InEchos")]);
}

export async function oneWayIsOneWay(world: World): Promise<Check> {
  await world.cutOneWay("africa", "europe");
  const before = { africa: await echoesIn(world, "africa"), europe: await echoesIn(world, "europe") };
  const there = await ping(world, ["africa", "europe"], few);
  const back = await ping(world, ["europe", "africa"], few);
  const reached = {
    europe: (await echoesIn(world, "europe")) - before.europe,
    africa: (await echoesIn(world, "africa")) - before.africa,
  };
  await world.heal();
  return {
    what: "a one-way cut drops one direction and no other",
    held: there.received === 0 && back.received === 0 && reached.europe === 0 && reached.africa === few.count,
    found: `europe got ${reached.europe} requests of africa's ${few.count}, africa ${reached.africa} of europe's; answers ${there.received} and ${back.received}`,
  };
}

/** Slower than the jitter, so that no packet waits for the one ahead. */
const many = { count: 250, intervalSeconds: 0.025 };
const jitterMs = 20;
const lossPercent = 5;

export async function impairmentHolds(world: World): Promise<readonly Check[]> {
  await world.impair({ jitterMs, lossPercent });
  const found = await Promise.all(pairs.map((pair) => ping(world, pair, many)));
  await world.impair({ jitterMs: 0, lossPercent: 0 });
  const sent = found.reduce((sum, each) => sum + each.sent, 0);
  const lost = 100 * (1 - found.reduce((sum, each) => sum + each.received, 0) / sent);
  // Both ways must let a packet through.
  const expected = 100 * (1 - (1 - lossPercent / 100) ** 2);
  // Three standard deviations of a share of `sent` packets.
  const tolerance = 3 * Math.sqrt((expected * (100 - expected)) / sent);
  // Two ways with an even spread over `jitterMs` each.
  const deviation = jitterMs * Math.sqrt(2 / 12);
  return [
    {
      what: `${lossPercent} % of loss a way is ${expected.toFixed(2)} % of pings, within ${tolerance.toFixed(1)}`,
      held: Math.abs(lost - expected) < tolerance,
      found: `${lost.toFixed(2)} % of ${sent}`,
    },
    {
      what: `jitter of ${jitterMs} ms a way adds ${jitterMs} ms on average and deviates by ${deviation.toFixed(1)}`,
      held: found.every(
        ({ averageMs, deviationMs }, index) =>
          Math.abs(averageMs - jitterMs - (roundTrips[index]?.ms ?? NaN)) < toleranceMs &&
          Math.abs(deviationMs - deviation) < 2,
      ),
      found: found
        .map(
          ({ averageMs, deviationMs }, index) =>
            `${pairs[index]?.join("-") ?? ""} +${(averageMs - (roundTrips[index]?.ms ?? NaN)).toFixed(1)} ±${deviationMs}`,
        )
        .join(", "),
    },
  ];
}

/** Which region's member leads etcd, as a member of another region sees it; `undefined` while none does. */
async function lockLeader(world: World, asked: string): Promise<string | undefined> {
  try {
    const [status] = JSON.parse(
      await world.exec(lock(asked), etcdctl("endpoint", "status", "-w", "json")),
    ) as [{ readonly Status: { readonly leader: number; readonly errors?: readonly string[] } }];
    const { leader, errors = [] } = status.Status;
    if (leader === 0 || errors.length > 0) return undefined;
    const { members } = JSON.parse(
      await world.exec(lock(asked), etcdctl("member", "list", "-w", "json")),
    ) as {
      readonly members: readonly { readonly ID: number; readonly name: string }[];
    };
    // Numbers of 64 bits are rounded on both sides alike.
    return members.find(({ ID }) => ID === leader)?.name;
  } catch {
    return undefined;
  }
}

async function until<T>(seconds: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = Date.now() + 1000 * seconds;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(200);
  }
  return undefined;
}

export async function etcdElects(world: World): Promise<readonly Check[]> {
  const first = await until(20, () => lockLeader(world, "asia"));
  if (first === undefined)
    return [
      { what: "three members of etcd in three regions elect a leader", held: false, found: "none in 20 s" },
    ];
  const [asked = ""] = lockRegions.filter((region) => region !== first);
  await world.cut(first);
  const from = world.now();
  const second = await until(20, async () => {
    const leader = await lockLeader(world, asked);
    return leader === first ? undefined : leader;
  });
  const seconds = (world.now() - from) / 1000;
  const put = second === undefined ? "" : await world.exec(lock(asked), etcdctl("put", "after", "cut"));
  await world.heal();
  const back = await until(20, async () =>
    (await lockLeader(world, first)) === second ? second : undefined,
  );
  return [
    { what: "three members of etcd in three regions elect a leader", held: true, found: first },
    {
      what: "they elect another when its region is cut, and it takes writes",
      held: second !== undefined && put.trim() === "OK",
      found: `${second ?? "none"} after ${seconds.toFixed(1)} s`,
    },
    {
      what: "the old leader follows the new one when its region is back",
      held: back !== undefined,
      found: back ?? "no agreement",
    },
  ];
}

async function sql(world: World, pod: string, statement: string): Promise<string> {
  return (await world.exec(pod, ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement])).trim();
}

async function tried(act: () => Promise<string>): Promise<string | undefined> {
  try {
    return await act();
  } catch {
    return undefined;
  }
}

export async function databasesStream(world: World): Promise<readonly Check[]> {
  const streaming = await until(40, async () => {
    const state = await tried(() => sql(world, primary, "SELECT state FROM pg_stat_replication"));
    return state === "streaming" ? state : undefined;
  });
  await tried(() => sql(world, primary, "CREATE TABLE IF NOT EXISTS noted (word text)"));
  await tried(() => sql(world, primary, "INSERT INTO noted VALUES ('streamed')"));
  const seen = await until(5, async () => {
    const word = await tried(() => sql(world, standby, "SELECT word FROM noted"));
    return word === "" ? undefined : word;
  });
  return [
    {
      what: "a PostgreSQL in europe copies one in africa and streams from it",
      held: streaming === "streaming" && seen === "streamed",
      found: `${streaming ?? "not streaming"}, the standby reads "${seen ?? "nothing"}"`,
    },
  ];
}

export async function fullDiskFails(world: World): Promise<readonly Check[]> {
  await world.fill(probe("asia"), "/data");
  const write = ["/bin/sh", "-c", "echo word >/data/word && cat /data/word"];
  const full = await tried(() => world.exec(probe("asia"), write));
  await world.unfill(probe("asia"), "/data");
  const freed = await tried(() => world.exec(probe("asia"), write));
  await world.fill(primary, databaseVolume);
  let refusal = "";
  try {
    await sql(world, primary, "CREATE TABLE large AS SELECT generate_series(1, 2000000)");
  } catch (error) {
    refusal = (error as Error).message;
  }
  await world.unfill(primary, databaseVolume);
  // Its journal may have been what did not fit: then it ended, and its container started it again.
  const well = await until(30, () => tried(() => sql(world, primary, "INSERT INTO noted VALUES ('freed')")));
  return [
    {
      what: "a full volume fails writes, and takes them again when it is freed",
      held: full === undefined && freed === "word\n",
      found: `full: ${full ?? "refused"}; freed: ${freed?.trim() ?? "refused"}`,
    },
    {
      what: "PostgreSQL refuses writes on a full volume, and goes on when it is freed",
      held: refusal !== "" && well !== undefined,
      found:
        refusal
          .split("\n")
          .find((line) => /space|terminat|closed/.test(line))
          ?.slice(-120) ?? "no refusal",
    },
  ];
}
