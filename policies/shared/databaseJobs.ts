import { longestWaitMinutes } from "../../components/facts/cron";
import { groupName, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { repositoriesOf, type Repository } from "../../components/facts/repositories";
import type { StackView } from "../framework/rule";
import { clusterOf, memberConfigs, regionOf } from "./databaseConfigs";
import { configMapType } from "./kubernetes";

export const cronJobType = "kubernetes:batch/v1:CronJob";

/** A job of the plan that runs one of our scripts. */
interface ScriptJob {
  /** Whether it waits to be started. */
  readonly isSuspended: boolean;
  /** The longest time between two runs; infinite where a day may pass without one. */
  readonly waitMinutes: () => number;
  /** What the script is told. */
  readonly args: readonly string[];
  /** A number of its environment; infinite where it has none. */
  readonly number: (name: string) => number;
}

/** The jobs of a namespace that run one of our scripts. */
export function scriptJobs(stack: StackView, namespace: string, script: string): readonly ScriptJob[] {
  const found: ScriptJob[] = [];
  stack.each([cronJobType], ({ props }) => {
    if (props.text("metadata", "namespace") !== namespace) return;
    const spec = props.at("spec");
    const [container] = spec.items("jobTemplate", "spec", "template", "spec", "containers");
    const [program, path = "", ...args] = container?.texts("command") ?? [];
    if (program !== "python3" || fileOf(path) !== script) return;
    found.push({
      isSuspended: spec.flag("suspend") === true,
      waitMinutes: () => longestWaitMinutes(spec.text("schedule")) ?? Infinity,
      args,
      number: (name) =>
        container
          ?.items("env")
          .find((entry) => entry.text("name") === name)
          ?.number("value") ?? Infinity,
    });
  });
  return found;
}

/** A group of a database: its name, its repositories in facts, where the plan has it, its cluster, and the stack's region. */
type Look = (
  stanza: string,
  repositories: readonly Repository[],
  urn: string,
  cluster: DatabaseClusterFact,
  region: string,
) => void;

/** Calls `look` for each group of a database that is at home in a stack. */
export function eachGroupAtHome(stack: StackView, look: Look): void {
  stack.each([configMapType], (resource) => {
    const [begun] = memberConfigs(resource).filter((config) => config.at("bootstrap").exists);
    const cluster = begun && clusterOf(begun);
    if (begun === undefined || cluster === undefined) return;
    const stanza = groupName(cluster, begun.number("citus", "group") ?? 0);
    look(stanza, repositoriesOf(cluster, stanza), resource.urn, cluster, cluster.home);
  });
}

/** Those of them that run by themselves. */
export function runningJobs(stack: StackView, namespace: string, script: string): readonly ScriptJob[] {
  return scriptJobs(stack, namespace, script).filter(({ isSuspended }) => !isSuspended);
}

/** The same for each group that may be led from a stack's region: at home and in the partner's. */
export function eachGroupLed(stack: StackView, look: Look): void {
  stack.each([configMapType], (resource) => {
    const [member] = memberConfigs(resource);
    const cluster = member && clusterOf(member);
    const region = member && regionOf(member);
    if (cluster === undefined || region === undefined) return;
    if (![cluster.home, cluster.partner].includes(region)) return;
    const stanza = groupName(cluster, member?.number("citus", "group") ?? 0);
    look(stanza, repositoriesOf(cluster, stanza), resource.urn, cluster, region);
  });
}

/** The last part of a path. */
export const fileOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
