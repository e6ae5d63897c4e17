import { regionNamed } from "../components/facts/regions";
import { RegionFoundation } from "../components/cluster/regionFoundation";
import { RegionContext } from "../components/shared";
import { engineConfig, regionConfig } from "./config";
import { contractVersion } from "./contract";
import { awsProvider } from "./providers";
export function regionStack(stack: string): object {
  const config = regionConfig(engineConfig());
  const region = regionNamed(stack);
  const context = new RegionContext({ region, environment: config.environment, accountId: config.accountId, domain: config.domain, owner: config.owner, team: config.team, costCenter: config.costCenter });
  const provider = awsProvider("aws", region.awsRegion, config.accountId);
  const f = new RegionFoundation(stack, { context, zones: (config.zones ?? region.zones) as [string,string,string], natGateways: config.natGateways, edgeCertificateArn: config.edge && region.localZone ? config.edgeCertificateArn : undefined, corporateCidrs: config.corporateCidrs, serviceRepositories: config.serviceRepositories, runner: {repositoryUrl: config.runnerRepositoryUrl, connectionArn: config.runnerConnectionArn, actorAccountIds: config.runnerActorIds}, deployerRoleArns: config.deployerRoleArns }, { providers: [provider] });
  const network = f.network;
  return { contractVersion, phase: config.phase, network: { vpcId: network.vpcId, privateZoneId: network.privateZoneId } };
}
