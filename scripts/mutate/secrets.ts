import { judgeOpenTexts } from "../../policies/framework/evaluate";
import { loadPlanRules } from "../../policies/framework/load";
import type { RecordedResource } from "../../preview/engine/monitor";
import { isWireSecret, unwrapSecrets, type WireObject, type WireValue } from "../../preview/engine/values";
import { openTexts } from "../../preview/gates";

export interface SecretsScore {
  /** Marks that were taken away, one at a time. */
  readonly unmarked: number;
  /** `<type> <path>` of each whose loss no rule noticed, sorted, once. */
  readonly survived: readonly string[];
}

/** Every copy of a value in which one secret has lost its mark, with the secret's path. */
function unmarkedCopies(value: WireValue, path = ""): { readonly path: string; readonly copy: WireValue }[] {
  if (isWireSecret(value)) return [{ path, copy: unwrapSecrets(value) }];
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      unmarkedCopies(item, `${path}[${index}]`).map(({ path: at, copy }) => ({
        path: at,
        copy: value.with(index, copy),
      })),
    );
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    unmarkedCopies(item, path === "" ? key : `${path}.${key}`).map(({ path: at, copy }) => ({
      path: at,
      copy: { ...value, [key]: copy },
    })),
  );
}

/** How the rules about secrets stand up to a plan in which a secret is no longer marked. */
export function scoreSecrets(resources: readonly RecordedResource[]): SecretsScore {
  const rules = loadPlanRules();
  const found = (resource: RecordedResource, inputs: WireObject): number =>
    judgeOpenTexts(rules, resource, openTexts(inputs)).length;
  const survived = new Set<string>();
  let unmarked = 0;
  for (const resource of resources) {
    const before = found(resource, resource.inputs);
    for (const { path, copy } of unmarkedCopies(resource.inputs)) {
      unmarked++;
      if (found(resource, copy as WireObject) <= before) survived.add(`${resource.type} ${path}`);
    }
  }
  return { unmarked, survived: [...survived].sort() };
}
