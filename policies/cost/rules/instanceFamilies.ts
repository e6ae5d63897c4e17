import { runnerMachine, buildVcpu } from "../../../components/facts/runner";
import { workerNodes } from "../../../components/facts/nodes";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { instanceTypePaths, wrongTypes, type MachineLimits } from "../../shared/instances";
import { nodePoolType, wrongMachines } from "../../shared/nodePools";

const buildType = "aws:codebuild/project:Project";

function wrongBuilds(machine: Reader, { vcpuMax }: MachineLimits): Finding[] {
  const type = machine.at("type");
  const size = machine.at("computeType");
  const x86 = wrong(type, "an ARM container", "take the machine of facts/runner.ts");
  return [
    ...(type.text()?.startsWith("ARM_")
      ? []
      : [type.text() === runnerMachine.type ? { ...x86, note: runnerMachine.reason } : x86]),
    ...((buildVcpu[size.text() ?? ""] ?? Infinity) <= vcpuMax
      ? []
      : [wrong(size, `at most ${vcpuMax} vCPU`, x86.fix)]),
  ];
}

export const rule: ResourceRule = {
  id: "instance-families",
  title: "Machines are of the families that were chosen, Graviton where there is one, and not too large",
  why: "Graviton costs about a fifth less for the same work, an older generation costs more, and one large machine wastes what small ones would share; families and sizes are chosen once, in facts.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["A1.1"] },
  scope: "resource",
  types: [...Object.keys(instanceTypePaths), nodePoolType, buildType],
  thresholds: {
    vcpuMax: {
      description: "most vCPUs of one machine",
      default: workerNodes.vcpuBelow - 1,
      min: 2,
      max: 192,
    },
    generationMin: {
      description: "oldest generation of a family in a region's zones",
      default: workerNodes.generationMin,
      min: 6,
      max: 9,
    },
  },
  onUnknown: "fail",
  check: ({ type, props }, { thresholds: { vcpuMax = 0, generationMin = 0 } }) => {
    const limits = { vcpuMax, generationMin };
    if (type === nodePoolType) return wrongMachines(props, limits);
    return type === buildType
      ? wrongBuilds(props.at("environment"), limits)
      : wrongTypes(type, props, limits);
  },
};
