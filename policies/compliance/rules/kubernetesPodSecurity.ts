import { kubernetesVersion } from "../../../components/facts/kubernetes";
import { unguardedNamespaces } from "../../../components/facts/namespaces";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { accepted } from "../../shared/exceptions";
import { wrong } from "../../shared/finding";
import { namespaceFact } from "../../shared/kubernetes";

const prefix = "pod-security.kubernetes.io/";

/** Checks of an older version know fewer ways out of a pod; `latest` changes what is admitted on the day of an upgrade. */
const wantedVersion = `v${kubernetesVersion}`;

const fix = "make the namespace with GuardedNamespace, or name the exception in facts/namespaces.ts";
const unguarded: ReadonlyMap<string, string> = new Map(Object.entries(unguardedNamespaces));

/** What is wrong with a level that is not `restricted` and is enforced: nothing where facts give the reason. */
function checkEnforced(level: Reader, namespace: string | undefined): Finding[] {
  const security = namespaceFact(namespace)?.podSecurity ?? { level: "restricted" };
  const findings = [wrong(level, security.level, fix)];
  return security.level !== "restricted" && level.text() === security.level
    ? accepted(security.reason, findings)
    : findings;
}

export const rule: ResourceRule = {
  id: "kubernetes-pod-security",
  title: "Namespaces confine their pods",
  why: "A namespace that enforces Pod Security `restricted` admits no pod that could take over its node; facts name the exceptions with their reason.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.8"],
    gdpr: ["25(1)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:core/v1:Namespace"],
  onUnknown: "fail",
  check: ({ props }) => {
    const labels = props.at("metadata", "labels");
    const findings = ["enforce", "audit", "warn"].flatMap((mode) => {
      const level = labels.at(prefix + mode);
      const version = labels.at(`${prefix}${mode}-version`);
      const weaker = level.text() !== "restricted";
      return [
        ...(weaker && mode === "enforce" ? checkEnforced(level, props.text("metadata", "name")) : []),
        ...(weaker && mode !== "enforce" ? [wrong(level, "restricted", fix)] : []),
        ...(version.text() === wantedVersion ? [] : [wrong(version, wantedVersion, fix)]),
      ];
    });
    if (findings.length === 0) return [];
    const reason = unguarded.get(props.text("metadata", "name") ?? "");
    return reason === undefined ? findings : accepted(reason, findings);
  },
};
