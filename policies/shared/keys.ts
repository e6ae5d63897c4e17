import { dataClassNames, keyAlias, type DataClass } from "../../components/facts/dataClasses";
import { allRegions } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong } from "./finding";
import { holds, mustBe, type Must, type Path } from "./look";

/** Keys of KMS; a replica belongs to the class of its primary and carries the same tag. */
export const keyTypes = [
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];
const aliasType = "aws:kms/alias:Alias";

/** Where a map says how something is encrypted. */
export interface KeyPlace {
  /** Applies only where this switch is on. */
  readonly when?: Path;
  /** Switches and kinds that must be set for the key to be used at all. */
  readonly must?: readonly Must[];
  /** The field that names the key; default none, where switches are all there is. */
  readonly key?: Path;
}

/** The class that a tag, or another text, names; `undefined` where facts know no such class. */
export function dataClassAt(text: Reader): DataClass | undefined {
  return dataClassNames.find((name) => name === text.text());
}

/** Where a resource says what class of data it holds. */
export function classTag(resource: ResourceView): Reader {
  return resource.props.at("tags", "data-class");
}

/**
 * Which key fits which store: that of the store's own class and no other, so that who may read one class of data
 * cannot read another.
 */
function fits(key: DataClass | undefined, store: DataClass): boolean {
  return key === store;
}

/** The keys from which an input derives, also by an alias; known in a preview, where ARNs are not. */
function keysBehind(
  stack: Pick<StackView, "sources">,
  resource: ResourceView,
  property: string,
): ResourceView[] {
  return stack.sources(resource, property).flatMap((source) => {
    if (source.type === aliasType) return keysBehind(stack, source, "targetKeyId");
    return keyTypes.includes(source.type) ? [source] : [];
  });
}

/** The class of the key that an alias of ours names, by itself or in an ARN. */
export function classOfAlias(text: string): DataClass | undefined {
  const alias = text.slice(text.lastIndexOf(":") + 1);
  return dataClassNames.find((name) => allRegions().some((region) => keyAlias(region.name, name) === alias));
}

const keyFix = "give the region's key of the store's data class";

/** What is wrong with the key that a field names, for data of a class. */
function keyMistakes(
  stack: Pick<StackView, "sources">,
  resource: ResourceView,
  holder: Reader,
  field: string,
  store: DataClass,
): Finding[] {
  const wanted = `a customer key of class ${store}`;
  const path = holder.path === "" ? field : `${holder.path}.${field}`;
  const [property = ""] = path.split(/[.[]/);
  // Whether a key is named at all shows without its value, also where that is unknown.
  const sources = holder.keys().includes(field) ? keysBehind(stack, resource, property) : [];
  if (sources.length === 0) {
    const key = holder.at(field);
    return fits(classOfAlias(key.text() ?? ""), store) ? [] : [wrong(key, wanted, keyFix)];
  }
  return sources
    .map((source) => ({ source, dataClass: dataClassAt(classTag(source)) }))
    .filter(({ dataClass }) => !fits(dataClass, store))
    .map(({ source, dataClass }) => ({
      path,
      found: `${source.name}, a key of ${dataClass === undefined ? "no class" : `class ${dataClass}`}`,
      wanted,
      fix: keyFix,
      urn: resource.urn,
    }));
}

interface Whose {
  /** The map that holds the fields; default the resource's inputs. */
  readonly within?: Reader;
  /** What says the data's class; default the resource's tag. */
  readonly tag?: Reader;
}

/**
 * What is wrong with how something is encrypted at rest: switches that are off, no key, or one that is AWS' own or of another
 * class of data. A key is judged by the resource that it comes from; only a value that comes from none is read.
 */
export function encryptionMistakes(
  stack: Pick<StackView, "sources">,
  resource: ResourceView,
  { when, must = [], key }: KeyPlace,
  { within = resource.props, tag = classTag(resource) }: Whose = {},
): Finding[] {
  if (when && within.flag(...when) !== true) return [];
  const store = dataClassAt(tag);
  if (store === undefined)
    return [wrong(tag, dataClassNames.join(" | "), "say what the store holds: its key follows from that")];
  const off = must
    .filter((switched) => !holds(within, switched))
    .map((switched) =>
      wrong(within.at(...switched.at), mustBe(switched), "encrypt with a customer key of KMS"),
    );
  if (!key) return off;
  const holder = within.at(...key.slice(0, -1));
  return [...off, ...keyMistakes(stack, resource, holder, String(key.at(-1)), store)];
}
