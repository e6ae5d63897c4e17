import type { StackRule } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { findingsOf } from "../../shared/look";
import { inTheOpen, transitTypes } from "../../shared/transit";

export const rule: StackRule = {
  id: "listeners-tls",
  title: "What ends a connection speaks TLS 1.3",
  why: "TLS 1.3 has no weak cipher to fall back on and keeps past traffic secret when a key is lost; 1.2 stays only where AWS offers nothing newer, with that as its reason.",
  severity: "critical",
  level: "mandatory",
  controls: onTheWay,
  scope: "stack",
  types: transitTypes,
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, transitTypes, (resource) => inTheOpen(stack, resource)),
};
