import type { ResourceRule } from "../../framework/rule";
import { releaseType, rowOf, valueAt } from "../../shared/helmValues";
import { finding, namespaceFact } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-service-exposure",
  title: "Only the ingress is reached from outside",
  why: "A Service of type LoadBalancer or NodePort is a way in that passes neither the gateway nor its TLS; load balancers are made by the program and bound to the gateway's pods.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:core/v1:Service", releaseType],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    const release = type === releaseType;
    const kinds = release
      ? (rowOf(resource)?.serviceTypes ?? []).map((path) => valueAt(resource, path))
      : [props.at("spec", "type")];
    const isIngress = () =>
      namespaceFact(release ? props.text("namespace") : props.text("metadata", "namespace"))?.traffic.some(
        (traffic) => traffic.kind === "from-anywhere",
      ) ?? false;
    const outside = kinds.filter((kind) => {
      const text = kind.text();
      return text === "NodePort" || (text === "LoadBalancer" && !isIngress());
    });
    const addresses = props.at("spec", "externalIPs");
    return [
      ...outside.map((kind) => finding(kind, "ClusterIP", "publish the service through the gateway")),
      ...(!release && addresses.items().length > 0
        ? [finding(addresses, "none", "publish the service through the gateway")]
        : []),
    ];
  },
};
