import { longestWaitMinutes } from "../../../components/facts/cron";
import { groupName } from "../../../components/facts/databaseClusters";
import { namespaces } from "../../../components/facts/namespaces";
import { restorePoints } from "../../../components/facts/shards";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { cronJobType, eachGroupAtHome, fileOf } from "../../shared/databaseJobs";
import { wrongResource } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const minutesMax = restorePoints.intervalSeconds / 60;

/** Clusters whose moments are named often enough. */
function named(stack: StackView): ReadonlySet<string> {
  const clusters = new Set<string>();
  stack.each([cronJobType], ({ props }) => {
    if (props.text("metadata", "namespace") !== namespaces.postgres.name) return;
    const spec = props.at("spec");
    const [container] = spec.items("jobTemplate", "spec", "template", "spec", "containers");
    if (fileOf(container?.text("command", 0) ?? "") !== "restore-point.sh" || spec.flag("suspend")) return;
    if ((longestWaitMinutes(spec.text("schedule")) ?? Infinity) > minutesMax) return;
    clusters.add(props.text("metadata", "labels", "azora.io/cluster") ?? "");
  });
  return clusters;
}

export const rule: StackRule = {
  id: "database-points-named",
  title: "Each minute a row is written in every database, and the moment named in every group's log",
  why: "Groups of a sharded cluster come back together to a named moment only, and a trial sees by the newest row and moment what a restore would lose. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [configMapType, cronJobType],
  onUnknown: "fail",
  check: (stack) => {
    const clusters = named(stack);
    const findings: Finding[] = [];
    eachGroupAtHome(stack, (stanza, _, urn, cluster) => {
      if (stanza !== groupName(cluster, 0) || clusters.has(cluster.name)) return;
      findings.push(
        wrongResource(
          `no such job of ${cluster.name}`,
          `one that runs restore-point.sh every ${minutesMax} min`,
          "make the job with DatabaseJobs",
          urn,
        ),
      );
    });
    return findings;
  },
};
