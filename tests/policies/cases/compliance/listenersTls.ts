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
    name: "https",
    props: { protocol: "HTTPS", port: 443, sslPolicy: tls13, defaultActions: [forward] },
  },
  // Of the older type, since the plan has no listener that speaks plain HTTP.
  http: {
    type: "aws:alb/listener:Listener",
    name: "http",
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
        {
          originId: "gateway",
          customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
        },
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
  forwarding: {
    type: "aws:lb/listenerRule:ListenerRule",
    props: {
      listenerArn: unknown,
      actions: [forward],
      conditions: [{ pathPattern: { values: ["/api/*"] } }],
    },
    from: { listenerArn: ["https"] },
  },
  redirecting: {
    type: "aws:alb/listenerRule:ListenerRule",
    props: { listenerArn: unknown, actions: [redirect] },
    from: { listenerArn: ["http"] },
  },
  elastic: {
    type: "aws:elasticsearch/domain:Domain",
    props: {
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      nodeToNodeEncryption: { enabled: true },
    },
  },
  memory: { type: "aws:memorydb/cluster:Cluster", props: { tlsEnabled: true } },
  memoryByDefault: { type: "aws:memorydb/cluster:Cluster", props: {} },
  kafka: {
    type: "aws:msk/cluster:Cluster",
    props: { encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } } },
  },
  kafkaByDefault: { type: "aws:msk/cluster:Cluster", props: {} },
  lattice: { type: "aws:vpclattice/listener:Listener", props: { protocol: "HTTPS" } },
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
const versions = "origins[0].customOriginConfig.originSslProtocols";
const clients = "encryptionInfo.encryptionInTransit.clientBroker";
const brokers = "encryptionInfo.encryptionInTransit.inCluster";
const answer = "actions[0].redirect.protocol";
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

    change("http", "defaultActions[0].type", "forward", { wanted: "redirect" }),

    change("forwarding", "@from.listenerArn", ["http"], { path: answer, found: "absent", ...toHttps }),
    change("forwarding", "@from.listenerArn", ["https", "http"], {
      path: answer,
      found: "absent",
      ...toHttps,
    }),
    change("forwarding", "@from.listenerArn", [], { path: answer, found: "absent", ...toHttps }),
    change("redirecting", answer, "HTTP", toHttps),
    change("redirecting", "actions[0]", forward, { path: answer, found: "absent", ...toHttps }),
    change("redirecting", "actions", absent, { wanted: "a redirect to HTTPS" }),

    change("edge", "viewerCertificate.cloudfrontDefaultCertificate", true, { wanted: "false" }),
    change("edge", `${versions}[0]`, "TLSv1.1", { wanted: "TLSv1.2" }),
    change("edge", `${versions}[1]`, "SSLv3", { wanted: "TLSv1.2" }),
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

    change("elastic", "domainEndpointOptions.enforceHttps", false, on),
    change("elastic", tlsPolicy, "Policy-Min-TLS-1-0-2019-07", search),
    change("elastic", "nodeToNodeEncryption.enabled", absent, on),
    change("memory", "tlsEnabled", false, on),
    change("kafka", clients, "PLAINTEXT", { wanted: "TLS" }),
    change("kafka", clients, "TLS_PLAINTEXT", { wanted: "TLS" }),
    change("kafka", brokers, false, on),
    change("lattice", "protocol", "HTTP", { wanted: "HTTPS or TLS_PASSTHROUGH" }),
    change("lattice", "protocol", absent, { wanted: "HTTPS or TLS_PASSTHROUGH" }),

    ...unseen("redirecting", "actions", answer),
    ...unseen("edge", `${versions}[0]`, "viewerCertificate.cloudfrontDefaultCertificate"),
    ...unseen("elastic", "domainEndpointOptions.enforceHttps"),
    ...unseen("memory", "tlsEnabled"),
    ...unseen("kafka", clients, brokers),
    ...unseen("lattice", "protocol"),
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
