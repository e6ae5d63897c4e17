import type { StackRule } from "../../framework/rule";
import { checkListeners, gatewayTypes, listenerSetTypes, routeTypes } from "../../shared/gatewayRoutes";
import { findingsOf } from "../../shared/look";
import { meshChecks } from "../../shared/meshTls";

const meshTypes = Object.keys(meshChecks);
const listening = [...gatewayTypes, ...listenerSetTypes];

export const rule: StackRule = {
  id: "kubernetes-mesh-tls",
  title: "The gateway speaks TLS 1.3 to clients, and services speak mutual TLS to each other",
  why: "A listener of plain HTTP serves every route that does not name another one, and a permissive service answers whoever has no certificate of the mesh.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(e)(1)", "164.312(e)(2)(ii)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [...listening, ...routeTypes, ...meshTypes],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, listening, (gateway) => checkListeners(stack, gateway)),
    ...findingsOf(stack, meshTypes, ({ type, props }) => meshChecks[type]?.(props) ?? []),
  ],
};
