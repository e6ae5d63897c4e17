import { cacheWithout } from "../../components/facts/cacheCluster";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { allRegions } from "../../components/facts/regions";
import { cacheOf } from "../../preview/cache";
import {
  databasesOf,
  losses,
  stateWithout,
  type DatabasePlan,
  type FailureState,
} from "../../preview/databases";
import { databaseLines } from "../../preview/page/databases";
import type { Plan } from "../../preview/plan";
import { databaseReport } from "../../preview/reports/databases";
import { planAllStacks } from "../support/plan";

const defined = (state: FailureState): Partial<FailureState> =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
const plain = (_style: string, text: string): string => text;

let plan: Plan;
let databases: readonly DatabasePlan[];
beforeAll(async () => {
  plan = await planAllStacks();
  databases = databasesOf(plan);
});

const named = (name: string): DatabasePlan => {
  const found = databases.find((each) => each.name === name);
  if (!found) throw new Error(`no database ${name}`);
  return found;
};

/** A state in a word: who leads and what works. */
function inShort(database: DatabasePlan, ...lost: readonly string[]): string {
  const { leader, quorum, durable, fast, decision } = stateWithout(database, lost);
  return [leader ?? "-", quorum ? "quorum" : "no quorum", durable, fast ? "fast" : "-", decision ?? "-"].join(
    ", ",
  );
}

test("the plan has the clusters of facts, with their members, votes and lock's leaders", () => {
  const inOrder = (values: readonly string[]): string[] => [...values].sort();
  expect(inOrder(databases.map(({ name }) => name))).toEqual(
    inOrder(databaseClusters().map(({ name }) => name)),
  );
  for (const fact of databaseClusters()) {
    const { home, members, votes, lockLeader } = named(fact.name);
    expect(home).toBe(fact.home);
    expect(inOrder(members.map(({ name }) => name))).toEqual(inOrder(fact.members.map(({ name }) => name)));
    expect(inOrder(votes)).toEqual(inOrder(fact.lock.regions));
    expect(lockLeader).toBe(fact.lock.leaderRegion);
  }
});

test("ten states are shown: four regions lost, and six pairs", () => {
  const all = losses();
  expect(all.map(({ length }) => length)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  expect(new Set(all.map((lost) => lost.join())).size).toBe(10);
});

describe("the cluster core", () => {
  // Its home is africa and its partner europe, two members each; one member each in asia and americas; votes in the last three.
  test.each([
    // The partner's two members are left of those in step: the leader waits for the other one, in its own region.
    [["africa"], "europe, quorum, degraded, fast, -"],
    [["europe"], "africa, quorum, degraded, fast, -"],
    [["asia"], "africa, quorum, yes, fast, -"],
    [["americas"], "africa, quorum, yes, fast, -"],
    // Two votes are left, and no member that was in step.
    [["africa", "europe"], "-, quorum, no, -, failover"],
    [["africa", "asia"], "europe, quorum, degraded, fast, -"],
    [["africa", "americas"], "europe, quorum, degraded, fast, -"],
    // One vote of three is left.
    [["europe", "asia"], "-, no quorum, no, -, lock"],
    [["europe", "americas"], "-, no quorum, no, -, lock"],
    [["asia", "americas"], "-, no quorum, no, -, lock"],
  ])("without %j: %s", (lost, state) => {
    expect(inShort(named("core"), ...lost)).toBe(state);
  });
});

test("a cluster of people's data whose home and partner are lost has no copy left", () => {
  for (const { name, home, partner } of databaseClusters().filter(({ kind }) => kind === "people"))
    expect(stateWithout(named(name), [home, partner]).decision).toBe("restore");
});

describe("states follow the plan's own settings", () => {
  const core = (): DatabasePlan => named("core");

  test("without synchronous mode any member may lead, and no commit is durable", () => {
    const loose = { ...core(), synchronous: false };
    expect(inShort(loose, "africa", "europe")).toBe("asia, quorum, no, fast, -");
    expect(inShort(loose)).toBe("africa, quorum, no, fast, -");
  });

  test("with one vote more the loss of two of them is borne", () => {
    const wide = { ...core(), votes: [...core().votes, "africa", "elsewhere"] };
    expect(inShort(wide, "europe", "asia")).toBe("africa, quorum, degraded, fast, -");
  });

  test("with no member in step in the partner region nobody leads when home is lost", () => {
    const members = core().members.map((member) => ({
      ...member,
      inStep: member.inStep && member.region === "africa",
    }));
    expect(inShort({ ...core(), members }, "africa")).toBe("-, quorum, no, -, failover");
  });

  test("a leader that has no standby left at all takes fast commits only", () => {
    const members = core()
      .members.filter(({ region }) => region === "africa")
      .slice(0, 1);
    expect(inShort({ ...core(), members }, "europe")).toBe("africa, quorum, no, fast, -");
  });

  test("a lock that is not planned has no majority", () => {
    const europe = plan.stacks.europe;
    if (!europe) throw new Error("no stack europe");
    const resources = europe.resources.filter(
      ({ type, name }) => !(type === "kubernetes:apps/v1:StatefulSet" && name.endsWith("lock-africa")),
    );
    expect(resources).toHaveLength(europe.resources.length - 1);
    const broken = { ...plan, stacks: { ...plan.stacks, europe: { ...europe, resources } } };
    const [found] = databasesOf(broken).filter(({ name }) => name === "core");
    expect(found?.votes).toEqual(["asia", "americas"]);
    expect(found && inShort(found, "asia")).toBe("-, no quorum, no, -, lock");
  });

  test("a group whose members differ from the others' stands for itself", () => {
    const { africa } = plan.stacks;
    if (!africa) throw new Error("no stack africa");
    const resources = africa.resources.filter(({ name }) => !name.includes("people-africa-g1"));
    const broken = { ...plan, stacks: { ...plan.stacks, africa: { ...africa, resources } } };
    expect(
      databasesOf(broken)
        .map(({ name }) => name)
        .filter((name) => name.startsWith("people-africa")),
    ).toEqual(["people-africa, group 0", "people-africa, group 1", "people-africa, group 2"]);
  });
});

test("the report says the same of every cluster and state, with nothing left out", () => {
  const report = JSON.parse(databaseReport(plan)) as {
    readonly databases: readonly { readonly name: string; readonly states: readonly FailureState[] }[];
  };
  expect(report.databases.map(({ name }) => name)).toEqual(databases.map(({ name }) => name));
  for (const { name, states } of report.databases)
    expect(states).toEqual(
      losses().map((lost) => ({ leader: null, decision: null, ...defined(stateWithout(named(name), lost)) })),
    );
});

describe("the cache", () => {
  const cacheIn = (changed: Plan) => {
    const found = cacheOf(changed);
    if (!found) throw new Error("the plan has no cache");
    return found;
  };
  /** The plan with other texts in one config map of every region. */
  const told = (map: string, from: RegExp, to: string): Plan => ({
    ...plan,
    stacks: Object.fromEntries(
      Object.entries(plan.stacks).map(([name, stack]) => [
        name,
        {
          ...stack,
          resources: stack.resources.map((resource) =>
            resource.name.includes(map) && resource.type === "kubernetes:core/v1:ConfigMap"
              ? (JSON.parse(JSON.stringify(resource).replace(from, to)) as typeof resource)
              : resource,
          ),
        },
      ]),
    ),
  });

  test("is what its servers are told", () => {
    const { home, quorum, members, sentinels, minReplicasToWrite } = cacheIn(plan);
    expect({ home, quorum, minReplicasToWrite }).toEqual({
      home: "africa",
      quorum: 3,
      minReplicasToWrite: 2,
    });
    expect(members.map(({ region, priority }) => `${region} ${priority}`).sort()).toEqual([
      "africa 10",
      "africa 10",
      "americas 40",
      "asia 30",
      "europe 20",
    ]);
    expect(sentinels.map(({ region }) => region).sort()).toEqual([
      "africa",
      "americas",
      "asia",
      "europe",
      "europe",
    ]);
  });

  test("follows a plan that says something else", () => {
    const careful = cacheIn(told("config", /min-replicas-to-write 2/g, "min-replicas-to-write 3"));
    expect(cacheWithout(careful, ["africa"], careful.minReplicasToWrite)).toEqual({
      primary: "europe",
      choosable: true,
      writes: false,
    });
    const alone = cacheIn(told("config", /(sentinel monitor cache \S+ \d+) 3/g, "$1 5"));
    expect(cacheWithout(alone, ["africa"], alone.minReplicasToWrite).primary).toBeUndefined();
  });

  test("is in the report with every state", () => {
    const report = JSON.parse(databaseReport(plan)) as { readonly cache: { readonly states: unknown[] } };
    expect(report.cache.states).toHaveLength(losses().length);
    expect(report.cache.states).toContainEqual({
      lost: ["africa", "europe"],
      primary: null,
      choosable: false,
      writes: false,
    });
    expect(JSON.parse(databaseReport({ ...plan, stacks: {} }))).toMatchObject({ cache: null });
  });

  test("is on the page in each state", () => {
    const rows = databaseLines(plan, plain, 120).filter((line) => / {2}(africa|europe) \+ /.test(line));
    expect(rows.map((row) => row.trim().split(/ {2,}/).at(-1))).toEqual([
      "reads",
      "europe r",
      "europe r",
      "africa",
      "africa",
    ]);
  });
});

describe("the page", () => {
  test.each([100, 80, 60])("fits a terminal of %i columns", (width) => {
    const lines = databaseLines(plan, plain, width);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    for (const { name } of allRegions()) expect(lines.join("\n")).toContain(name);
  });

  test("has what is the same of a home's clusters once", () => {
    const text = databaseLines(plan, plain, 120).join("\n");
    expect(text).toContain("  keys/people-africa ");
    expect(text).not.toMatch(/\bpeople-africa\b(?<!keys.people-africa)/);
  });

  test("says nothing of databases where none is planned", () => {
    expect(databaseLines({ ...plan, stacks: {} }, plain, 100)).toEqual([]);
  });
});
