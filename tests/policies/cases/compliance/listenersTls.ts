import { rule } from "../../../../policies/compliance/rules/listenersTls";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const redirect = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const forward = { type: "forward", targetGroupArn: unknown };
const tls13 = "ELBSecurityPolicy-TLS13-1-3-2021-06";
const loadBalancerPolicies = `${tls13}, ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04`;
const restPolicies =
  "SecurityPolicy_TLS13_1_3_2025_09, SecurityPolicy_TLS13_1_3_FIPS_2025_09, SecurityPolicy_TLS13_2025_EDGE";

const named = {
  https: {
    type: "aws:lb/listener:Listener",
    props: { protocol: "HTTPS", port: 443, sslPolicy: tls13, defaultActions: [forward] },
  },
  http: {
    type: "aws:lb/listener:Listener",
    props: { protocol: "HTTP", port: 80, defaultActions: [redirect] },
  },
  tcp: { type: "aws:lb/listener:Listener", props: { protocol: "TCP", port: 443, defaultActions: [forward] } },
  tls: {
    type: "aws:alb/listener:Listener",
    props: { protocol: "TLS", port: 443, sslPolicy: "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04" },
  },
  edge: {
    type: "aws:cloudfront/distribution:Distribution",
    props: {
      viewerCertificate: { acmCertificateArn: unknown, minimumProtocolVersion: "TLSv1.3_2025" },
      defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
      orderedCacheBehaviors: [{ pathPattern: "/api/*", viewerProtocolPolicy: "https-only" }],
      origins: [
        { originId: "gateway", customOriginConfig: { originProtocolPolicy: "https-only" } },
        { originId: "assets", s3OriginConfig: {} },
      ],
    },
  },
  rest: {
    type: "aws:apigateway/domainName:DomainName",
    props: { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
  },
  http2: {
    type: "aws:apigatewayv2/domainName:DomainName",
    props: { domainNameConfiguration: { securityPolicy: "TLS_1_2" } },
  },
  search: {
    type: "aws:opensearch/domain:Domain",
    props: {
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      nodeToNodeEncryption: { enabled: true },
    },
  },
  cache: {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    props: { transitEncryptionEnabled: true, transitEncryptionMode: "required" },
  },
  node: { type: "aws:elasticache/cluster:Cluster", props: { transitEncryptionEnabled: true } },
} satisfies Record<string, Fixture>;
const names = Object.keys(named);

/** One change of a fixture by its name. */
function change(
  name: keyof typeof named,
  path: string,
  to: unknown,
  finding: Partial<Mutation["finding"]>,
): Mutation {
  const shown = to === absent ? "absent" : to === unknown ? "unknown" : JSON.stringify(to);
  return {
    name: `${name}: ${path} is ${shown}`,
    resource: names.indexOf(name),
    path,
    to,
    finding: { path, found: shown, ...finding },
  };
}

/** The same, to a value that is not known. */
function unseen(name: keyof typeof named, ...paths: readonly string[]): Mutation[] {
  return paths.map((path) => change(name, path, unknown, { state: "undecided" }));
}

const loadBalancer = { wanted: loadBalancerPolicies };
const toHttps = { wanted: "HTTPS" };
const httpsOrTls = { wanted: "HTTPS or TLS" };
const viewers = { wanted: "https-only or redirect-to-https" };
const search = { wanted: "Policy-Min-TLS-1-2-PFS-2023-10" };
const on = { wanted: "true" };
const target = "defaultActions[0].redirect.protocol";
const viewer = "viewerCertificate.minimumProtocolVersion";
const origin = "origins[0].customOriginConfig.originProtocolPolicy";
const httpApi = "domainNameConfiguration.securityPolicy";
const tlsPolicy = "domainEndpointOptions.tlsSecurityPolicy";

export const cases: RuleCases = {
  rule,
  fixtures: Object.values(named),
  mutations: [
    change("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06", loadBalancer),
    change("https", "sslPolicy", absent, loadBalancer),
    change("tls", "sslPolicy", "ELBSecurityPolicy-2016-08", loadBalancer),
    change("https", "protocol", "HTTP", { path: target, found: "absent", ...toHttps }),
    change("http", "defaultActions", [forward], { path: target, found: "absent", ...toHttps }),
    change("http", "defaultActions[1]", forward, {
      path: "defaultActions[1].redirect.protocol",
      found: "absent",
      ...toHttps,
    }),
    change("http", target, "HTTP", toHttps),
    change("http", target, "#{protocol}", toHttps),
    change("http", "defaultActions", absent, { wanted: "a redirect to HTTPS" }),
    change("tcp", "protocol", "UDP", httpsOrTls),
    change("tcp", "protocol", absent, httpsOrTls),
    change("http", "@type", "aws:elb/loadBalancer:LoadBalancer", {
      path: "",
      found: "a Classic Load Balancer, which speaks no TLS 1.3",
    }),

    change("edge", viewer, "TLSv1.2_2021", { wanted: "TLSv1.3_2025" }),
    change(
      "edge",
      "viewerCertificate",
      { cloudfrontDefaultCertificate: true },
      { path: viewer, found: "absent" },
    ),
    change("edge", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all", viewers),
    change("edge", "orderedCacheBehaviors[0].viewerProtocolPolicy", "allow-all", viewers),
    change("edge", origin, "match-viewer", { wanted: "https-only" }),

    change("rest", "securityPolicy", "TLS_1_2", { wanted: restPolicies }),
    change("rest", "securityPolicy", absent, { wanted: restPolicies }),
    change("http2", httpApi, "TLS_1_0", { wanted: "TLS_1_2" }),
    change("http2", httpApi, "toString", { wanted: "TLS_1_2" }),

    change("search", "domainEndpointOptions.enforceHttps", false, on),
    change("search", "domainEndpointOptions.enforceHttps", absent, on),
    change("search", tlsPolicy, "Policy-Min-TLS-1-0-2019-07", search),
    change("search", tlsPolicy, absent, search),
    change("search", "nodeToNodeEncryption.enabled", false, on),

    change("cache", "transitEncryptionEnabled", false, on),
    change("cache", "transitEncryptionMode", "preferred", { wanted: "required" }),
    change("node", "transitEncryptionEnabled", absent, on),

    ...unseen("https", "protocol", "sslPolicy"),
    ...unseen("tcp", "protocol"),
    ...unseen("http", "defaultActions", target),
    ...unseen("edge", viewer, "defaultCacheBehavior.viewerProtocolPolicy", "origins", origin),
    ...unseen("rest", "securityPolicy"),
    ...unseen("http2", httpApi),
    ...unseen("search", "domainEndpointOptions.enforceHttps", tlsPolicy, "nodeToNodeEncryption.enabled"),
    ...unseen("cache", "transitEncryptionEnabled", "transitEncryptionMode"),
  ],
};
