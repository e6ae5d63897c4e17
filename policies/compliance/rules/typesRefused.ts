import type { ResourceRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { holds, mustBe } from "../../shared/look";
import { boundTypes, refusedTypes } from "../../shared/refusedTypes";

export const rule: ResourceRule = {
  id: "types-refused",
  title: "What the rules cannot judge is not made",
  why: "A store that no rule knows is encrypted, copied and opened as its defaults have it; what the platform has no use for is refused, with the kind that rules judge named instead.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "resource",
  types: [...Object.keys(refusedTypes), ...Object.keys(boundTypes)],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const refusal = refusedTypes[type];
    if (refusal) return [wrongResource(refusal.found, refusal.instead, `make ${refusal.instead}`)];
    const { must, never, fix = "" } = boundTypes[type] ?? {};
    const other = never && props.at(...never);
    return [
      ...(must === undefined || holds(props, must) ? [] : [wrong(props.at(...must.at), mustBe(must), fix)]),
      ...(other?.exists === true ? [wrong(other, "absent", fix)] : []),
    ];
  },
};
