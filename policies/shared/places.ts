import { allRegions, globalStackName, type Region } from "../../components/facts/regions";
import type { ResourceView, StackView } from "../framework/rule";

/** The AWS region that a resource is made in: its own, which AWS provider 7 allows, else its provider's. */
export function effectiveRegion(resource: ResourceView): string | undefined {
  return resource.props.text("region") ?? resource.provider?.props.text("region");
}

interface RegionIndex {
  readonly byName: ReadonlyMap<string, Region>;
  readonly byAwsRegion: ReadonlyMap<string, Region>;
}

/** One for each list of regions that facts give out: rules ask for every resource, and there may be many regions. */
const indexes = new WeakMap<readonly Region[], RegionIndex>();

function regionIndex(): RegionIndex {
  const regions = allRegions();
  const known = indexes.get(regions);
  if (known) return known;
  const index = {
    byName: new Map(regions.map((region) => [region.name, region])),
    // The first of those that share one, as a search would find it.
    byAwsRegion: new Map([...regions].reverse().map((region) => [region.awsRegion, region])),
  };
  indexes.set(regions, index);
  return index;
}

/** The facts of the region of an AWS region code; `undefined` where the platform does not run. */
export function regionAt(awsRegion: string | undefined): Region | undefined {
  return awsRegion === undefined ? undefined : regionIndex().byAwsRegion.get(awsRegion);
}

/** Name of the stack that a resource belongs to. */
export function stackOf(urn: string): string {
  return urn.split(":")[2] ?? "";
}

/** Name of the project that a resource belongs to. */
function projectOf(urn: string): string {
  return urn.split("::")[1] ?? "";
}

/** The facts of the region whose stack a resource belongs to; `undefined` in `global`. */
export function regionOfStack(urn: string): Region | undefined {
  return regionIndex().byName.get(stackOf(urn));
}

/**
 * The region from the outputs of whose stack, and from nothing else, an input derives; whatever else has a part in it could
 * lead elsewhere, and then no region is told.
 */
export function regionReferredTo(
  stack: StackView,
  resource: ResourceView,
  property: string,
): Region | undefined {
  const references = stack.references(resource, property);
  if (references.length !== 1 || stack.sources(resource, property).length > 0) return undefined;
  const [, project, name] = references.flatMap((reference) => reference.split("/"));
  return project === projectOf(resource.urn)
    ? allRegions().find((region) => region.name === name)
    : undefined;
}

/**
 * Whether a stack is the one that joins the regions. The engine makes the provider of references when a program reads another
 * stack, which `global` does once there are regions to join; before, it only makes who deploys them.
 */
export function joinsRegions(stack: StackView): boolean {
  return (
    stackOf(stack.resources[0]?.urn ?? "") === globalStackName &&
    stack.ofType(referenceProviderType).length > 0
  );
}

const referenceProviderType = "pulumi:providers:pulumi";

/** Whether a resource was made by a component of a type. */
export function isWithin(urn: string, component: string): boolean {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1).includes(component);
}

/** The accounts that a resource's provider may work in; none where it would take any. */
export function ownAccounts(resource: ResourceView): string[] {
  return resource.provider?.props.json("allowedAccountIds").texts() ?? [];
}

/** The AWS region that an ARN names; `undefined` where it names none, as a bucket's. */
export function regionOfArn(arn: string | undefined): string | undefined {
  const region = arn?.split(":")[3];
  return region === "" ? undefined : region;
}

/** The AWS region of a bucket of ours by its name, which always carries it: `azora-africa-data-…`. */
export function regionOfBucket(name: string | undefined): string | undefined {
  return allRegions().find((region) => name?.startsWith(`azora-${region.name}-`))?.awsRegion;
}
