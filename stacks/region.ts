import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { RegionCluster, RegionFoundation } from "../components/cluster";
import { StackBudget } from "../components/cost";
import { kubernetesVersion } from "../components/facts/kubernetes";
import { regionNamed, type Region } from "../components/facts/regions";
import { RegionContext, type ChartMirror } from "../components/shared";
import { EdgeSteering } from "../components/steering";
import { engineConfig, regionConfig, type RegionConfig } from "./config";
import { contractVersion, type Outputs } from "./contract";
import { awsProvider } from "./providers";
import { runData } from "./regionData";
import { runEngine } from "./regionEngine";
import { runWatch } from "./regionWatch";

/** The stack of one region; the same code for each, with the facts and choices of its own. */
export function regionStack(stack: string): Outputs {
  const config = regionConfig(engineConfig());
  const region = regionNamed(stack);
  const context = new RegionContext({ ...config, region });
  const provider = awsProvider("aws", region.awsRegion, config.accountId);
  const zones = (config.zones ?? region.zones) as typeof region.zones;

  new StackBudget(
    `${stack}-budget`,
    { context, stack, monthlyUsd: config.monthlyBudgetUsd, owner: config.owner },
    { providers: [provider] },
  );
  const foundation = new RegionFoundation(
    `${stack}-foundation`,
    {
      context,
      zones,
      natGateways: config.natGateways,
      edgeCertificateArn: region.localZone && config.edge ? config.edgeCertificateArn : undefined,
      edgeClientCa: config.edgeClientCa,
      corporateCidrs: config.corporateCidrs,
      serviceRepositories: config.serviceRepositories,
      owner: config.owner,
      runner: {
        repositoryUrl: config.runnerRepositoryUrl,
        connectionArn: config.runnerConnectionArn,
        actorAccountIds: config.runnerActorIds,
      },
    },
    { providers: [provider] },
  );
  const version = config.kubernetesVersion ?? kubernetesVersion;
  const cluster =
    config.phase === "network"
      ? undefined
      : new RegionCluster(
          `${stack}-region`,
          {
            context,
            foundation,
            zones,
            kubernetesVersion: version,
            corporateCidrs: config.corporateCidrs,
            adminRoleArns: config.adminRoleArns,
            deployerRoleArns: config.deployerRoleArns,
            viewerRoleArns: config.viewerRoleArns,
            systemNodes: { minSize: config.systemNodesMin, maxSize: config.systemNodesMax },
            cpuLimit: config.cpuLimit,
            spotSharePercent: config.spotSharePercent,
            mirror: chartMirror(config),
          },
          { providers: [provider] },
        );
  const { cacheVerifiers, data } = runData(stack, config, context, foundation, cluster, provider);
  if (cluster !== undefined) {
    runSteering(`${stack}-edge-steering`, config, context, foundation, cluster, provider);
    runWatch(stack, config, context, foundation, cluster, provider, chartMirror(config));
  }
  // Before there is a cluster there is no volume to keep, and an alarm would say so every day.
  const restorerRoleArn =
    cluster === undefined
      ? null
      : runEngine(stack, config, context, foundation, cluster, provider, chartMirror(config));
  return {
    ...foundationOutputs(region, config, zones, foundation),
    ...clusterOutputs(version, cluster),
    cacheVerifiers,
    data,
    restorerRoleArn,
  };
}

/** The region's edge-steering controller, where it is configured: the image and the secrets come after the first `up`. */
function runSteering(
  name: string,
  config: RegionConfig,
  context: RegionContext,
  { ingress }: RegionFoundation,
  cluster: RegionCluster,
  provider: aws.Provider,
): void {
  const { edgeSteeringDigest, edgeSteeringToken, edgeSteeringKeys, cloudflareAccountId } = config;
  const { edgeSteeringIdentity, edgeSteeringAuthorities } = config;
  if (
    edgeSteeringDigest === undefined ||
    edgeSteeringToken === undefined ||
    edgeSteeringKeys === undefined ||
    edgeSteeringIdentity === undefined ||
    edgeSteeringAuthorities === undefined ||
    cloudflareAccountId === undefined
  )
    return;
  new EdgeSteering(
    name,
    {
      context,
      edgeAccountId: cloudflareAccountId,
      imageDigest: edgeSteeringDigest,
      apiToken: pulumi.secret(edgeSteeringToken),
      reportKeys: pulumi.secret(edgeSteeringKeys),
      identity: pulumi.secret(edgeSteeringIdentity),
      authorities: edgeSteeringAuthorities,
      podSecurityGroupId: cluster.controlPlane.securityGroupId,
      entryName: ingress.dnsName,
      after: [cluster],
    },
    { providers: [provider, cluster.provider] },
  );
}

function chartMirror(config: RegionConfig): ChartMirror | undefined {
  const { chartMirror: address, chartMirrorUsername: username, chartMirrorPassword: password } = config;
  if (address === undefined) return undefined;
  return {
    address,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: pulumi.secret(password) }),
  };
}

function foundationOutputs(
  region: Region,
  config: RegionConfig,
  zones: readonly string[],
  { network, ingress, keyArns, runner, registry, bucketNames, alertTopicArn }: RegionFoundation,
): Omit<
  Outputs,
  "cluster" | "caCertificatePem" | "cacheVerifiers" | "data" | "kubeconfig" | "restorerRoleArn"
> {
  return {
    contractVersion,
    phase: config.phase,
    region: {
      name: region.name,
      awsRegion: region.awsRegion,
      jurisdiction: region.jurisdiction,
      role: region.role,
      zones,
    },
    network: pulumi.output({
      vpcId: network.vpcId,
      cidr: network.vpcCidr,
      publicSubnetIds: network.publicSubnetIds,
      privateSubnetIds: network.privateSubnetIds,
      intraSubnetIds: network.intraSubnetIds,
      privateRouteTableIds: network.privateRouteTableIds,
      intraRouteTableId: network.intraRouteTableId,
      endpointSecurityGroupId: network.endpointSecurityGroupId,
      edge: edgeNetwork(network),
      transitGatewayId: network.transitGatewayId,
      transitGatewayRouteTableId: network.transitGatewayRouteTableId,
      transitGatewayAttachmentId: network.transitGatewayAttachmentId,
      privateZoneId: network.privateZoneId,
      privateZoneName: network.privateZoneName,
      natPublicIps: network.natPublicIps,
    }),
    keys: pulumi.output(keyArns),
    buckets: bucketNames,
    alertTopicArn,
    ingress: pulumi.output({
      addresses: ingress.addresses,
      dnsName: ingress.dnsName,
      zoneId: ingress.zoneId,
      targetGroupArns: ingress.targetGroupArns,
      securityGroupIds: ingress.securityGroupIds,
      edgeClientCa: config.edgeClientCa,
      edge: ingress.edge ?? null,
    }),
    runner: pulumi.output({ projectName: runner.projectName, roleArn: runner.roleArn, label: runner.label }),
    repositories: registry.repositoryUrls,
  };
}

/** What the network has in the Local Zone; nothing where it is not used. */
function edgeNetwork({
  edgePublicSubnetId: publicSubnetId,
  edgePrivateSubnetId: privateSubnetId,
  edgePrivateRouteTableId: privateRouteTableId,
}: RegionFoundation["network"]): Readonly<
  Record<"publicSubnetId" | "privateSubnetId" | "privateRouteTableId", pulumi.Output<string>>
> | null {
  if (publicSubnetId === undefined || privateSubnetId === undefined || privateRouteTableId === undefined)
    return null;
  return { publicSubnetId, privateSubnetId, privateRouteTableId };
}

function clusterOutputs(
  version: string,
  cluster: RegionCluster | undefined,
): Pick<Outputs, "cluster" | "caCertificatePem" | "kubeconfig"> {
  if (!cluster) return { cluster: null, caCertificatePem: null, kubeconfig: null };
  const { controlPlane } = cluster;
  return {
    cluster: pulumi.output({
      name: controlPlane.clusterName,
      arn: controlPlane.clusterArn,
      version,
      endpoint: controlPlane.endpoint,
      certificateAuthority: controlPlane.certificateAuthority,
      oidcProviderArn: controlPlane.oidcProviderArn,
      oidcIssuerUrl: controlPlane.oidcIssuerUrl,
      securityGroupId: controlPlane.securityGroupId,
      storageClassName: cluster.storageClassName,
      clusterIssuerName: cluster.addons.issuerName,
      trust: {
        configMapName: cluster.addons.trustConfigMapName,
        key: cluster.addons.trustConfigMapKey,
      },
    }),
    caCertificatePem: cluster.addons.caCertificatePem,
    kubeconfig: pulumi.secret(controlPlane.kubeconfig),
  };
}
