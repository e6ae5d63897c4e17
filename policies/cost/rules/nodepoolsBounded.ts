import { workerNodes } from "../../../components/facts/nodes";
import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { wrongBudgets } from "../../shared/disruption";
import { seconds } from "../../shared/durations";
import { wrong } from "../../shared/finding";
import { quantity } from "../../shared/quantities";
import { nodePoolType } from "../../shared/nodePools";

const gib = 2 ** 30;
const fix = "take limits and disruption of facts/nodes.ts";

export const rule: ResourceRule = {
  id: "nodepools-bounded",
  title: "Each node pool has a ceiling, gives back what it does not need, and renews its nodes",
  why: "A pool without limits spends whatever a faulty workload asks for, and one that does not consolidate keeps paying for last night's peak; budgets keep both from disturbing more than a few nodes at a time.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["A1.1", "CC7.1"] },
  scope: "resource",
  types: [nodePoolType],
  thresholds: {
    vcpuMax: {
      description: "most vCPUs of a pool",
      default: workerNodes.vcpuLimitMax,
      min: 8,
      max: workerNodes.vcpuLimitMax,
    },
    consolidateMinutesMax: {
      description: "longest wait before a node that is quiet is consolidated, in minutes",
      default: (seconds(workerNodes.consolidateAfter) ?? 0) / 60,
      min: 1,
      max: 60,
    },
    expireHoursMax: {
      description: "longest life of a node, in hours",
      default: (seconds(workerNodes.expireAfter) ?? 0) / 3600,
      min: 24,
      max: 720,
    },
    disruptedPercentMax: {
      description: "largest share of a pool that is disrupted at a time, in percent",
      default: parseInt(workerNodes.disruptedNodesMax, 10),
      min: 1,
      max: 50,
    },
    disruptedNodesMax: {
      description: "most nodes that are disrupted at a time, where a budget counts nodes",
      default: Number(workerNodes.edgeDisruptedNodesMax),
      min: 1,
      max: 10,
    },
  },
  onUnknown: "fail",
  check: ({ props }, { thresholds }) => {
    const {
      vcpuMax = 0,
      consolidateMinutesMax = 0,
      expireHoursMax = 0,
      disruptedPercentMax = 0,
      disruptedNodesMax = 0,
    } = thresholds;
    const spec = props.at("spec");
    const cpu = spec.at("limits", "cpu");
    const memory = spec.at("limits", "memory");
    const vcpu = quantity(cpu) ?? Infinity;
    const memoryGibMax = Math.min(vcpu, vcpuMax) * workerNodes.memoryGibPerVcpu;
    const policy = spec.at("disruption", "consolidationPolicy");
    const wait = spec.at("disruption", "consolidateAfter");
    const expiry = spec.at("template", "spec", "expireAfter");
    const within = (at: Reader, most: number) => (seconds(at.text()) ?? Infinity) <= most;
    return [
      ...(vcpu <= vcpuMax ? [] : [wrong(cpu, `at most ${vcpuMax} vCPU`, fix)]),
      ...((quantity(memory) ?? Infinity) <= memoryGibMax * gib
        ? []
        : [wrong(memory, `at most ${memoryGibMax}Gi`, fix)]),
      ...(policy.text() === "WhenEmptyOrUnderutilized"
        ? []
        : [wrong(policy, "WhenEmptyOrUnderutilized", fix)]),
      ...(within(wait, consolidateMinutesMax * 60)
        ? []
        : [wrong(wait, `at most ${consolidateMinutesMax}m`, fix)]),
      ...(within(expiry, expireHoursMax * 3600) ? [] : [wrong(expiry, `at most ${expireHoursMax}h`, fix)]),
      ...wrongBudgets(spec.at("disruption", "budgets"), { disruptedPercentMax, disruptedNodesMax }, fix),
    ];
  },
};
