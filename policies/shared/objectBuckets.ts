import type { DataClass } from "../../components/facts/dataClasses";
import { objectCopies, type ObjectCopy } from "../../components/facts/objectCopies";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "../../components/facts/objects";
import { allRegions, type Region } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";
import { bucketOfArn, s3Types } from "./buckets";

export const replicationTypes = s3Types("BucketReplicationConfig");

/** A bucket of objects as its name tells it, in whatever stack it was made: `azora-africa-data-111122223333`. */
export interface NamedBucket {
  readonly region: Region;
  readonly purpose: BucketPurpose;
}

/** The region and purpose in a bucket's name; `undefined` for every other bucket. */
export function objectBucket(name: string | undefined): NamedBucket | undefined {
  const [, regionName, purposeName] = /^azora-([a-z]+)-([a-z-]+)-\d{12}$/.exec(name ?? "") ?? [];
  const region = allRegions().find((each) => each.name === regionName);
  const purpose = bucketPurposeNames.find((each) => each === purposeName);
  return region && purpose && { region, purpose };
}

/** The class of what a bucket of objects holds, by its name. */
export function classOfBucket(name: string | undefined): DataClass | undefined {
  const named = objectBucket(name);
  return named && bucketPurpose(named.purpose).dataClass;
}

/** What tells a copy from every other. */
function keyOfCopy({
  purpose,
  from,
  to,
  prefix,
}: Pick<ObjectCopy, "purpose" | "from" | "to" | "prefix">): string {
  return [purpose, from, to, prefix].join(" ");
}

/** One for each list of regions that facts give out: rules ask for every copy, and there may be many regions. */
const planned = new WeakMap<readonly Region[], ReadonlyMap<string, ObjectCopy>>();

function plannedCopies(): ReadonlyMap<string, ObjectCopy> {
  const regions = allRegions();
  const known = planned.get(regions);
  if (known) return known;
  const copies = new Map(objectCopies().map((copy) => [keyOfCopy(copy), copy]));
  planned.set(regions, copies);
  return copies;
}

/** One rule of replication, with what its names tell. */
export interface CopyRuleView {
  readonly config: ResourceView;
  readonly rule: Reader;
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly prefix: string | undefined;
  /** The copy of facts that it makes; `undefined` where facts know none such. */
  readonly planned: ObjectCopy | undefined;
}

/** The rules of a bucket's replication. */
export function copyRules(config: ResourceView): CopyRuleView[] {
  const source = config.props.text("bucket");
  const from = objectBucket(source);
  return config.props.items("rules").map((rule) => {
    const target = bucketOfArn(rule.text("destination", "bucket") ?? "");
    const to = objectBucket(target);
    const prefix = rule.text("filter", "prefix");
    const isOne = from !== undefined && from.purpose === to?.purpose && prefix !== undefined;
    const copy = isOne
      ? plannedCopies().get(
          keyOfCopy({ purpose: from.purpose, from: from.region.name, to: to.region.name, prefix }),
        )
      : undefined;
    return { config, rule, source, target, prefix, planned: copy };
  });
}
