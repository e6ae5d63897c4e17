import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { inZone, loadBalancerType, zoneFindings } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const certificateType =
  "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate";
const settingsType = "cloudflare:index/authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings";
const trustType = "cloudflare:index/customOriginTrustStore:CustomOriginTrustStore";
const monitorType = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor";
const fix = "let OriginTrust make it";

/** What a zone must have at least one of. */
const needed = [
  { type: certificateType, what: "a client certificate of its own" },
  { type: settingsType, what: "its client certificate shown" },
  { type: trustType, what: "authorities of its own to verify origins by" },
] as const;

function lacks(stack: StackView, zone: string): Finding[] {
  return needed
    .filter(({ type }) => inZone(stack, type, zone).length === 0)
    .map(({ what }) => wrongResource(`its zone without ${what}`, what, fix));
}

function hidden(stack: StackView, zone: string): Finding[] {
  return inZone(stack, settingsType, zone)
    .filter(({ props }) => props.flag("enabled") !== true)
    .map(({ props, urn }) => ({ ...wrong(props.at("enabled"), "true", fix), urn }));
}

/** What is another zone's is no use to ours. */
function astray(stack: StackView): Finding[] {
  return findingsOf(
    stack,
    needed.map(({ type }) => type),
    ({ props }) => {
      const zone = props.text("zoneId") ?? "";
      return inZone(stack, loadBalancerType, zone).length > 0
        ? []
        : [wrong(props.at("zoneId"), "the zone of a load balancer", fix)];
    },
  );
}

/** A monitor that comes as no zone shows no certificate, and finds every region dead. */
function asZone({ props }: ResourceView): Finding[] {
  const [host = ""] = props.items("header", "Host").map((item) => item.text() ?? "");
  const domain = host.split(".").slice(1).join(".");
  return props.text("probeZone") === domain
    ? []
    : [wrong(props.at("probeZone"), domain, "let it come as the zone of the host that it asks for")];
}

export const rule: StackRule = {
  id: "edge-origins-trusted",
  title:
    "The edge shows origins a certificate of the zone's own, and takes as origins what our authorities signed",
  why: "The certificate that all customers of the edge share lets each of them send past our firewall; and of a hundred public authorities any may certify an origin that is not ours.",
  severity: "critical",
  level: "mandatory",
  controls: onTheWay,
  scope: "stack",
  types: [loadBalancerType, ...needed.map(({ type }) => type), monitorType],
  onUnknown: "fail",
  check: (stack) => [
    ...zoneFindings(stack, (zone) => [...lacks(stack, zone), ...hidden(stack, zone)]),
    ...astray(stack),
    ...findingsOf(stack, [monitorType], asZone),
  ],
};
