/**
 * Three changes to the policy SDK (pinned to 1.21.0).
 *
 * 1. It deserialises a resource's properties again for every policy of the pack, nine tenths of a run with eighty of them.
 *    Here each message is read once; nobody changes what was read.
 * 2. A configuration can switch a policy off, and the SDK then passes over it without a word. Here that is refused.
 * 3. The engine says of each input from which resources it derives, and the SDK drops those that are read and not made:
 *    references to other stacks. Here all are kept, since a pool's region is told by the stack that its origins come from.
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

/** Applies the changes to this process. */
export function changeSdk(): void {
  reading.deserializeProperties = (message, proxySecrets) => {
    // With proxied secrets, for remediations, the result may be written to.
    if (proxySecrets) return original.read(message, proxySecrets);
    const known = read.get(message) ?? original.read(message, false);
    read.set(message, known);
    return known;
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
