import type * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { EdgeZone, GeoDns } from "../components/edge";
import { StackBudget } from "../components/cost";
import { platformImagePrefix } from "../components/facts/images";
import { allRegions, globalStackHome, globalStackName, type Region } from "../components/facts/regions";
import { DeliveryIdentities } from "../components/identities";
import { RegionMesh } from "../components/mesh";
import { OrganizationGuardRails } from "../components/organization";
import { RegionContext } from "../components/shared";
import { engineConfig, globalConfig, type GlobalConfig } from "./config";
import { readRegionContract, type RegionOutputs } from "./contract";
import { awsProvider, roleProvider } from "./providers";

/** What the global stack gives to others; what joins the regions is `null` in phase `identities`. */
interface GlobalOutputs {
  /** `<zone's region>-in-<VPC's region>` of each association of a private zone. */
  readonly zoneAssociations: pulumi.Output<string[]> | null;
  /** `<requester>-<accepter>` of each peering of transit gateways. */
  readonly peerings: pulumi.Output<string[]> | null;
  /** Host → regions that answer, in the order of takeover. */
  readonly hosts: pulumi.Output<Record<string, readonly string[]>> | null;
  /** Who deploys: ARNs of the roles that the workflows' variables name. */
  readonly identities: {
    readonly deployerRoleArns: pulumi.Output<Record<string, string>>;
    readonly previewRoleArn: pulumi.Output<string>;
    readonly breakGlassRoleArn: pulumi.Output<string>;
  };
}

type Network = RegionOutputs["network"];

/** A region's network, if it stands in the block to which the others are about to send. */
function inItsBlock(stack: string, network: Network, region: Region): Network {
  if (network.cidr !== region.cidr)
    throw new Error(
      `contract of ${stack}: network.cidr is ${network.cidr}; allowed: ${region.cidr}, as facts have it (deploy the region again)`,
    );
  return network;
}

type Joined = Pick<GlobalOutputs, "zoneAssociations" | "peerings" | "hosts">;

/** What needs the regions: the mesh between them, and the edge before them. */
function joinRegions(config: GlobalConfig, provider: aws.Provider): Joined {
  const regions = allRegions().map((region) => {
    const reference = new pulumi.StackReference(
      `${pulumi.getOrganization()}/${pulumi.getProject()}/${region.name}`,
    );
    const { network: given, keys, ingress } = readRegionContract(reference);
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
      region,
      addresses: ingress.addresses,
      localZoneName: ingress.apply(({ edge }) => edge?.dnsName ?? null),
    };
  });
  const mesh = new RegionMesh(
    "mesh",
    { accountId: config.accountId, regions, imagePrefix: platformImagePrefix },
    { provider },
  );
  const { cloudflareApiToken: apiToken, cloudflareZoneId: zoneId, domain } = config;
  const edge = {
    provider: new cloudflare.Provider(
      "cloudflare",
      apiToken === undefined ? {} : { apiToken: pulumi.secret(apiToken) },
    ),
  };
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
    },
    edge,
  );
  return { zoneAssociations: mesh.zoneAssociations, peerings: mesh.peerings, hosts: dns.hosts };
}

/** The stack of the whole account: who deploys, and what joins the regions, whose contracts it reads. */
export function globalStack(): GlobalOutputs {
  const config = globalConfig(engineConfig());
  // One provider for all: resources name their own region (AWS provider 7).
  const home = globalStackHome();
  const provider = awsProvider("aws", home.awsRegion, config.accountId);
  const context = new RegionContext({ ...config, region: home });
  const { deployerRoleArns, previewRoleArn, breakGlassRoleArn } = new DeliveryIdentities(
    "identities",
    {
      home: context,
      regions: allRegions().map((region) => new RegionContext({ ...config, region })),
      repository: config.githubRepository,
      breakGlassPrincipals: config.breakGlassPrincipals,
      owner: config.owner,
      organizationRoleArn: config.organizationRoleArn,
    },
    { provider },
  );
  const { organization: target, organizationRoleArn } = config;
  if (target !== undefined && organizationRoleArn !== undefined)
    new OrganizationGuardRails(
      "organization",
      { home: context, target },
      { provider: roleProvider("aws-organization", home.awsRegion, organizationRoleArn) },
    );
  const joined: Joined =
    config.phase === "identities"
      ? { zoneAssociations: null, peerings: null, hosts: null }
      : joinRegions(config, provider);
  new StackBudget(
    "global-budget",
    { context, stack: globalStackName, monthlyUsd: config.monthlyBudgetUsd, owner: config.owner },
    { providers: [provider] },
  );
  return { ...joined, identities: { deployerRoleArns, previewRoleArn, breakGlassRoleArn } };
}
