import type { ResourceRule } from "../../framework/rule";
import { exceptedBy } from "../../shared/exceptions";
import { wrong } from "../../shared/finding";
import { addedContainers, releaseType, rowOf, unmet, valueAt } from "../../shared/helmValues";
import { namespaceFact } from "../../shared/kubernetes";
import {
  foreignVolumes,
  hostPaths,
  lackingContainer,
  looseningContext,
  reachingContainer,
  reachingContext,
} from "../../shared/podSecurity";

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
    const contexts = row.securityContexts.map((path) => valueAt(release, path));
    const volumes = row.volumes.flatMap((path) => valueAt(release, path).items());
    const containers = addedContainers(release);
    const reaching = [
      ...row.hostFlags
        .map((path) => valueAt(release, path))
        .filter((flag) => flag.flag())
        .map((flag) => wrong(flag, "false", fix)),
      ...contexts.flatMap(reachingContext),
      ...hostPaths(volumes),
      ...containers.flatMap(reachingContainer),
    ];
    const lacking = [
      ...contexts.flatMap(looseningContext),
      ...unmet(release, row.required, "set it: the chart leaves it out"),
      ...foreignVolumes(volumes),
      ...containers.flatMap((container) => lackingContainer(container)),
    ];
    if (reaching.length + lacking.length === 0) return [];
    const namespace = namespaceFact(release.props.text("namespace"));
    return [...exceptedBy(namespace, "privileged", reaching), ...exceptedBy(namespace, "baseline", lacking)];
  },
};
