import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { finding, namespaceFact } from "../../shared/kubernetes";

/** Shorter prefixes than this are the internet, whole or in halves. */
const prefixBitsMin = 8;

function isOpen(cidr: string | undefined): boolean {
  return cidr !== undefined && !(Number(cidr.split("/")[1]) >= prefixBitsMin);
}

function checkPeer(peer: Reader, outward: boolean, mayOpen: () => boolean): Finding[] {
  const cidr = peer.at("ipBlock", "cidr");
  const selector = peer.at("namespaceSelector");
  const fix = "name the peers, or add the traffic to facts/namespaces.ts with its reason";
  if (isOpen(cidr.text())) {
    if (!mayOpen()) return [finding(cidr, "addresses that the namespace's facts name", fix)];
    const except = peer.at("ipBlock", "except");
    return outward && !except.texts().includes("169.254.0.0/16")
      ? [finding(except, "169.254.0.0/16 among them: a node's metadata", fix)]
      : [];
  }
  return !outward && selector.exists && selector.keys().length === 0
    ? [finding(selector, "a selector that names namespaces", fix)]
    : [];
}

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
      const kind = outward ? "to-internet" : "from-anywhere";
      const mayOpen = () =>
        namespaceFact(props.text("metadata", "namespace"))?.traffic.some(
          (traffic) => traffic.kind === kind,
        ) ?? false;
      return props.items("spec", direction).flatMap((allowed) => {
        const lists = [allowed.at(outward ? "to" : "from"), allowed.at("ports")] as const;
        return [
          ...lists
            .filter((list) => list.items().length === 0)
            .map((list) => finding(list, "at least one", "name the peers and the ports")),
          ...lists[0].items().flatMap((peer) => checkPeer(peer, outward, mayOpen)),
        ];
      });
    }),
};
