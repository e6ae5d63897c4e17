import type { DataClass } from "../../components/facts/dataClasses";
import { objectCopies, type ObjectCopy } from "../../components/facts/objectCopies";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "../../components/facts/objects";
import { allRegions, type Region } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";
import { bucketOfArn, s3Types } from "./buckets";

export const replicationTypes = s3Types("BucketReplicationConfig");

/** What tells a copy from every other. */
function keyOfCopy({
  purpose,
  from,
  to,
  prefix,
}: Pick<ObjectCopy, "purpose" | "from" | "to" | "prefix">): string {
  return [purpose, from, to, prefix].join(" ");
}

interface CopyIndex {
  readonly regions: ReadonlyMap<string, Region>;
  readonly copies: ReadonlyMap<string, ObjectCopy>;
}

/** One for each list of regions that facts give out: rules ask for every copy, and there may be many regions. */
const indexes = new WeakMap<readonly Region[], CopyIndex>();

function copyIndex(): CopyIndex {
  const regions = allRegions();
  const known = indexes.get(regions);
  if (known) return known;
  const index = {
    regions: new Map(regions.map((region) => [region.name, region])),
    copies: new Map(objectCopies().map((copy) => [keyOfCopy(copy), copy])),
  };
  indexes.set(regions, index);
  return index;
}

/** A bucket of objects as its name tells it, in whatever stack it was made: `azora-africa-data-111122223333`. */
export interface NamedBucket {
  readonly region: Region;
  readonly purpose: BucketPurpose;
}

/** The region and purpose in a bucket's name; `undefined` for every other bucket. */
export function objectBucket(name: string | undefined): NamedBucket | undefined {
  const [, words = ""] = /^azora-(.+)-\d{12}$/.exec(name ?? "") ?? [];
  for (const purpose of bucketPurposeNames) {
    const ending = `-${purpose}`;
    const region = words.endsWith(ending)
      ? copyIndex().regions.get(words.slice(0, -ending.length))
      : undefined;
    if (region) return { region, purpose };
  }
  return undefined;
}

/** The class of what a bucket of objects holds, by its name. */
export function classOfBucket(name: string | undefined): DataClass | undefined {
  const named = objectBucket(name);
  return named && bucketPurpose(named.purpose).dataClass;
}

/** One rule of replication, with the buckets that it names. */
export interface CopyRuleView {
  readonly config: ResourceView;
  readonly rule: Reader;
  readonly source: string | undefined;
  readonly target: string | undefined;
}

/** The rules of a bucket's replication. */
export function copyRules(config: ResourceView): CopyRuleView[] {
  const source = config.props.text("bucket");
  return config.props.items("rules").map((rule) => ({
    config,
    rule,
    source,
    target: bucketOfArn(rule.text("destination", "bucket") ?? ""),
  }));
}

/** What begins the keys of a rule's objects. */
export function prefixOf({ rule }: CopyRuleView): string | undefined {
  return rule.text("filter", "prefix");
}

/** The copy of facts that a rule makes; `undefined` where facts know none such. */
export function plannedCopy(view: CopyRuleView): ObjectCopy | undefined {
  const from = objectBucket(view.source);
  const to = objectBucket(view.target);
  const prefix = prefixOf(view);
  return from === undefined || from.purpose !== to?.purpose || prefix === undefined
    ? undefined
    : copyIndex().copies.get(
        keyOfCopy({ purpose: from.purpose, from: from.region.name, to: to.region.name, prefix }),
      );
}
