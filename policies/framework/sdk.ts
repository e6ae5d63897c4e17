/**
 * Five changes to the policy SDK (pinned to 1.21.0).
 *
 * 1. It deserialises a resource's properties again for every policy of the pack, nine tenths of a run with eighty of them.
 *    Here each message is read once; nobody changes what was read.
 * 2. A configuration can switch a policy off, and the SDK then passes over it without a word. Here that is refused.
 * 3. It makes all resources of a stack ready again for every policy about stacks, and of the resources from which an input
 *    derives it drops those that are read and not made: references to other stacks. Here a stack is read once and handed over
 *    whole, references too, since a pool's region is told by the stack of its origins.
 * 4. It makes a resource's options, provider and properties ready for every policy, also for those about other types, which
 *    is most of a run. Here it goes through those policies only that look at the resource's type.
 * 5. It reads each resource once more for remediations, of which we have none. Here nothing is read for them.
 */
import analyzer = require("@pulumi/pulumi/proto/analyzer_pb");
import deserialize = require("@pulumi/policy/deserialize");
import protoutil = require("@pulumi/policy/protoutil");
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

type Read = (message: object, proxySecrets: boolean) => object;
type Convert = (level: number) => string;

const reading = deserialize as unknown as { deserializeProperties: Read };
const converting = protoutil as unknown as { convertEnforcementLevel: Convert };
const original = { read: reading.deserializeProperties, convert: converting.convertEnforcementLevel };
const read = new WeakMap<object, object>();

/** A resource as the engine tells it to policies about stacks. */
export interface ToldResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly provider: Pick<ToldResource, "type" | "name" | "props"> | undefined;
  /** URNs of the resources from which each input derives. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

const requests = analyzer.AnalyzeStackRequest.prototype;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the request that it belongs to
const listOf = requests.getResourcesList;

/** Where a stack's resources stand in what the SDK hands over as the properties of one. */
const told = Symbol("resources of the stack");

/**
 * The resources of a stack, from the properties of the one resource that the SDK then shows to a policy about stacks.
 * The same list for every policy that looks at the stack.
 * @throws Error where these are not there: rules that see no resource would pass.
 */
export function resourcesTold(props: object): readonly ToldResource[] {
  const resources = (props as { readonly [told]?: readonly ToldResource[] })[told];
  if (resources === undefined)
    throw new Error(
      "a stack is shown in another way than by the changed SDK; allowed: @pulumi/policy as pinned, after changeSdk()",
    );
  return resources;
}

function readOnce(message: object | undefined): Readonly<Record<string, unknown>> {
  if (!message) return {};
  const known = read.get(message) ?? original.read(message, false);
  read.set(message, known);
  return known as Readonly<Record<string, unknown>>;
}

function toldResource(resource: analyzer.AnalyzerResource): ToldResource {
  const provider = resource.getProvider();
  const dependencies = [...resource.getPropertydependenciesMap().entries()];
  return {
    type: resource.getType(),
    name: resource.getName(),
    urn: resource.getUrn(),
    props: readOnce(resource.getProperties()),
    protect: resource.getOptions()?.getProtect() ?? false,
    provider: provider && {
      type: provider.getType(),
      name: provider.getName(),
      props: readOnce(provider.getProperties()),
    },
    propertyDependencies: Object.fromEntries(
      dependencies.map(([property, found]) => [property, found.getUrnsList()]),
    ),
  };
}

/** One resource that stands for all of a stack. */
function carrierOf(resources: readonly ToldResource[]): analyzer.AnalyzerResource {
  const carrier = new analyzer.AnalyzerResource();
  const options = new analyzer.AnalyzerResourceOptions();
  // The SDK reads the timeouts without asking whether there are any.
  options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
  carrier.setOptions(options);
  const properties = new Struct();
  carrier.setProperties(properties);
  read.set(properties, { [told]: resources });
  return carrier;
}

const resourceRequests = analyzer.AnalyzeRequest.prototype;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the request that it belongs to
const typeOf = resourceRequests.getType;

/** Type of the resource that is asked about: read right before the policies are gone through, with nothing in between. */
let asked: string | undefined;

/**
 * The policies of a pack, of which the SDK goes through only those that look at the type it has just asked for; through all
 * where it asks for none: at the start, and for a whole stack.
 * @param types of each policy that looks at some types only.
 */
export function narrowedByType<P extends object>(
  policies: readonly P[],
  types: ReadonlyMap<P, ReadonlySet<string>>,
): P[] {
  const all = [...policies];
  const byType = new Map<string, readonly P[]>();
  const lookingAt = (type: string): readonly P[] => {
    const known = byType.get(type) ?? all.filter((policy) => types.get(policy)?.has(type) ?? true);
    byType.set(type, known);
    return known;
  };
  const narrowed = [...all];
  narrowed[Symbol.iterator] = () => {
    const those = asked === undefined ? all : lookingAt(asked);
    asked = undefined;
    return those.values();
  };
  return narrowed;
}

/** Applies the changes to this process. */
export function changeSdk(): void {
  reading.deserializeProperties = (message, proxySecrets) => {
    // Only remediations are shown secrets by proxy.
    if (proxySecrets) return {};
    return readOnce(message);
  };
  resourceRequests.getType = function (this: analyzer.AnalyzeRequest) {
    asked = typeOf.call(this);
    return asked;
  };
  requests.getResourcesList = function (this: analyzer.AnalyzeStackRequest) {
    return [carrierOf(listOf.call(this).map(toldResource))];
  };
  converting.convertEnforcementLevel = (level) => {
    const name = original.convert(level);
    if (name === "disabled")
      throw new Error(
        'enforcementLevel is "disabled"; allowed: advisory | mandatory (a waiver accepts a violation for a while)',
      );
    return name;
  };
}
