import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { releaseType, rowOf, valueAt } from "../../shared/helmValues";

/** Types of Service that answer inside the cluster only; `ExternalName` is a name for something elsewhere. */
const inside = ["ClusterIP", "ExternalName"];

export const rule: ResourceRule = {
  id: "kubernetes-service-exposure",
  title: "No Service is reached from outside by itself",
  why: "A Service of type LoadBalancer or NodePort is a way in that passes neither the gateway nor its TLS; load balancers are made by the program and bound to the gateway's pods, so the gateway's own Service needs none either.",
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
    const fix = "publish the service through the gateway";
    const kinds =
      type === releaseType
        ? (rowOf(resource)?.serviceTypes ?? []).map((path) => valueAt(resource, path))
        : [props.at("spec", "type")];
    // Addresses of nodes at which a Service answers besides, whatever its type.
    const addresses = type === releaseType ? [] : props.items("spec", "externalIPs");
    return [
      ...kinds
        .filter((kind) => kind.exists && !inside.includes(kind.text() ?? ""))
        .map((kind) => wrong(kind, "ClusterIP", fix)),
      ...addresses.map((address) => wrong(address, "none", fix)),
    ];
  },
};
