/**
 * Two changes to the policy SDK (pinned to 1.21.0).
 *
 * 1. It deserialises a resource's properties again for every policy of the pack, nine tenths of a run with eighty of them.
 *    Here each message is read once; nobody changes what was read.
 * 2. A configuration can switch a policy off, and the SDK then passes over it without a word. Here that is refused.
 */
import deserialize = require("@pulumi/policy/deserialize");
import protoutil = require("@pulumi/policy/protoutil");

type Read = (message: object, proxySecrets: boolean) => object;
type Convert = (level: number) => string;

const reading = deserialize as unknown as { deserializeProperties: Read };
const converting = protoutil as unknown as { convertEnforcementLevel: Convert };
const original = { read: reading.deserializeProperties, convert: converting.convertEnforcementLevel };
const read = new WeakMap<object, object>();

/** Applies the changes to this process. */
export function changeSdk(): void {
  reading.deserializeProperties = (message, proxySecrets) => {
    // With proxied secrets, for remediations, the result may be written to.
    if (proxySecrets) return original.read(message, proxySecrets);
    const known = read.get(message) ?? original.read(message, false);
    read.set(message, known);
    return known;
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
