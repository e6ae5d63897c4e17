import type * as aws from "@pulumi/aws";
import { isPlanObject, alike, first, list, none, object, tags, text, to, value, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

type Zone = aws.route53.ZoneArgs;
type Record = aws.route53.RecordArgs;
type Check = aws.route53.HealthCheckArgs;

const zoneType = "aws:route53/zone:Zone";
const vpcOf = object<aws.types.input.route53.ZoneVpc>({ vpcId: "VPCId", vpcRegion: "VPCRegion" });
const inCheck = (property: string): string => `HealthCheckConfig.${property}`;

/** The one field of a routing policy. */
const only = (key: string) => value((from) => (isPlanObject(from) ? from[key] : from));

export const route53: readonly Entry[] = [
  row<Zone>(zoneType, "AWS::Route53::HostedZone", {
    name: "Name",
    comment: "HostedZoneConfig.Comment",
    delegationSetId: "DelegationSetId",
    enableAcceleratedRecovery: "HostedZoneFeatures.EnableAcceleratedRecovery",
    vpcs: to("VPCs", list(vpcOf)),
    tags: to("HostedZoneTags", tags),
    forceDestroy: none("how Pulumi deletes"),
  }),
  fold<aws.route53.ZoneAssociationArgs, Zone>(
    "aws:route53/zoneAssociation:ZoneAssociation",
    zoneType,
    {},
    { vpcId: "VPCId", vpcRegion: "VPCRegion", zoneId: whole },
    "VPCs[]",
  ),
  row<Record>("aws:route53/record:Record", "AWS::Route53::RecordSet", {
    ...alike<Record>("healthCheckId", "name", "setIdentifier", "type"),
    zoneId: "HostedZoneId",
    ttl: to("TTL", text),
    records: "ResourceRecords",
    multivalueAnswerRoutingPolicy: "MultiValueAnswer",
    aliases: to(
      "AliasTarget",
      first(
        object<aws.types.input.route53.RecordAlias>({
          name: "DNSName",
          zoneId: "HostedZoneId",
          evaluateTargetHealth: "EvaluateTargetHealth",
        }),
      ),
    ),
    failoverRoutingPolicies: to("Failover", first(only("type"))),
    latencyRoutingPolicies: to("Region", first(only("region"))),
    weightedRoutingPolicies: to("Weight", first(only("weight"))),
    geolocationRoutingPolicies: to(
      "GeoLocation",
      first(
        object<aws.types.input.route53.RecordGeolocationRoutingPolicy>({
          continent: "ContinentCode",
          country: "CountryCode",
          subdivision: "SubdivisionCode",
        }),
      ),
    ),
    allowOverwrite: none("how Pulumi creates"),
  }),
  row<Check>("aws:route53/healthCheck:HealthCheck", "AWS::Route53::HealthCheck", {
    type: inCheck("Type"),
    fqdn: inCheck("FullyQualifiedDomainName"),
    ipAddress: inCheck("IPAddress"),
    port: inCheck("Port"),
    resourcePath: inCheck("ResourcePath"),
    searchString: inCheck("SearchString"),
    failureThreshold: inCheck("FailureThreshold"),
    requestInterval: inCheck("RequestInterval"),
    enableSni: inCheck("EnableSNI"),
    invertHealthcheck: inCheck("Inverted"),
    measureLatency: inCheck("MeasureLatency"),
    childHealthchecks: inCheck("ChildHealthChecks"),
    childHealthThreshold: inCheck("HealthThreshold"),
    insufficientDataHealthStatus: inCheck("InsufficientDataHealthStatus"),
    regions: inCheck("Regions"),
    tags: to("HealthCheckTags", tags),
    disabled: none("not in CloudFormation"),
    referenceName: none("how Pulumi creates"),
  }),
  without(
    "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
    "CloudFormation authorises none",
  ),
];
