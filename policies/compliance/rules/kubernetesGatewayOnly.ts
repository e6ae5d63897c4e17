import { gatewayClass } from "../../../components/facts/namespaces";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { blockOf, holds, regionBlocks } from "../../shared/addresses";
import { wrong } from "../../shared/finding";
import { gatewayTypes } from "../../shared/gatewayRoutes";
import { namespaceFact } from "../../shared/kubernetes";

const fix = "publish the service by a route of the gateway";

function classFinding(name: Reader): Finding[] {
  return name.text() === gatewayClass ? [] : [wrong(name, `"${gatewayClass}"`, fix)];
}

/** Pods reach load balancers from where facts let anybody in, and nowhere else. */
function placeFinding(namespace: Reader): Finding[] {
  const open = namespaceFact(namespace.text())?.traffic.some(({ kind }) => kind === "from-anywhere");
  return open ? [] : [wrong(namespace, "a namespace that facts let clients into", fix)];
}

function checkGateway(props: Reader): Finding[] {
  const service = props.at("metadata", "annotations", "networking.istio.io/service-type");
  const addresses = props.items("spec", "addresses").map((address) => address.text("type"));
  // The mesh makes a Service of type LoadBalancer for a gateway, but for one that names a Service to use.
  const inside =
    service.text() === "ClusterIP" ||
    (addresses.length > 0 && addresses.every((type) => type === "Hostname"));
  return [
    ...classFinding(props.at("spec", "gatewayClassName")),
    ...placeFinding(props.at("metadata", "namespace")),
    ...(inside ? [] : [wrong(service, "ClusterIP", fix)]),
  ];
}

const checks: Readonly<Record<string, (props: Reader) => readonly Finding[]>> = {
  "kubernetes:networking.k8s.io/v1:Ingress": (props) => {
    const legacy = props.at("metadata", "annotations", "kubernetes.io/ingress.class");
    return [
      ...classFinding(props.at("spec", "ingressClassName")),
      ...(legacy.exists ? classFinding(legacy) : []),
    ];
  },
  ...Object.fromEntries(gatewayTypes.map((type) => [type, checkGateway])),
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": (props) => [
    ...placeFinding(props.at("metadata", "namespace")),
    // What the controller opens in the nodes' security group.
    ...props
      .items("spec", "networking", "ingress")
      .flatMap((ingress) => ingress.items("from"))
      .map((from) => from.at("ipBlock", "cidr"))
      .filter((cidr) => cidr.exists)
      .filter((cidr) => !regionBlocks().some((own) => holds(blockOf(own), blockOf(cidr.text()))))
      .map((cidr) => wrong(cidr, "the load balancer's security group, or a block of our own", fix)),
  ],
};

export const rule: ResourceRule = {
  id: "kubernetes-gateway-only",
  title: "The mesh's gateway is the only way into a cluster",
  why: "An Ingress or a Gateway of another class makes a load balancer of its own, public by default, that passes neither the edge nor the gateway's TLS; a binding elsewhere puts other pods behind ours.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: Object.keys(checks),
  onUnknown: "fail",
  check: ({ type, props }) => checks[type]?.(props) ?? [],
};
