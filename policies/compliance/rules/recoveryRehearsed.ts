import { longestWaitMinutes } from "../../../components/facts/cron";
import { namespaces } from "../../../components/facts/namespaces";
import { recoveryMetrics } from "../../../components/facts/rehearsals";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { watched } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";

const clusterType = "aws:eks/cluster:Cluster";
const cronType = "kubernetes:argoproj.io/v1alpha1:CronWorkflow";
const templateType = "kubernetes:argoproj.io/v1alpha1:WorkflowTemplate";

/** What must run, and how long may pass until it looks again, in minutes; what is due, it decides itself. */
const runs: Readonly<Record<"evacuation" | "test" | "watch", number>> = {
  test: 24 * 60,
  evacuation: 24 * 60,
  watch: recoveryMetrics.everyHours * 60,
};

/** Templates that run by themselves, each with the longest time between two runs; `undefined` where inputs are not to be seen. */
function scheduled(stack: StackView): ReadonlyMap<string, number> | undefined {
  const waits = new Map<string, number>();
  let objects = 0;
  let seen = 0;
  stack.each([cronType], ({ props }) => {
    objects++;
    const spec = props.at("spec");
    if (!spec.exists) return;
    seen++;
    const isHeldBack = [["when"], ["stopStrategy"], ["workflowSpec", "suspend"]].some(
      (path) => spec.at(...path).exists,
    );
    if (props.text("metadata", "namespace") !== namespaces.automation.name || spec.flag("suspend")) return;
    if (isHeldBack) return;
    const template = spec.text("workflowSpec", "workflowTemplateRef", "name") ?? "";
    for (const cron of spec.texts("schedules"))
      waits.set(template, Math.min(waits.get(template) ?? Infinity, longestWaitMinutes(cron) ?? Infinity));
  });
  return objects > 0 && seen === 0 ? undefined : waits;
}

/** The commands of the operator that these templates run, each with the longest time between two runs. */
function commandsOf(stack: StackView, waits: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const commands = new Map<string, number>();
  stack.each([templateType], ({ props }) => {
    const wait = waits.get(props.text("metadata", "name") ?? "");
    if (wait === undefined || props.text("metadata", "namespace") !== namespaces.automation.name) return;
    const spec = props.at("spec");
    for (const template of spec.items("templates")) {
      if (template.text("name") !== spec.text("entrypoint")) continue;
      const [program, command = "", ...options] = template.texts("container", "args");
      if (program !== "recovery" || options.includes("--dry-run")) continue;
      commands.set(command, Math.min(commands.get(command) ?? Infinity, wait));
    }
  });
  return commands;
}

export const rule: StackRule = {
  id: "recovery-rehearsed",
  title:
    "Recovery is tested each month, regions are left each quarter, and each hour somebody looks whether that held",
  why: "What is not rehearsed does not work on the day it is needed, and a rehearsal that somebody must think of is forgotten. Each run decides by what is written down whether it is due, so that a missed one is made up for the next day. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [clusterType, cronType, templateType],
  onUnknown: "fail",
  check: (stack) => {
    const waits = scheduled(stack);
    if (waits === undefined) return [];
    const found = commandsOf(stack, waits);
    return stack.ofType(clusterType).flatMap(({ urn }): Finding[] =>
      Object.entries(runs)
        .filter(([command, minutesMax]) => !((found.get(command) ?? Infinity) <= minutesMax))
        .map(([command, minutesMax]) =>
          wrongResource(
            `no such schedule of "recovery ${command}"`,
            `a workflow that runs "recovery ${command}" every ${minutesMax / 60} h or more often`,
            "give the region its operator (azora:operatorDigest), whose workflows RecoveryWorkflows makes",
            urn,
          ),
        ),
    );
  },
};
