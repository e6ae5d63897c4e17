import { daysBetween } from "../../../components/facts/days";
import { kubernetesVersions, upgradeNoticeDays } from "../../../components/facts/kubernetes";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const nodeGroup = "aws:eks/nodeGroup:NodeGroup";

export const rule: ResourceRule = {
  id: "eks-supported-version",
  title: "Kubernetes is at a version that is supported for a while yet",
  why: "After its end of standard support a version gets no fixes but for six times the price, and an upgrade needs weeks to be tried.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC7.1", "A1.2"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["aws:eks/cluster:Cluster", nodeGroup],
  thresholds: {
    daysMin: {
      description: "a version must have more days of standard support left than this",
      default: upgradeNoticeDays,
      min: upgradeNoticeDays,
      max: 365,
    },
  },
  onUnknown: "fail",
  check: ({ type, props }, { asOf, thresholds: { daysMin = upgradeNoticeDays } }) => {
    const version = props.at("version");
    // A node group without one takes its cluster's.
    if (type === nodeGroup && !version.exists) return [];
    const fix = "move to a later version of facts/kubernetes.ts";
    const fact = kubernetesVersions.find((known) => known.version === version.text());
    if (!fact)
      return [wrong(version, `one of ${kubernetesVersions.map((known) => known.version).join(", ")}`, fix)];
    const daysLeft = daysBetween(asOf, fact.standardSupportEnds);
    return daysLeft > daysMin
      ? []
      : [
          {
            ...wrong(version, `more than ${daysMin} days of standard support left`, fix),
            found: `${fact.version}, supported until ${fact.standardSupportEnds}: ${daysLeft} days`,
          },
        ];
  },
};
