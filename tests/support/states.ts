import type { RecordedResource } from "../../preview/engine/monitor";
import { isWireSecret, unwrapSecrets, type WireObject, type WireValue } from "../../preview/engine/values";

/** Keys and signature with which `pulumi stack export` marks a secret. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value as `pulumi stack export` writes it. */
function exported(value: WireValue, show: boolean): WireValue {
  if (Array.isArray(value)) return value.map((item) => exported(item, show));
  if (typeof value !== "object" || value === null) return value;
  if (isWireSecret(value)) {
    const text = JSON.stringify(unwrapSecrets(value));
    return { [signatureKey]: secretSignature, [show ? "plaintext" : "ciphertext"]: text };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, exported(item, show)]));
}

/**
 * A stack as `pulumi stack export` writes it.
 * @param show with `--show-secrets`.
 * @param pending names of resources whose creation was begun and has no known end.
 */
export function stateOf(
  resources: readonly RecordedResource[],
  show = true,
  pending: readonly string[] = [],
): object {
  const urnOf = (name: string): string => `${resources[0]?.urn.replace(/::[^:]*$/, "") ?? ""}::${name}`;
  return {
    version: 3,
    deployment: {
      resources: resources.map((resource) => ({
        urn: resource.urn,
        type: resource.type,
        custom: resource.custom,
        id: resource.id,
        parent: resource.parent,
        ...(resource.provider === "" ? {} : { provider: `${resource.provider}::provider-id` }),
        protect: resource.protect,
        propertyDependencies: resource.propertyDependencies,
        inputs: exported(resource.inputs, show) as WireObject,
        outputs: exported(resource.outputs, show) as WireObject,
      })),
      // As `apitype.OperationV2` has it; absent where everything ended.
      ...(pending.length === 0
        ? {}
        : {
            pending_operations: pending.map((name) => ({ resource: { urn: urnOf(name) }, type: "creating" })),
          }),
    },
  };
}
