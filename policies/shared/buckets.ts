import type { ResourceView, StackView } from "../framework/rule";

/** Both tokens of a type of S3: the provider kept the names of version 6 as aliases. */
export function s3Types(name: string): string[] {
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  return [`aws:s3/${lower}:${name}`, `aws:s3/${lower}V2:${name}V2`];
}

export const bucketTypes = s3Types("Bucket");

/** The buckets from which an input derives. */
export function bucketsBehind(
  stack: Pick<StackView, "sources">,
  resource: ResourceView,
  property: string,
): readonly ResourceView[] {
  return stack.sources(resource, property).filter(({ type }) => bucketTypes.includes(type));
}

/**
 * The resources of some types that set something up for a bucket. What derives from a bucket is told apart by that; names are
 * compared only where no such resource is found, since they may be unknown.
 */
export function setUpFor(
  stack: StackView,
  bucket: ResourceView,
  types: readonly string[],
): readonly ResourceView[] {
  const all = types
    .flatMap((type) => stack.ofType(type))
    .map((resource) => ({ resource, buckets: bucketsBehind(stack, resource, "bucket") }));
  const derived = all.filter(({ buckets }) => buckets.some(({ urn }) => urn === bucket.urn));
  if (derived.length > 0) return derived.map(({ resource }) => resource);
  const unbound = all.filter(({ buckets }) => buckets.length === 0);
  if (unbound.length === 0) return [];
  const name = bucket.props.text("bucket");
  return unbound
    .filter(({ resource }) => resource.props.text("bucket") === name)
    .map(({ resource }) => resource);
}

/** The bucket that a resource sets something up for: the one that it derives from, else the one of its name. */
export function bucketSetUpBy(stack: StackView, resource: ResourceView): ResourceView | undefined {
  const [derived] = bucketsBehind(stack, resource, "bucket");
  return (
    derived ??
    bucketTypes
      .flatMap((type) => stack.ofType(type))
      .find((bucket) => bucket.props.text("bucket") === resource.props.text("bucket"))
  );
}

/** The bucket of an ARN: `arn:aws:s3:::name/prefix` names `name`. */
export function bucketOfArn(arn: string): string | undefined {
  return /^arn:aws[\w-]*:s3:::([^/]+)/.exec(arn)?.[1];
}
