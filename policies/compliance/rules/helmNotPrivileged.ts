import type { Finding, ResourceRule } from "../../framework/rule";
import { releaseType, rowOf, valueAt } from "../../shared/helmValues";
import { finding, podSecurityLevel, weakened } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "helm-not-privileged",
  title: "Charts' pods stay off their node and without rights",
  why: "No plan shows the objects inside a release, so its values are held against a table of where each chart grants rights; `helm-seen` lists charts without a row.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.8"],
    gdpr: ["25(1)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    const row = rowOf(release);
    if (!row) return [];
    const fix = "leave the value to the chart's default, or name the exception in facts/namespaces.ts";
    const findings: Finding[] = [
      ...row.hostFlags
        .map((path) => valueAt(release, path))
        .filter((flag) => flag.flag())
        .map((flag) => finding(flag, "false", fix)),
      ...row.securityContexts.flatMap((path) => weakened(valueAt(release, path))),
      ...row.volumes
        .flatMap((path) => valueAt(release, path).items())
        .map((volume) => volume.at("hostPath"))
        .filter((path) => path.exists)
        .map((path) => finding(path, "a volume that is not the node's", fix)),
      ...Object.entries(row.mustSet)
        .map(([path, wanted]) => ({ value: valueAt(release, path), wanted: String(wanted) }))
        .filter(({ value, wanted }) => (value.text() ?? String(value.flag())) !== wanted)
        .map(({ value, wanted }) => finding(value, wanted, "set it: the chart leaves it out")),
    ];
    if (findings.length === 0) return [];
    return podSecurityLevel(release.props.text("namespace")) === "privileged" ? [] : findings;
  },
};
