import type * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import {
  EdgeAlerts,
  EdgeCache,
  EdgeLogs,
  EdgeShield,
  EdgeZone,
  GeoDns,
  OriginTrust,
  ProbeAccess,
  type EdgeClientAuthority,
} from "../components/edge";
import { globalHost } from "../components/facts/edgeHosts";
import { platformImagePrefix } from "../components/facts/images";
import { allRegions } from "../components/facts/regions";
import { RegionMesh } from "../components/mesh";
import { RegionContext } from "../components/shared";
import { ObjectCopies } from "../components/storage";
import type { GlobalConfig } from "./config";
import { readRegionContract } from "./contract";
import { inItsBlock, ofComplete } from "./contractChecks";

/** What joins the regions gives to others. */
export interface Joined {
  /** `<zone's region>-in-<VPC's region>` of each association of a private zone. */
  readonly zoneAssociations: pulumi.Output<string[]>;
  /** `<requester>-<accepter>` of each peering of transit gateways. */
  readonly peerings: pulumi.Output<string[]>;
  /** `<purpose>: <from> to <to>, of <home>` of every copy of objects between regions. */
  readonly objectCopies: pulumi.Output<string[]>;
  /** Host → regions that answer, in the order of takeover. */
  readonly hosts: pulumi.Output<Record<string, readonly string[]>>;
  /** Area or country → regions that answer its users on the global host, nearest first. */
  readonly steering: Readonly<Record<string, readonly string[]>>;
  /** Authorities that sign what the regions' entries show, PEM: the regions' `azora:edgeSteeringAuthorities`. */
  readonly originAuthorities: pulumi.Output<string>;
}

/** What needs the regions: the mesh between them, and the edge before them. */
export function joinRegions(
  config: GlobalConfig,
  provider: aws.Provider,
  authority: EdgeClientAuthority,
): Joined {
  const regions = allRegions().map((region) => {
    const reference = new pulumi.StackReference(
      `${pulumi.getOrganization()}/${pulumi.getProject()}/${region.name}`,
    );
    const { network: given, keys, ingress, caCertificatePem, alertTopicArn } = readRegionContract(reference);
    const network = pulumi
      .all([reference.name, given])
      .apply(([stack, own]) => inItsBlock(stack, own, region));
    return {
      context: new RegionContext({ ...config, region }),
      vpcId: network.vpcId,
      privateZoneId: network.privateZoneId,
      transitGatewayId: network.transitGatewayId,
      routeTableId: network.transitGatewayRouteTableId,
      vpcAttachmentId: network.transitGatewayAttachmentId,
      keys,
      alertTopicArn,
      region,
      addresses: ingress.addresses,
      localZoneName: ingress.apply(({ edge }) => edge?.dnsName ?? null),
      natPublicIps: network.natPublicIps,
      entryGroupId: ingress.apply(({ securityGroupIds: [first = ""] }) => first),
      certificatePem: pulumi
        .all([reference.name, caCertificatePem])
        .apply(([stack, pem]) => ofComplete(stack, "caCertificatePem", pem)),
    };
  });
  const mesh = new RegionMesh(
    "mesh",
    { accountId: config.accountId, regions, imagePrefix: platformImagePrefix },
    { provider },
  );
  const objects = new ObjectCopies(
    "object-copies",
    { regions, archives: config.auditArchives },
    { provider },
  );
  const { cloudflareApiToken: apiToken, cloudflareZoneId: zoneId, domain } = config;
  const edge = {
    provider: new cloudflare.Provider(
      "cloudflare",
      apiToken === undefined ? {} : { apiToken: pulumi.secret(apiToken) },
    ),
  };
  new ProbeAccess("probe-access", { regions }, { provider });
  const trust = new OriginTrust(
    "origin-trust",
    {
      zoneId,
      domain,
      authority,
      regionAuthorities: regions.map(({ region: { name }, certificatePem }) => ({
        region: name,
        certificatePem,
      })),
      localZone: allRegions().some(({ localZone }) => localZone !== undefined),
    },
    edge,
  );
  new EdgeZone("edge-zone", { zoneId, domain, owner: config.owner }, edge);
  const dns = new GeoDns(
    "geo-dns",
    {
      edgeAccountId: config.cloudflareAccountId,
      zoneId,
      domain,
      plan: config.cloudflarePlan,
      personalHosts: config.personalDataHosts,
      entries: regions,
      overrides: config.steeringOverrides,
    },
    edge,
  );
  new EdgeShield("edge-shield", { zoneId, plan: config.cloudflarePlan, hosts: dns.hostNames }, edge);
  new EdgeCache("edge-cache", { zoneId, globalHost: globalHost(domain) }, edge);
  new EdgeAlerts(
    "edge-alerts",
    {
      edgeAccountId: config.cloudflareAccountId,
      owner: config.owner,
      poolIds: dns.poolIds,
      onCallUrl: config.onCallUrl,
    },
    edge,
  );
  if (config.edgeLogs) new EdgeLogs("edge-logs", { edgeAccountId: config.cloudflareAccountId, zoneId }, edge);
  return {
    zoneAssociations: mesh.zoneAssociations,
    peerings: mesh.peerings,
    objectCopies: objects.copies,
    hosts: dns.hosts,
    originAuthorities: trust.authorities,
    steering: { ...dns.steering.byArea, ...dns.steering.byCountry },
  };
}
