import type { ResourceRule } from "../../framework/rule";
import { inTheOpen, transitTypes } from "../../shared/transit";

export const rule: ResourceRule = {
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
  scope: "resource",
  types: transitTypes,
  onUnknown: "fail",
  check: (resource) => inTheOpen(resource),
};
