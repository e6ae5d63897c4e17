import { unguardedNamespaces } from "../../../components/facts/namespaces";
import type { Finding, StackRule } from "../../framework/rule";
import { accepted } from "../../shared/exceptions";
import { defaultsGuard, denyGuard, Guarded, quotaGuard } from "../../shared/namespaceGuards";

const namespaceType = "kubernetes:core/v1:Namespace";
const guards = [denyGuard, quotaGuard, defaultsGuard];
const unguarded: ReadonlyMap<string, string> = new Map(Object.entries(unguardedNamespaces));

export const rule: StackRule = {
  id: "kubernetes-guard-namespaces",
  title: "Each namespace is guarded",
  why: "A namespace without default-deny, quota and defaults is open to every pod of the cluster and may take all of it. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6", "A1.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [namespaceType, ...guards.map(({ type }) => type)],
  onUnknown: "fail",
  check: (stack) => {
    const guarded = new Guarded(stack, guards);
    const findings: Finding[] = [];
    stack.each([namespaceType], ({ urn, props }) => {
      if (!props.at("metadata").exists) return;
      const name = props.text("metadata", "name") ?? "";
      const lacking = guarded.lacking(name, guards).map(({ shown }) => ({
        urn,
        path: "metadata.name",
        found: `namespace "${name}" without ${shown}`,
        wanted: `${shown} in it`,
        fix: "make the namespace with GuardedNamespace",
      }));
      const reason = unguarded.get(name);
      findings.push(...(reason === undefined ? lacking : accepted(reason, lacking)));
    });
    return findings;
  },
};
