import { controlPlaneLogTypes } from "../../../components/facts/kubernetes";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

export const rule: ResourceRule = {
  id: "eks-control-plane-logs",
  title: "The control plane keeps all its logs",
  why: "Who did what in a cluster is in its audit log, and why it was let in is in the authenticator's; EKS keeps none unless it is asked.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC7.2", "CC7.3"],
    gdpr: ["32(1)(d)", "33"],
    hipaa: ["164.312(b)", "164.308(a)(1)(ii)(D)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["aws:eks/cluster:Cluster"],
  onUnknown: "fail",
  check: ({ props }) => {
    const kept = props.at("enabledClusterLogTypes");
    const texts = kept.texts();
    return controlPlaneLogTypes
      .filter((type) => !texts.includes(type))
      .map((type) => wrong(kept, `${type} among them`, "enable all types of facts/kubernetes.ts"));
  },
};
