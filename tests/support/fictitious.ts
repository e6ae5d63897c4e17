import { regionNamed, type Region } from "../../components/facts/regions";
import type { StackFile } from "../../preview/stackFiles";

const awsRegions = ["eu-west-1", "us-east-1", "ap-northeast-1", "ca-central-1"] as const;
const firstBlock = 65;

/**
 * A region that does not exist, the `index`-th of up to 60: one entry as facts would hold it.
 * @example fictitiousRegion(0).name // "fictitious-00"
 */
export function fictitiousRegion(index: number): Region {
  const awsRegion = awsRegions[index % awsRegions.length] ?? awsRegions[0];
  const zones = [`${awsRegion}a`, `${awsRegion}b`, `${awsRegion}c`] as const;
  return {
    name: `fictitious-${String(index).padStart(2, "0")}`,
    city: "Nowhere",
    awsRegion,
    zones,
    allZones: zones,
    jurisdiction: "EU",
    role: "backup",
    cidr: `10.${firstBlock + index}.0.0/16`,
    transitGatewayAsn: 64_600 + index,
    partner: "europe",
    latitude: (index * 7) % 80,
    longitude: (index * 11) % 180,
  };
}

/** A stack file for a fictitious region: a copy of another region's choices, with what they name in its own AWS region. */
export function fictitiousStackFile(region: Region, model: StackFile): StackFile {
  const { awsRegion } = regionNamed(model.stack);
  const config = Object.entries(model.config).map(([key, value]): [string, string] => [
    key,
    value.replaceAll(awsRegion, region.awsRegion),
  ]);
  return { ...model, config: Object.fromEntries(config), stack: region.name };
}
