/**
 * Which bucket is copied where: a function of what each purpose is for, of each region's partner and of the law. Nothing is
 * written twice (ARCHITECTURE section 5, "Objects").
 */
import { jurisdictions, mayMove } from "./jurisdictions";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "./objects";
import { allRegions, failoverOrder, regionNamed, type Region } from "./regions";

/** Copies of one home's objects from one region's bucket to another's of the same purpose. */
export interface ObjectCopy {
  /** Its rule's id, which S3's metrics name; unique among the rules of its source. */
  readonly id: string;
  readonly purpose: BucketPurpose;
  /** Whose objects: those of other homes in the same bucket are left alone. */
  readonly home: string;
  readonly from: string;
  readonly to: string;
  /** Begins the keys of the home's objects. */
  readonly prefix: string;
  /** Whether the other direction is planned too, so that both keep each other's changes. */
  readonly bothWays: boolean;
}

/** Whether data of a class may go from one place to another. */
type Law = typeof mayMove;

/** Begins the keys of a home's objects, in whatever bucket they lie. @example homePrefix("africa") // "africa/" */
export function homePrefix(home: string): string {
  return `${home}/`;
}

/** The regions that a home's objects are copied to, the first to take over first. */
function targets(purpose: BucketPurpose, home: Region, law: Law): readonly string[] {
  const { dataClass, reach } = bucketPurpose(purpose);
  const lawful = (name: string): boolean => law(dataClass, home.jurisdiction, regionNamed(name).jurisdiction);
  switch (reach) {
    case "partner and back":
      if (!lawful(home.partner))
        throw new Error(
          `region "${home.name}".partner is "${home.partner}"; allowed for bucket "${purpose}": a region to which ${dataClass} data may go from ${jurisdictions[home.jurisdiction].place}: ${failoverOrder(home.name).filter(lawful).join(", ") || "there is none"}`,
        );
      return [home.partner];
    case "every lawful region":
      return failoverOrder(home.name).filter(lawful);
    case "archive of its place":
    case "nowhere":
      return [];
  }
}

function copy(purpose: BucketPurpose, home: string, from: string, to: string, bothWays: boolean): ObjectCopy {
  return {
    id: `${home}-from-${from}-to-${to}`,
    purpose,
    home,
    from,
    to,
    prefix: homePrefix(home),
    bothWays,
  };
}

function copiesOfHome(purpose: BucketPurpose, home: Region, law: Law): ObjectCopy[] {
  const { dataClass, reach } = bucketPurpose(purpose);
  return targets(purpose, home, law).flatMap((to) => {
    // Coming home is a transfer too, under the law of the place that the copy leaves.
    const back =
      reach === "partner and back" && law(dataClass, regionNamed(to).jurisdiction, home.jurisdiction);
    return [
      copy(purpose, home.name, home.name, to, back),
      ...(back ? [copy(purpose, home.name, to, home.name, true)] : []),
    ];
  });
}

function copiesOfPurpose(purpose: BucketPurpose, law: Law): ObjectCopy[] {
  return allRegions().flatMap((home) => copiesOfHome(purpose, home, law));
}

/**
 * Every copy between regions, by purpose and home.
 * @param law default that of facts.
 * @throws Error where a region's partner may not hold a copy of its objects.
 * @example objectCopies().filter(({ purpose, home }) => purpose === "data" && home === "africa") // africa → europe, and back
 */
export function objectCopies(law: Law = mayMove): readonly ObjectCopy[] {
  return bucketPurposeNames.flatMap((purpose) => copiesOfPurpose(purpose, law));
}

/** The prefixes that keys in a region's bucket may have: its own home's, those of homes that are copied there, and others. */
export function keyPrefixes(purpose: BucketPurpose, region: string, law: Law = mayMove): readonly string[] {
  const { reach, otherPrefixes } = bucketPurpose(purpose);
  const copied = copiesOfPurpose(purpose, law)
    .filter((edge) => edge.to === region && edge.home !== region)
    .map(({ prefix }) => prefix);
  return [...(reach === "nowhere" ? [] : [homePrefix(region)]), ...copied, ...otherPrefixes];
}
