import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

export const rule: ResourceRule = {
  id: "eks-private-endpoint",
  title: "The Kubernetes API is reached from inside only",
  why: "An API server on the internet is one leaked token or one flaw away from everything that runs; it is public unless it is told otherwise.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["aws:eks/cluster:Cluster"],
  onUnknown: "fail",
  check: ({ props }) => {
    const network = props.at("vpcConfig");
    const outside = network.at("endpointPublicAccess");
    const inside = network.at("endpointPrivateAccess");
    const fix = "set endpointPrivateAccess to true and endpointPublicAccess to false";
    return [
      ...(outside.flag() === false ? [] : [wrong(outside, "false", fix)]),
      ...(inside.flag() ? [] : [wrong(inside, "true", fix)]),
    ];
  },
};
