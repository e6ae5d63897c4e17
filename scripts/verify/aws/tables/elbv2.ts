import type * as aws from "@pulumi/aws";
import {
  alike,
  attribute,
  flat,
  isPlanObject,
  list,
  none,
  object,
  tags,
  text,
  to,
  value,
  words,
  type Conversion,
  type Fields,
  type Rule,
} from "../fields";
import { row, type Entry } from "../rows";

type Balancer = aws.lb.LoadBalancerArgs;
type Group = aws.lb.TargetGroupArgs;
type Listener = aws.lb.ListenerArgs;
type Mapping = aws.types.input.lb.LoadBalancerSubnetMapping;
type Logs = aws.types.input.lb.LoadBalancerAccessLogs;
type Action = aws.types.input.lb.ListenerDefaultAction;
type Condition = aws.types.input.lb.ListenerRuleCondition;
type Health = aws.types.input.lb.TargetGroupTargetGroupHealth;
type Redirect = aws.types.input.lb.ListenerDefaultActionRedirect;

const ofBalancer = (key: string): Rule => to("LoadBalancerAttributes[]", attribute(key));
const ofGroup = (key: string): Rule => to("TargetGroupAttributes[]", attribute(key));
const ofListener = (key: string): Rule => to("ListenerAttributes[]", attribute(key));

const logs = (kind: string): Rule =>
  flat(
    object<Logs>({
      bucket: ofBalancer(`${kind}.s3.bucket`),
      enabled: ofBalancer(`${kind}.s3.enabled`),
      prefix: ofBalancer(`${kind}.s3.prefix`),
    }),
  );

const minimum = (kind: string): Conversion =>
  object<aws.types.input.lb.TargetGroupTargetGroupHealthDnsFailover>({
    minimumHealthyTargetsCount: ofGroup(`target_group_health.${kind}.minimum_healthy_targets.count`),
    minimumHealthyTargetsPercentage: ofGroup(
      `target_group_health.${kind}.minimum_healthy_targets.percentage`,
    ),
  });

/** An action of a listener or of a rule; the two have the same shape. */
const action = object<Action>({
  ...alike<Action>("order", "targetGroupArn", "type"),
  fixedResponse: to(
    "FixedResponseConfig",
    object<aws.types.input.lb.ListenerDefaultActionFixedResponse>(
      alike("contentType", "messageBody", "statusCode"),
    ),
  ),
  redirect: to(
    "RedirectConfig",
    object<Redirect>(alike("host", "path", "port", "protocol", "query", "statusCode")),
  ),
  forward: to(
    "ForwardConfig",
    object<aws.types.input.lb.ListenerDefaultActionForward>({
      targetGroups: to(
        "TargetGroups",
        list(
          object<aws.types.input.lb.ListenerDefaultActionForwardTargetGroup>({
            arn: "TargetGroupArn",
            weight: "Weight",
          }),
        ),
      ),
      stickiness: to(
        "TargetGroupStickinessConfig",
        object<aws.types.input.lb.ListenerDefaultActionForwardStickiness>({
          duration: "DurationSeconds",
          enabled: "Enabled",
        }),
      ),
    }),
  ),
});

const values = object<{ values: string[]; regexValues: string[] }>(alike("values", "regexValues"));

const conditionFields: Fields<Condition> = {
  hostHeader: to("HostHeaderConfig", values),
  pathPattern: to("PathPatternConfig", values),
  httpRequestMethod: to("HttpRequestMethodConfig", object<{ values: string[] }>(alike("values"))),
  sourceIp: to("SourceIpConfig", object<{ values: string[] }>(alike("values"))),
  httpHeader: to(
    "HttpHeaderConfig",
    object<aws.types.input.lb.ListenerRuleConditionHttpHeader>(
      alike("httpHeaderName", "values", "regexValues"),
    ),
  ),
  queryStrings: to(
    "QueryStringConfig.Values",
    list(object<aws.types.input.lb.ListenerRuleConditionQueryString>(alike("key", "value"))),
  ),
};

const conditionKinds: Readonly<Record<string, string>> = {
  hostHeader: "host-header",
  pathPattern: "path-pattern",
  httpHeader: "http-header",
  httpRequestMethod: "http-request-method",
  queryStrings: "query-string",
  sourceIp: "source-ip",
};

const condition = object<Condition>(conditionFields);

/** A condition names its field in CloudFormation; in Pulumi it is the key. */
const namedCondition: Conversion = {
  convert: (from, field, notes) => {
    const keys = typeof from === "object" && from !== null ? Object.keys(from) : [];
    const kind = keys.map((key) => conditionKinds[key]).find((name) => name !== undefined);
    const converted = condition.convert(from, field, notes);
    if (kind === undefined || !isPlanObject(converted?.value)) return converted;
    return { ...converted, value: { ...converted.value, Field: kind } };
  },
  targets: [["Field"], ...condition.targets],
};

export const elbv2: readonly Entry[] = [
  row<Balancer>("aws:lb/loadBalancer:LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", {
    ...alike<Balancer>(
      "enablePrefixForIpv6SourceNat",
      "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
      "ipAddressType",
      "name",
      "securityGroups",
      "subnets",
    ),
    loadBalancerType: "Type",
    internal: to("Scheme", words({ true: "internal", false: "internet-facing" })),
    subnetMappings: to(
      "SubnetMappings",
      list(
        object<Mapping>({
          ...alike<Mapping>("allocationId", "subnetId"),
          ipv6Address: "IPv6Address",
          privateIpv4Address: "PrivateIPv4Address",
        }),
      ),
    ),
    minimumLoadBalancerCapacity: to(
      "MinimumLoadBalancerCapacity",
      object<aws.types.input.lb.LoadBalancerMinimumLoadBalancerCapacity>(alike("capacityUnits")),
    ),
    accessLogs: logs("access_logs"),
    connectionLogs: logs("connection_logs"),
    healthCheckLogs: logs("health_check_logs"),
    clientKeepAlive: ofBalancer("client_keep_alive.seconds"),
    desyncMitigationMode: ofBalancer("routing.http.desync_mitigation_mode"),
    dnsRecordClientRoutingPolicy: ofBalancer("dns_record.client_routing_policy"),
    dropInvalidHeaderFields: ofBalancer("routing.http.drop_invalid_header_fields.enabled"),
    enableCrossZoneLoadBalancing: ofBalancer("load_balancing.cross_zone.enabled"),
    enableDeletionProtection: ofBalancer("deletion_protection.enabled"),
    enableHttp2: ofBalancer("routing.http2.enabled"),
    enableTlsVersionAndCipherSuiteHeaders: ofBalancer(
      "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    ),
    enableWafFailOpen: ofBalancer("waf.fail_open.enabled"),
    enableXffClientPort: ofBalancer("routing.http.xff_client_port.enabled"),
    enableZonalShift: ofBalancer("zonal_shift.config.enabled"),
    idleTimeout: ofBalancer("idle_timeout.timeout_seconds"),
    preserveHostHeader: ofBalancer("routing.http.preserve_host_header.enabled"),
    xffHeaderProcessingMode: ofBalancer("routing.http.xff_header_processing.mode"),
    tags: to("Tags", tags),
    namePrefix: none("auto-naming"),
  }),
  row<Group>("aws:lb/targetGroup:TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup", {
    ...alike<Group>(
      "ipAddressType",
      "name",
      "port",
      "protocol",
      "protocolVersion",
      "targetControlPort",
      "targetType",
      "vpcId",
    ),
    healthCheck: flat(
      object<aws.types.input.lb.TargetGroupHealthCheck>({
        enabled: "HealthCheckEnabled",
        healthyThreshold: "HealthyThresholdCount",
        interval: "HealthCheckIntervalSeconds",
        matcher: "Matcher.HttpCode",
        path: "HealthCheckPath",
        port: to("HealthCheckPort", text),
        protocol: "HealthCheckProtocol",
        timeout: "HealthCheckTimeoutSeconds",
        unhealthyThreshold: "UnhealthyThresholdCount",
      }),
    ),
    connectionTermination: ofGroup("deregistration_delay.connection_termination.enabled"),
    deregistrationDelay: ofGroup("deregistration_delay.timeout_seconds"),
    lambdaMultiValueHeadersEnabled: ofGroup("lambda.multi_value_headers.enabled"),
    loadBalancingAlgorithmType: ofGroup("load_balancing.algorithm.type"),
    loadBalancingAnomalyMitigation: ofGroup("load_balancing.algorithm.anomaly_mitigation"),
    loadBalancingCrossZoneEnabled: ofGroup("load_balancing.cross_zone.enabled"),
    preserveClientIp: ofGroup("preserve_client_ip.enabled"),
    proxyProtocolV2: ofGroup("proxy_protocol_v2.enabled"),
    slowStart: ofGroup("slow_start.duration_seconds"),
    stickiness: flat(
      object<aws.types.input.lb.TargetGroupStickiness>({
        cookieDuration: ofGroup("stickiness.lb_cookie.duration_seconds"),
        cookieName: ofGroup("stickiness.app_cookie.cookie_name"),
        enabled: ofGroup("stickiness.enabled"),
        type: ofGroup("stickiness.type"),
      }),
    ),
    targetGroupHealth: flat(
      object<Health>({
        dnsFailover: flat(minimum("dns_failover")),
        unhealthyStateRouting: flat(minimum("unhealthy_state_routing")),
      }),
    ),
    targetHealthStates: none("attributes that the linter does not know"),
    targetFailovers: none("attributes that the linter does not know"),
    tags: to("Tags", tags),
    namePrefix: none("auto-naming"),
  }),
  row<Listener>("aws:lb/listener:Listener", "AWS::ElasticLoadBalancingV2::Listener", {
    ...alike<Listener>("loadBalancerArn", "port", "protocol", "sslPolicy"),
    alpnPolicy: "AlpnPolicy[]",
    certificateArn: to(
      "Certificates[]",
      value((arn) => ({ CertificateArn: arn }), [["CertificateArn"]]),
    ),
    defaultActions: to("DefaultActions", list(action)),
    mutualAuthentication: to(
      "MutualAuthentication",
      object<aws.types.input.lb.ListenerMutualAuthentication>({
        advertiseTrustStoreCaNames: "AdvertiseTrustStoreCaNames",
        ignoreClientCertificateExpiry: "IgnoreClientCertificateExpiry",
        mode: "Mode",
        trustStoreArn: "TrustStoreArn",
      }),
    ),
    tcpIdleTimeoutSeconds: ofListener("tcp.idle_timeout.seconds"),
    routingHttpResponseServerEnabled: ofListener("routing.http.response.server.enabled"),
    routingHttpResponseStrictTransportSecurityHeaderValue: ofListener(
      "routing.http.response.strict_transport_security.header_value",
    ),
    tags: to("Tags", tags),
  }),
  row<aws.lb.TrustStoreArgs>("aws:lb/trustStore:TrustStore", "AWS::ElasticLoadBalancingV2::TrustStore", {
    ...alike<aws.lb.TrustStoreArgs>("name"),
    caCertificatesBundleS3Bucket: "CaCertificatesBundleS3Bucket",
    caCertificatesBundleS3Key: "CaCertificatesBundleS3Key",
    caCertificatesBundleS3ObjectVersion: "CaCertificatesBundleS3ObjectVersion",
    namePrefix: none("auto-naming"),
    tags: to("Tags", tags),
  }),
  row<aws.lb.ListenerRuleArgs>(
    "aws:lb/listenerRule:ListenerRule",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    {
      ...alike<aws.lb.ListenerRuleArgs>("listenerArn", "priority"),
      actions: to("Actions", list(action)),
      conditions: to("Conditions", list(namedCondition)),
      tags: to("Tags", tags),
    },
  ),
  row<aws.lb.ListenerCertificateArgs>(
    "aws:lb/listenerCertificate:ListenerCertificate",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate",
    {
      listenerArn: "ListenerArn",
      certificateArn: to(
        "Certificates[]",
        value((arn) => ({ CertificateArn: arn }), [["CertificateArn"]]),
      ),
    },
  ),
];
