import { tlsPolicies } from "../../components/facts/tls";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong, wrongResource } from "./finding";
import { checkListener, checkListenerRule, listenerRuleTypes, listenerTypes } from "./listeners";
import { holds, mustBe, type Must } from "./look";
import { checkPolicy } from "./tlsPolicies";

function checkFlag(flag: Reader, fix: string): Finding[] {
  return flag.flag() ? [] : [wrong(flag, "true", fix)];
}

function checkDistribution(props: Reader): Finding[] {
  const behaviours = [props.at("defaultCacheBehavior"), ...props.items("orderedCacheBehaviors")];
  const certificate = props.at("viewerCertificate");
  const own = certificate.at("cloudfrontDefaultCertificate");
  const origins = props
    .items("origins")
    .map((origin) => origin.at("customOriginConfig"))
    .filter((custom) => custom.exists);
  return [
    ...checkPolicy(certificate.at("minimumProtocolVersion"), tlsPolicies.cloudFront),
    // With CloudFront's own certificate the version is TLSv1, whatever is asked for.
    ...(own.flag() === true ? [wrong(own, "false", "give the distribution a certificate of ACM")] : []),
    ...behaviours
      .map((behaviour) => behaviour.at("viewerProtocolPolicy"))
      .filter((policy) => !["https-only", "redirect-to-https"].includes(policy.text() ?? ""))
      .map((policy) => wrong(policy, "https-only or redirect-to-https", "send viewers to HTTPS")),
    ...origins
      .filter((custom) => custom.text("originProtocolPolicy") !== "https-only")
      .map((custom) => wrong(custom.at("originProtocolPolicy"), "https-only", "reach the origin by HTTPS")),
    ...origins
      .flatMap((custom) => custom.items("originSslProtocols"))
      .flatMap((version) => checkPolicy(version, tlsPolicies.cloudFrontOrigin)),
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

/** A field that says by itself whether data is encrypted on its way. */
interface Switch extends Must {
  /** AWS does so where nothing is said. */
  readonly byDefault?: true;
  readonly fix: string;
}

const inTransit = ["encryptionInfo", "encryptionInTransit"];
const switches: Readonly<Record<string, readonly Switch[]>> = {
  "aws:memorydb/cluster:Cluster": [
    { at: ["tlsEnabled"], be: true, byDefault: true, fix: "encrypt between clients and nodes" },
  ],
  "aws:msk/cluster:Cluster": [
    { at: [...inTransit, "clientBroker"], be: "TLS", byDefault: true, fix: "refuse clients without TLS" },
    { at: [...inTransit, "inCluster"], be: true, byDefault: true, fix: "encrypt between brokers" },
  ],
  "aws:vpclattice/listener:Listener": [
    { at: ["protocol"], be: ["HTTPS", "TLS_PASSTHROUGH"], fix: "let the listener, or its targets, end TLS" },
  ],
};

function checkSwitches(type: string): (props: Reader) => Finding[] {
  return (props) =>
    (switches[type] ?? []).flatMap((field) => {
      const value = props.at(...field.at);
      const left = field.byDefault === true && !value.exists;
      return left || holds(props, field) ? [] : [wrong(value, mustBe(field), field.fix)];
    });
}

/** What is wrong with how each type carries data over the network. */
const checks: Readonly<Record<string, (props: Reader) => Finding[]>> = {
  "aws:apigateway/domainName:DomainName": (props) =>
    checkPolicy(props.at("securityPolicy"), tlsPolicies.restApi),
  "aws:apigatewayv2/domainName:DomainName": (props) =>
    checkPolicy(props.at("domainNameConfiguration", "securityPolicy"), tlsPolicies.httpApi),
  "aws:cloudfront/distribution:Distribution": checkDistribution,
  "aws:elasticache/cluster:Cluster": checkCache,
  "aws:elasticache/replicationGroup:ReplicationGroup": checkCache,
  "aws:elasticsearch/domain:Domain": checkSearchDomain,
  "aws:elb/loadBalancer:LoadBalancer": checkClassic,
  "aws:opensearch/domain:Domain": checkSearchDomain,
  ...Object.fromEntries(listenerTypes.map((type) => [type, checkListener])),
  ...Object.fromEntries(Object.keys(switches).map((type) => [type, checkSwitches(type)])),
};

export const transitTypes = [...Object.keys(checks), ...listenerRuleTypes];

/** What is wrong with how a resource of these types carries data over the network. */
export function inTheOpen(stack: StackView, resource: ResourceView): Finding[] {
  return listenerRuleTypes.includes(resource.type)
    ? checkListenerRule(stack, resource)
    : (checks[resource.type]?.(resource.props) ?? []);
}
