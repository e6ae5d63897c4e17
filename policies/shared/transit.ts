import { tlsPassThrough, tlsPolicies, type TlsPolicies } from "../../components/facts/tls";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";
import { wrong, wrongResource } from "./finding";

/** What is wrong with a TLS policy; one that still speaks 1.2 passes with its reason. */
function checkPolicy(policy: Reader, { tls13, tls12 }: TlsPolicies): Finding[] {
  const name = policy.text() ?? "";
  if (tls13.includes(name)) return [];
  const allowed = [...tls13, ...Object.keys(tls12)].join(", ");
  const found = wrong(policy, allowed, "take the policy from facts/tls.ts");
  const note = Object.hasOwn(tls12, name) ? tls12[name] : undefined;
  return note === undefined ? [found] : [{ ...found, note }];
}

function checkFlag(flag: Reader, fix: string): Finding[] {
  return flag.flag() ? [] : [wrong(flag, "true", fix)];
}

function checkListener(props: Reader): Finding[] {
  const protocol = props.at("protocol");
  const name = protocol.text() ?? "";
  if (name === "HTTPS" || name === "TLS") return checkPolicy(props.at("sslPolicy"), tlsPolicies.loadBalancer);
  if (name === "HTTP") {
    const fix = "answer HTTP with a redirect to HTTPS only";
    const actions = props.items("defaultActions");
    if (actions.length === 0) return [wrong(props.at("defaultActions"), "a redirect to HTTPS", fix)];
    return actions
      .map((action) => action.at("redirect", "protocol"))
      .filter((target) => target.text() !== "HTTPS")
      .map((target) => wrong(target, "HTTPS", fix));
  }
  const found = wrong(protocol, "HTTPS or TLS", "let the listener, or the mesh behind it, end TLS");
  return tlsPassThrough.protocols.some((passed) => passed === name)
    ? [{ ...found, note: tlsPassThrough.reason }]
    : [found];
}

function checkDistribution(props: Reader): Finding[] {
  const behaviours = [props.at("defaultCacheBehavior"), ...props.items("orderedCacheBehaviors")];
  return [
    ...checkPolicy(props.at("viewerCertificate", "minimumProtocolVersion"), tlsPolicies.cloudFront),
    ...behaviours
      .map((behaviour) => behaviour.at("viewerProtocolPolicy"))
      .filter((policy) => !["https-only", "redirect-to-https"].includes(policy.text() ?? ""))
      .map((policy) => wrong(policy, "https-only or redirect-to-https", "send viewers to HTTPS")),
    ...props
      .items("origins")
      .map((origin) => origin.at("customOriginConfig"))
      .filter((custom) => custom.exists && custom.text("originProtocolPolicy") !== "https-only")
      .map((custom) => wrong(custom.at("originProtocolPolicy"), "https-only", "reach the origin by HTTPS")),
  ];
}

function checkSearchDomain(props: Reader): Finding[] {
  const endpoint = props.at("domainEndpointOptions");
  return [
    ...checkFlag(endpoint.at("enforceHttps"), "refuse plain HTTP"),
    ...checkPolicy(endpoint.at("tlsSecurityPolicy"), tlsPolicies.openSearch),
    ...checkFlag(props.at("nodeToNodeEncryption", "enabled"), "encrypt between the domain's nodes"),
  ];
}

function checkCache(props: Reader): Finding[] {
  const mode = props.at("transitEncryptionMode");
  return [
    ...checkFlag(props.at("transitEncryptionEnabled"), "encrypt between clients and nodes"),
    ...(mode.text() === "preferred" ? [wrong(mode, "required", "refuse clients without TLS")] : []),
  ];
}

function checkClassic(): Finding[] {
  return [
    wrongResource(
      "a Classic Load Balancer, which speaks no TLS 1.3",
      "an Application or Network Load Balancer",
      "make one of these instead",
    ),
  ];
}

/** What is wrong with how each type carries data over the network. */
const checks: Readonly<Record<string, (props: Reader) => Finding[]>> = {
  "aws:alb/listener:Listener": checkListener,
  "aws:apigateway/domainName:DomainName": (props) =>
    checkPolicy(props.at("securityPolicy"), tlsPolicies.restApi),
  "aws:apigatewayv2/domainName:DomainName": (props) =>
    checkPolicy(props.at("domainNameConfiguration", "securityPolicy"), tlsPolicies.httpApi),
  "aws:cloudfront/distribution:Distribution": checkDistribution,
  "aws:elasticache/cluster:Cluster": checkCache,
  "aws:elasticache/replicationGroup:ReplicationGroup": checkCache,
  "aws:elb/loadBalancer:LoadBalancer": checkClassic,
  "aws:lb/listener:Listener": checkListener,
  "aws:opensearch/domain:Domain": checkSearchDomain,
};

export const transitTypes = Object.keys(checks);

/** What is wrong with how a resource of these types carries data over the network. */
export function inTheOpen({ type, props }: ResourceView): Finding[] {
  return checks[type]?.(props) ?? [];
}
