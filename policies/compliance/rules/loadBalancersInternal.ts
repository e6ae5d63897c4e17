import { publicLoadBalancers } from "../../../components/facts/network";
import type { ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { isWithin } from "../../shared/places";

export const rule: ResourceRule = {
  id: "load-balancers-internal",
  title: "Only the load balancers of the public entry have public addresses, behind security groups",
  why: "A load balancer is on the internet unless it says otherwise, and a network one without security groups lets in whoever its listeners do.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
  onUnknown: "fail",
  check: ({ urn, props }) => {
    if (props.flag("internal") === true) return [];
    if (!publicLoadBalancers.some((component) => isWithin(urn, component)))
      return [wrong(props.at("internal"), "true", "keep it inside; the public entry is RegionIngress")];
    return props.items("securityGroups").length > 0
      ? []
      : [wrong(props.at("securityGroups"), "one or more", "give it the group of PublicSecurityGroup")];
  },
};
