/** Questions to EKS: whether each region's cluster is active. */
import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { awsClient, type AwsAccess } from "./access";
import { exactly, type Question } from "./ask";
import { awsRegionOf, ofType, type Deployed, type DeployedRegion } from "./deployed";

const wanted = "ACTIVE";

function clustersOf(region: DeployedRegion, access: AwsAccess): Question[] {
  const { phase, region: place } = region.contract;
  if (phase !== "complete") {
    const ask = () => ({ found: `none in phase ${phase}`, ok: false });
    return [{ what: `cluster of ${region.stack}`, where: place.awsRegion, wanted, ask }];
  }
  return ofType(region, "aws:eks/cluster:Cluster").map((cluster) => {
    const where = awsRegionOf(region, cluster);
    return {
      what: `cluster ${cluster.id}`,
      where,
      wanted,
      ask: async (abortSignal) => {
        const client = awsClient(EKSClient, where, access);
        const answer = await client.send(new DescribeClusterCommand({ name: cluster.id }), { abortSignal });
        return exactly(wanted, answer.cluster?.status ?? "without a status");
      },
    };
  });
}

export function clusterQuestions({ regions }: Deployed, access: AwsAccess): Question[] {
  return regions.flatMap((region) => clustersOf(region, access));
}
