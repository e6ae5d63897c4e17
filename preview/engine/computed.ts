/** What the engine answers with when a resource is registered. */
import { isWireSecret, unknownSentinel, wireSecret, type WireObject, type WireValue } from "./values";

/**
 * The state of a resource: its inputs, and in resolved mode what a provider would compute.
 * @param secretOutputs names of the outputs that are secret whatever they hold.
 */
export function stateOf(
  inputs: WireObject,
  computed: WireObject,
  secretOutputs: readonly string[],
  preview: boolean,
): WireObject {
  const outputs = withComputed(inputs, computed, preview);
  for (const key of secretOutputs) {
    // What a provider will compute is a secret before it is known.
    if (preview) outputs[key] ??= unknownSentinel;
    if (key in outputs) outputs[key] = wireSecret(outputs[key] as WireValue);
  }
  return outputs;
}

/**
 * Inputs with what a provider computes beside them, at every depth: `vpcConfig` is given, and in it
 * `clusterSecurityGroupId` is not. At the top the SDK itself takes for unknown what is missing in a preview; below it not.
 */
function withComputed(
  inputs: WireObject,
  computed: WireObject,
  preview: boolean,
  nested = false,
): WireObject {
  const outputs: WireObject = { ...inputs };
  for (const [key, value] of Object.entries(computed)) {
    const given = inputs[key];
    if (given === undefined) {
      if (!preview) outputs[key] = value;
      else if (nested) outputs[key] = unknownSentinel;
    } else if (isPlainObject(given) && isPlainObject(value)) {
      outputs[key] = withComputed(given, value, preview, true);
    }
  }
  return outputs;
}

function isPlainObject(value: WireValue): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isWireSecret(value);
}
