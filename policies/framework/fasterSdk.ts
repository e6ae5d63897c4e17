/**
 * One change to the policy SDK (pinned to 1.21.0), for speed: it deserialises a resource's properties again for every policy of
 * the pack, nine tenths of a run with eighty of them. Here each message is read once; nobody changes what was read.
 */
import deserialize = require("@pulumi/policy/deserialize");

type Read = (message: object, proxySecrets: boolean) => object;

const patchable = deserialize as unknown as { deserializeProperties: Read };
const original = patchable.deserializeProperties;
const read = new WeakMap<object, object>();

/** Applies the change to this process. */
export function readPropertiesOnce(): void {
  patchable.deserializeProperties = (message, proxySecrets) => {
    // With proxied secrets, for remediations, the result may be written to.
    if (proxySecrets) return original(message, proxySecrets);
    const known = read.get(message) ?? original(message, false);
    read.set(message, known);
    return known;
  };
}
