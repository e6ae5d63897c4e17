/** The database clusters of a plan, read from what their servers are told, and what the loss of regions leaves of each. */
import { allRegions } from "../components/facts/regions";
import type { PlanObject } from "./engine/values";
import type { Plan, PlannedResource } from "./plan";
import { at, parsed, textAt } from "./reading";

interface Member {
  /** For example `africa-0`. */
  readonly name: string;
  readonly region: string;
  /** Whether durable commits may wait for it, so that it may take the lead by itself. */
  readonly inStep: boolean;
  /** The higher, the earlier it leads. */
  readonly priority: number;
}

/** A cluster, or one group of a sharded cluster where groups differ. */
export interface DatabasePlan {
  readonly name: string;
  readonly home: string;
  readonly members: readonly Member[];
  /** Regions that vote on its leader. */
  readonly votes: readonly string[];
  /** Where the lock's own leader is kept; "" where no vote is planned. */
  readonly lockLeader: string;
  /** Whether a durable commit waits for standbys, and whether it waits even when there is none. */
  readonly synchronous: boolean;
  readonly strict: boolean;
}

/** `degraded`: every copy that a durable commit waits for is in one region. */
type Durable = "yes" | "degraded" | "no";

/** What a person must decide: a failover to a member that may lack rows, how the lock gets a majority, or what is restored. */
type Decision = "failover" | "lock" | "restore";

/** What works with some regions lost. */
export interface FailureState {
  readonly lost: readonly string[];
  /** Region that leads by itself; `undefined` where none does. */
  readonly leader: string | undefined;
  readonly quorum: boolean;
  readonly durable: Durable;
  readonly fast: boolean;
  readonly decision: Decision | undefined;
}

const configMap = "kubernetes:core/v1:ConfigMap";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const clusterLabel = "azora.io/cluster";
const groupLabel = "azora.io/group";

interface Found {
  readonly region: string;
  readonly config: PlanObject;
}

/** Configurations of the members of each cluster's groups, by `cluster` and then `group`. */
function configurations(plan: Plan): Map<string, Map<string, Found[]>> {
  const clusters = new Map<string, Map<string, Found[]>>();
  for (const [region, { resources }] of Object.entries(plan.stacks))
    for (const { type, resolved } of resources) {
      const cluster = textAt(resolved, "metadata", "labels", clusterLabel);
      const group = textAt(resolved, "metadata", "labels", groupLabel);
      if (type !== configMap || cluster === "" || group === "") continue;
      const data = at(resolved, "data") ?? {};
      for (const key of Object.keys(data).filter((name) => name.endsWith(".yaml"))) {
        const config = parsed(textAt(data, key));
        if (config === undefined) continue;
        const groups = clusters.get(cluster) ?? new Map<string, Found[]>();
        groups.set(group, [...(groups.get(group) ?? []), { region, config }]);
        clusters.set(cluster, groups);
      }
    }
  return clusters;
}

/** Regions in which a lock has a member, and where its leader belongs. */
function lockOf(plan: Plan, name: string): Pick<DatabasePlan, "votes" | "lockLeader"> {
  const planned = Object.entries(plan.stacks).flatMap(([region, { resources }]) =>
    resources
      .filter(({ type, resolved }) => type === statefulSet && textAt(resolved, "metadata", "name") === name)
      .map((resource) => ({ region, resource })),
  );
  return {
    votes: planned.map(({ region }) => region),
    lockLeader: planned.map(({ resource }) => variable(resource, "LOCK_LEADER")).find(Boolean) ?? "",
  };
}

/** Value of a variable that some container of a workload has. */
function variable({ resolved }: PlannedResource, name: string): string {
  const containers = at(resolved, "spec", "template", "spec", "containers");
  const all = Array.isArray(containers) ? containers : [];
  for (const container of all) {
    const env = at(container, "env");
    const entry = (Array.isArray(env) ? env : []).find((each) => textAt(each, "name") === name);
    if (entry !== undefined) return textAt(entry, "value");
  }
  return "";
}

function memberOf({ region, config }: Found): Member {
  return {
    name: textAt(config, "name"),
    region,
    inStep: at(config, "tags", "nosync") !== true,
    priority: Number(at(config, "tags", "failover_priority") ?? 1),
  };
}

function databaseOf(plan: Plan, name: string, found: readonly Found[]): DatabasePlan {
  const members = found.map(memberOf);
  const first = found.find(({ config }) => at(config, "bootstrap") !== undefined);
  const settings = at(first?.config, "bootstrap", "dcs");
  // "lock-africa-0.lock-africa.europe…:2379": the pod, its StatefulSet and where it is.
  const lock = textAt(found[0]?.config, "etcd3", "hosts", 0).split(".")[1] ?? "";
  return {
    name,
    home: first?.region ?? "",
    members,
    ...lockOf(plan, lock),
    synchronous: at(settings, "synchronous_mode") === true,
    strict: at(settings, "synchronous_mode_strict") === true,
  };
}

/** The clusters of a plan, in the plan's order; a group of a sharded cluster stands for itself only where it differs. */
export function databasesOf(plan: Plan): readonly DatabasePlan[] {
  return [...configurations(plan)].flatMap(([cluster, groups]) => {
    const planned = [...groups]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([group, found]) => [group, databaseOf(plan, cluster, found)] as const);
    const [first] = planned;
    const same = planned.every(([, each]) => JSON.stringify(each) === JSON.stringify(first?.[1]));
    return same && first
      ? [first[1]]
      : planned.map(([group, each]) => ({ ...each, name: `${cluster}, group ${group}` }));
  });
}

/** Every loss of one region, and of two. */
export function losses(regions = allRegions().map(({ name }) => name)): readonly (readonly string[])[] {
  return [
    ...regions.map((region) => [region]),
    ...regions.flatMap((a, index) => regions.slice(index + 1).map((b) => [a, b])),
  ];
}

function durableOf(database: DatabasePlan, leader: Member, left: readonly Member[]): Durable {
  const standbys = left.filter((member) => member !== leader);
  // Patroni waits for those in step; where none is left, strict mode takes any standby's word.
  const inStep = standbys.filter((member) => member.inStep);
  const waited = inStep.length > 0 ? inStep : standbys;
  if (!database.synchronous || waited.length === 0) return "no";
  return waited.every(({ region }) => region === leader.region) ? "degraded" : "yes";
}

/** What some regions' loss leaves of a cluster until a person decides something. */
export function stateWithout(database: DatabasePlan, lost: readonly string[]): FailureState {
  const { votes, members, home } = database;
  const quorum = 2 * votes.filter((region) => !lost.includes(region)).length > votes.length;
  const left = members.filter(({ region }) => !lost.includes(region));
  const none = { lost, quorum, leader: undefined, durable: "no", fast: false } as const;
  if (left.length === 0) return { ...none, decision: "restore" };
  if (!quorum) return { ...none, decision: "lock" };
  // The leader stands at home; of those in step with it the one with the highest priority follows.
  const able = left
    .filter((member) => member.region === home || member.inStep || !database.synchronous)
    .sort((a, b) => b.priority - a.priority);
  const leader = able.find(({ region }) => region === home) ?? able[0];
  if (!leader) return { ...none, decision: "failover" };
  const durable = durableOf(database, leader, left);
  // Without strict mode a commit no longer waits where nobody is left to wait for, and calls itself durable.
  return { lost, quorum, leader: leader.region, durable, fast: true, decision: undefined };
}

/** Patroni's times for one group of a cluster, in seconds. */
export interface LeasePlan {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
}

/** The leases of a plan's clusters, as the member says that may begin the cluster; NaN where a time is missing. */
export function leasesOf(plan: Plan): readonly LeasePlan[] {
  return [...configurations(plan).values()].flatMap((groups) =>
    [...groups.values()].flat().flatMap(({ config }) => {
      const dcs = at(config, "bootstrap", "dcs");
      if (dcs === undefined) return [];
      const seconds = (key: string): number => Number(at(dcs, key) ?? NaN);
      return [{ ttlSeconds: seconds("ttl"), loopWaitSeconds: seconds("loop_wait") }];
    }),
  );
}
