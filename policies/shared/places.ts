import { allRegions, type Region } from "../../components/facts/regions";
import type { ResourceView } from "../framework/rule";

/** The AWS region that a resource is made in: its own, which AWS provider 7 allows, else its provider's. */
export function effectiveRegion(resource: ResourceView): string | undefined {
  return resource.props.text("region") ?? resource.provider?.props.text("region");
}

/** The facts of the region of an AWS region code; `undefined` where the platform does not run. */
export function regionAt(awsRegion: string | undefined): Region | undefined {
  return allRegions().find((region) => region.awsRegion === awsRegion);
}
