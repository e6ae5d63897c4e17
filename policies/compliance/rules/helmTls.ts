import type { ResourceRule } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { refusedArguments, releaseType, rowOf, unmet } from "../../shared/helmValues";

export const rule: ResourceRule = {
  id: "helm-tls",
  title: "Charts speak TLS 1.3 where they can, and check whom they speak to",
  why: "By default charts accept older versions, skip the check of the API server's or a kubelet's certificate, or make one that lasts ten years.",
  severity: "high",
  level: "mandatory",
  controls: onTheWay,
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => {
    const row = rowOf(release);
    if (!row) return [];
    const fix = "set it as the add-ons of components/addons do";
    return [
      ...unmet(release, row.tls, fix),
      ...refusedArguments(release, row.tlsArguments, "let certificates be checked"),
    ];
  },
};
