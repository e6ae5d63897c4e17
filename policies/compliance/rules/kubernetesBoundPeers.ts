import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { namespaceFact } from "../../shared/kubernetes";
import { peerFindings, portFindings, type Allowance } from "../../shared/networkPeers";

export const rule: ResourceRule = {
  id: "kubernetes-bound-peers",
  title: "Network policies name their peers and ports",
  why: "A rule without peers or ports allows all of them, and undoes the namespace's default-deny without a trace.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:networking.k8s.io/v1:NetworkPolicy"],
  onUnknown: "fail",
  check: ({ props }) =>
    (["ingress", "egress"] as const).flatMap((direction) => {
      const outward = direction === "egress";
      const traffic = () => namespaceFact(props.text("metadata", "namespace"))?.traffic ?? [];
      return props.items("spec", direction).flatMap((allowed) => {
        const peers = allowed.at(outward ? "to" : "from");
        const ports = allowed.at("ports");
        const allowance: Allowance = { peers: peers.items(), ports: ports.items(), outward, traffic };
        return [
          ...[peers, ports]
            .filter((list) => list.items().length === 0)
            .map((list) => wrong(list, "at least one", "name the peers and the ports")),
          ...portFindings(allowance),
          ...peerFindings(allowance),
        ];
      });
    }),
};
