import * as pulumi from "@pulumi/pulumi";
import { platformImagePrefix } from "../components/facts/images";
import { allRegions } from "../components/facts/regions";
import { RegionMesh } from "../components/mesh";
import { engineConfig, globalConfig } from "./config";
import { readRegionContract } from "./contract";
import { awsProvider } from "./providers";

/** The stack that joins the regions; it comes last and reads their contracts. */
export function globalStack(): object {
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
  const home = allRegions().find((region) => region.role === "primary");
  // One provider for all: resources name their own region where it is another (AWS provider 7).
  const provider = awsProvider("aws", (home ?? allRegions()[0])?.awsRegion ?? "", config.accountId);
  const mesh = new RegionMesh(
    "mesh",
    { accountId: config.accountId, regions, imagePrefix: platformImagePrefix },
    { provider },
  );
  return { zoneAssociations: mesh.zoneAssociations };
}
