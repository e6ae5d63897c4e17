import { environmentNames, environments, scheduleTag } from "../../../components/facts/environments";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { collect } from "../../shared/links";

const groupType = "aws:autoscaling/group:Group";
const scheduleType = "aws:autoscaling/schedule:Schedule";
const nodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const machineTypes = ["aws:ec2/instance:Instance", "aws:eks/nodeGroup:NodeGroup", groupType, nodeClassType];

/** A tag of machines: Karpenter's stand in the node class of a pool, those of an Auto Scaling group are a list. */
function tagOf({ type, props }: ResourceView, key: string): Reader {
  if (type === nodeClassType) return props.at("spec", "tags", key);
  if (type !== groupType) return props.at("tags", key);
  return (
    props
      .items("tags")
      .find((tag) => tag.text("key") === key)
      ?.at("value") ?? props.at("tags", key)
  );
}

export const rule: StackRule = {
  id: "nonproduction-schedule",
  title: "Machines outside production stand still when nobody works",
  why: "A week has 168 hours and about 50 of them are worked; what serves people at work only need not be paid for in the others. Decided in the offline plan for Karpenter's node classes: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "low",
  level: "mandatory",
  controls: {},
  scope: "stack",
  types: [...machineTypes, scheduleType],
  onUnknown: "fail",
  check: (stack) => {
    // Only a schedule that takes the last machine away saves all of them.
    const schedules = collect(stack, [scheduleType], (schedule) => {
      if (schedule.props.number("desiredCapacity") !== 0) return [];
      const sources = stack.sources(schedule, "autoscalingGroupName").map(({ urn }) => urn);
      return sources.length > 0 ? sources : [schedule.props.text("autoscalingGroupName") ?? ""];
    });
    const findings: Finding[] = [];
    stack.each(machineTypes, (machine) => {
      const { urn, type, props } = machine;
      if (type === nodeClassType && !props.at("spec").exists) return;
      const stated = tagOf(machine, "environment").text();
      const environment = environmentNames.find((name) => name === stated);
      const wanted = environments[environment ?? "development"].schedule;
      if (wanted === undefined || schedules.found.includes(urn)) return;
      if (type === groupType && schedules.found.includes(props.text("name") ?? urn)) return;
      const tag = tagOf(machine, scheduleTag);
      if (tag.text() === wanted || !schedules.complete) return;
      findings.push({ ...wrong(tag, wanted, `tag it with ${scheduleTag}: ${wanted}`), urn });
    });
    return findings;
  },
};
