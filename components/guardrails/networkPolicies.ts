import type * as k8s from "@pulumi/kubernetes";
import { clusterAddresses } from "../facts/kubernetes";
import { linkLocalCidr } from "../facts/network";
import { metricsNamespace, type NamespaceFact, type Traffic } from "../facts/namespaces";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Rule = {
  readonly direction: "Ingress" | "Egress";
  readonly peers: k8s.types.input.networking.v1.NetworkPolicyPeer[];
  readonly ports: k8s.types.input.networking.v1.NetworkPolicyPort[];
};

/** Where things are that policies name by address. */
export interface PolicyAddresses {
  /** Subnets in which EKS keeps the control plane's network interfaces. */
  readonly controlPlaneCidrs: readonly string[];
  readonly vpcCidr: string;
  /** The blocks of all regions, this one's included. */
  readonly regionCidrs: readonly string[];
}

/** A policy and its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

const tcp = (port: number): k8s.types.input.networking.v1.NetworkPolicyPort => ({ protocol: "TCP", port });
const address = (cidr: string): k8s.types.input.networking.v1.NetworkPolicyPeer => ({ ipBlock: { cidr } });
const namespaceNamed = (name: string): k8s.types.input.networking.v1.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

const httpsPort = 443;

/** Refuses everything, both ways, for every pod of the namespace. */
export const denyByDefault: NamedPolicy = {
  name: "default-deny",
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

/** Lets every pod ask the cluster's DNS. */
const allowDns: NamedPolicy = {
  name: "allow-dns",
  spec: {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [{ ...namespaceNamed("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
        ports: [tcp(clusterAddresses.dnsPort), { protocol: "UDP", port: clusterAddresses.dnsPort }],
      },
    ],
  },
};

/**
 * The policies of a namespace: refuse everything, allow DNS, then one policy for each kind of traffic it needs.
 * @example networkPolicies(namespaces.karpenter, addresses).map((policy) => policy.name)
 */
export function networkPolicies(fact: NamespaceFact, addresses: PolicyAddresses): readonly NamedPolicy[] {
  return [denyByDefault, allowDns, ...fact.traffic.map((traffic) => allowTraffic(traffic, addresses))];
}

function allowTraffic(traffic: Traffic, addresses: PolicyAddresses): NamedPolicy {
  const { direction, peers, ports } = rule(traffic, addresses);
  const suffix = "namespace" in traffic ? `-${traffic.namespace}` : "";
  return {
    name: `allow-${traffic.kind}${suffix}`,
    spec: {
      podSelector: {},
      policyTypes: [direction],
      ...(direction === "Ingress"
        ? { ingress: [{ from: peers, ports }] }
        : { egress: [{ to: peers, ports }] }),
    },
  };
}

function rule(traffic: Traffic, addresses: PolicyAddresses): Rule {
  switch (traffic.kind) {
    case "from-api-server":
      return {
        direction: "Ingress",
        peers: addresses.controlPlaneCidrs.map(address),
        ports: traffic.ports.map(tcp),
      };
    case "from-metrics":
      return {
        direction: "Ingress",
        peers: [namespaceNamed(metricsNamespace)],
        ports: traffic.ports.map(tcp),
      };
    case "from-anywhere":
      return { direction: "Ingress", peers: [address("0.0.0.0/0")], ports: traffic.ports.map(tcp) };
    case "from-regions":
      return {
        direction: "Ingress",
        peers: addresses.regionCidrs.map(address),
        ports: traffic.ports.map(tcp),
      };
    case "to-regions":
      return {
        direction: "Egress",
        peers: addresses.regionCidrs.map(address),
        ports: traffic.ports.map(tcp),
      };
    case "from-clients":
      return {
        direction: "Ingress",
        peers: [{ namespaceSelector: { matchLabels: { [traffic.label]: "true" } } }],
        ports: traffic.ports.map(tcp),
      };
    case "to-api-server":
      return {
        direction: "Egress",
        // The VPC CNI enforces before the service's address is translated, so a rule by address must name both.
        peers: [`${clusterAddresses.apiServerServiceIp}/32`, ...addresses.controlPlaneCidrs].map(address),
        ports: [tcp(clusterAddresses.apiServerPort)],
      };
    case "to-kubelets":
      return {
        direction: "Egress",
        peers: [address(addresses.vpcCidr)],
        ports: [tcp(clusterAddresses.kubeletPort)],
      };
    case "to-pod-identity":
      return {
        direction: "Egress",
        peers: [address(`${clusterAddresses.podIdentityAgentIp}/32`)],
        ports: [tcp(clusterAddresses.podIdentityAgentPort)],
      };
    case "to-vpc-endpoints":
      return { direction: "Egress", peers: [address(addresses.vpcCidr)], ports: [tcp(httpsPort)] };
    case "to-internet":
      return {
        direction: "Egress",
        // Not to our own networks, which have kinds of their own, and never to a node's metadata service.
        peers: [{ ipBlock: { cidr: "0.0.0.0/0", except: [linkLocalCidr, ...addresses.regionCidrs] } }],
        ports: [tcp(httpsPort)],
      };
    case "from-namespace":
      return {
        direction: "Ingress",
        peers: [namespaceNamed(traffic.namespace)],
        ports: traffic.ports.map(tcp),
      };
    case "to-namespace":
      return {
        direction: "Egress",
        peers: [namespaceNamed(traffic.namespace)],
        ports: traffic.ports.map(tcp),
      };
    case "to-mesh":
      return {
        direction: "Egress",
        peers: [{ namespaceSelector: {} }, ...addresses.regionCidrs.map(address)],
        ports: [{ protocol: "TCP", port: traffic.ports.from, endPort: traffic.ports.to }],
      };
  }
}
