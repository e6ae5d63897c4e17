/**
 * Five changes to the policy SDK (pinned to 1.21.0).
 *
 * 1. It deserialises a resource's properties again for every policy of the pack, nine tenths of a run with eighty of them.
 *    Here each message is read once; nobody changes what was read.
 * 2. A configuration can switch a policy off, and the SDK then passes over it without a word. Here that is refused.
 * 3. The engine says of each input from which resources it derives, and the SDK drops those that are read and not made:
 *    references to other stacks. Here all are kept, since a pool's region is told by the stack that its origins come from.
 * 4. It makes a resource's options, provider and properties ready for every policy, also for those about other types, which
 *    is most of a run. Here it goes through those policies only that look at the resource's type.
 * 5. It reads each resource once more for remediations, of which we have none. Here nothing is read for them.
 */
import analyzer = require("@pulumi/pulumi/proto/analyzer_pb");
import deserialize = require("@pulumi/policy/deserialize");
import protoutil = require("@pulumi/policy/protoutil");

type Read = (message: object, proxySecrets: boolean) => object;
type Convert = (level: number) => string;

const reading = deserialize as unknown as { deserializeProperties: Read };
const converting = protoutil as unknown as { convertEnforcementLevel: Convert };
const original = { read: reading.deserializeProperties, convert: converting.convertEnforcementLevel };
const read = new WeakMap<object, object>();

type Dependencies = Readonly<Record<string, readonly string[]>>;

const requests = analyzer.AnalyzeStackRequest.prototype;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the request that it belongs to
const listOf = requests.getResourcesList;
const dependencies = new Map<string, Dependencies>();

/** URNs of the resources from which each input of a resource derives, as the engine last told; none before it did. */
export function dependenciesOf(urn: string): Dependencies {
  return dependencies.get(urn) ?? {};
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
    const known = read.get(message) ?? original.read(message, false);
    read.set(message, known);
    return known;
  };
  resourceRequests.getType = function (this: analyzer.AnalyzeRequest) {
    asked = typeOf.call(this);
    return asked;
  };
  requests.getResourcesList = function (this: analyzer.AnalyzeStackRequest) {
    const resources = listOf.call(this);
    for (const resource of resources) {
      const entries = resource.getPropertydependenciesMap().entries();
      dependencies.set(
        resource.getUrn(),
        Object.fromEntries([...entries].map(([property, found]) => [property, found.getUrnsList()])),
      );
    }
    return resources;
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
