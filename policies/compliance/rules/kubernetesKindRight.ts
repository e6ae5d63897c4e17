import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** The group of Kubernetes' first kinds, which their `apiVersion` leaves out and their type does not. */
const coreGroup = "core/";

/** The type that an object has by what it says of itself; a patch has the kind of what it changes. */
function typeOf(apiVersion: string, kind: string, suffix: string): string {
  const group = apiVersion.includes("/") ? apiVersion : `${coreGroup}${apiVersion}`;
  return `kubernetes:${group}:${kind}${suffix}`;
}

export const rule: ResourceRule = {
  id: "kubernetes-kind-right",
  title: "An object is of the kind that its type says",
  why: "Rules choose by the type, and the cluster makes what `apiVersion` and `kind` say: a Pod that is called a ConfigMap would be judged as one.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: "all",
  general: true,
  onUnknown: "fail",
  check: ({ type, props }) => {
    if (!type.startsWith("kubernetes:")) return [];
    const [apiVersion, kind] = [props.at("apiVersion"), props.at("kind")];
    // Releases and bundles say neither. The cluster refuses an object that says only one.
    if (!apiVersion.exists && !kind.exists) return [];
    const said = [apiVersion.text() ?? "", kind.text() ?? ""] as const;
    if (type === typeOf(...said, "") || type === typeOf(...said, "Patch")) return [];
    const [, group = "", name = ""] = type.split(":");
    const wanted = `${name.replace(/(?<=.)Patch$/, "")} of ${group.replace(coreGroup, "")}`;
    const fix = "make it with the class of its kind";
    return [{ ...wrong(kind, wanted, fix), found: `${said[1] || "no kind"} of ${said[0] || "no version"}` }];
  },
};
