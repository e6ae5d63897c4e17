import { controlPlaneSubnetPrefixBits, internetEgressPorts } from "../../components/facts/network";
import type { Traffic } from "../../components/facts/namespaces";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { blockOf, holds, insideBlocks, ownBlocks } from "./addresses";
import { accepted } from "./exceptions";
import { wrong } from "./finding";
import { namesWhatItSelects } from "./kubernetes";

const fix = "name the peers and ports, or add the traffic to facts/namespaces.ts with its reason";

/** A list of what a network policy allows, read in one direction. */
export interface Allowance {
  readonly peers: readonly Reader[];
  readonly ports: readonly Reader[];
  /** From the namespace's pods to others. */
  readonly outward: boolean;
  /** What facts let the namespace have; asked only where it decides. */
  readonly traffic: () => readonly Traffic[];
}

function meshOf({ outward, traffic }: Allowance): Extract<Traffic, { kind: "to-mesh" }> | undefined {
  return outward
    ? traffic().find((entry): entry is Extract<Traffic, { kind: "to-mesh" }> => entry.kind === "to-mesh")
    : undefined;
}

/** Why the pods of all regions may come in on these ports; `undefined` where facts do not let them. */
function reasonForRegions({ ports, traffic }: Allowance): string | undefined {
  const entry = traffic().find((candidate) => candidate.kind === "from-regions");
  if (entry?.kind !== "from-regions") return undefined;
  const open = ports.map((item) => item.at("port").number() ?? -1);
  return open.every((port) => entry.ports.includes(port)) ? entry.reason : undefined;
}

/** What is wrong with ports by themselves: an entry without a port is all of them, and a range may be. */
export function portFindings(allowance: Allowance): Finding[] {
  return allowance.ports.flatMap((entry) => {
    const port = entry.at("port");
    const end = entry.at("endPort");
    if (!port.exists) return [wrong(port, "one port", fix)];
    if (!end.exists || end.number() === port.number()) return [];
    const findings = [wrong(end, "one port", fix)];
    const mesh = meshOf(allowance);
    const within =
      mesh !== undefined &&
      mesh.ports.from <= (port.number() ?? 0) &&
      (end.number() ?? Infinity) <= mesh.ports.to;
    return within ? accepted(mesh.reason, findings) : findings;
  });
}

/** Traffic with addresses that are not the platform's: only what facts name, on its ports. */
function outsideFindings(cidr: Reader, allowance: Allowance): Finding[] {
  const kind = allowance.outward ? "to-internet" : "from-anywhere";
  const entry = allowance.traffic().find((candidate) => candidate.kind === kind);
  const findings = [wrong(cidr, "a block of the platform's own networks", fix)];
  if (entry?.kind !== "to-internet" && entry?.kind !== "from-anywhere") return findings;
  const open: readonly number[] = entry.kind === "to-internet" ? internetEgressPorts : entry.ports;
  const others = allowance.ports
    .map((item) => item.at("port"))
    .filter((port) => !open.includes(port.number() ?? -1));
  return [
    ...accepted(entry.reason, findings),
    ...others.map((port) => wrong(port, `${open.join(" or ")}: the peers are anybody`, fix)),
  ];
}

function blockFindings(ipBlock: Reader, allowance: Allowance): Finding[] {
  const cidr = ipBlock.at("cidr");
  const block = blockOf(cidr.text());
  if (!block) return [wrong(cidr, "an IPv4 block", fix)];
  if (ownBlocks().some((own) => holds(blockOf(own), block))) {
    // A pod has an address of the VPC: who lets in a block of pods' subnets lets in every namespace.
    if (allowance.outward || block.prefixBits >= controlPlaneSubnetPrefixBits) return [];
    const findings = [wrong(cidr, `at most a /${controlPlaneSubnetPrefixBits}: a subnet without pods`, fix)];
    const reason = reasonForRegions(allowance);
    return reason === undefined ? findings : accepted(reason, findings);
  }
  const except = ipBlock.at("except");
  const left = except.texts().map(blockOf);
  const reached = insideBlocks().filter((name) => {
    const inside = blockOf(name);
    const common = holds(block, inside) ? inside : holds(inside, block) ? block : undefined;
    return common !== undefined && !left.some((excepted) => holds(excepted, common));
  });
  return [
    ...outsideFindings(cidr, allowance),
    ...(allowance.outward ? reached.map((inside) => wrong(except, `${inside} among them`, fix)) : []),
  ];
}

/** What is wrong with the peers that a policy names. */
export function peerFindings(allowance: Allowance): Finding[] {
  return allowance.peers.flatMap((peer) => {
    const block = peer.at("ipBlock");
    if (block.exists) return blockFindings(block, allowance);
    const namespaces = peer.at("namespaceSelector");
    if (!namespaces.exists)
      return peer.at("podSelector").exists
        ? []
        : [wrong(peer, "an ipBlock, a namespaceSelector or a podSelector", fix)];
    if (namesWhatItSelects(namespaces)) return [];
    const findings = [wrong(namespaces, "a selector that names namespaces", fix)];
    const mesh = meshOf(allowance);
    return mesh ? accepted(mesh.reason, findings) : findings;
  });
}
