import * as pulumi from "@pulumi/pulumi";
import { StackBudget } from "../components/cost";
import { platformImagePrefix } from "../components/facts/images";
import { allRegions, globalStackHome, globalStackName } from "../components/facts/regions";
import { RegionMesh } from "../components/mesh";
import { RegionContext } from "../components/shared";
import { engineConfig, globalConfig } from "./config";
import { readRegionContract } from "./contract";
import { awsProvider } from "./providers";

/** What the global stack gives to others. */
interface GlobalOutputs {
  /** `<zone's region>-in-<VPC's region>` of each association of a private zone. */
  readonly zoneAssociations: pulumi.Output<string[]>;
}

/** The stack that joins the regions; it comes last and reads their contracts. */
export function globalStack(): GlobalOutputs {
  const config = globalConfig(engineConfig());
  const regions = allRegions().map((region) => {
    const reference = new pulumi.StackReference(
      `${pulumi.getOrganization()}/${pulumi.getProject()}/${region.name}`,
    );
    const { network } = readRegionContract(reference);
    return {
      name: region.name,
      awsRegion: region.awsRegion,
      vpcId: network.vpcId,
      privateZoneId: network.privateZoneId,
    };
  });
  // One provider for all: resources name their own region (AWS provider 7).
  const home = globalStackHome();
  const provider = awsProvider("aws", home.awsRegion, config.accountId);
  const mesh = new RegionMesh(
    "mesh",
    { accountId: config.accountId, regions, imagePrefix: platformImagePrefix },
    { provider },
  );
  new StackBudget(
    "global-budget",
    {
      context: new RegionContext({ ...config, region: home }),
      stack: globalStackName,
      monthlyUsd: config.monthlyBudgetUsd,
      owner: config.owner,
    },
    { providers: [provider] },
  );
  return { zoneAssociations: mesh.zoneAssociations };
}
