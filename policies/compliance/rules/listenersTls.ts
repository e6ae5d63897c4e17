import type { StackRule } from "../../framework/rule";
import { findingsOf } from "../../shared/look";
import { inTheOpen, transitTypes } from "../../shared/transit";

export const rule: StackRule = {
  id: "listeners-tls",
  title: "What ends a connection speaks TLS 1.3",
  why: "TLS 1.3 has no weak cipher to fall back on and keeps past traffic secret when a key is lost; 1.2 stays only where AWS offers nothing newer, with that as its reason.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(e)(1)", "164.312(e)(2)(ii)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: transitTypes,
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, transitTypes, (resource) => inTheOpen(stack, resource)),
};
