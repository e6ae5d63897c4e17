import { clusterBackupReader } from "../../../components/facts/clusterBackup";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { accepted } from "../../shared/exceptions";
import { wrong } from "../../shared/finding";
import { releaseType, rowOf, unmet, valueAt } from "../../shared/helmValues";
import { namesWhatItSelects } from "../../shared/kubernetes";
import { readsOnly, wideRights } from "../../shared/roles";

const clusterRole = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";

/** What is too wide in a rule of a role; the one role of facts that reads everything may, as far as it reads only. */
function acceptedFor({ type, props }: ResourceView, granted: Reader): readonly Finding[] {
  const findings = wideRights(granted, type === clusterRole);
  return findings.length > 0 &&
    readsOnly(granted) &&
    props.text("metadata", "name") === clusterBackupReader.name
    ? accepted(clusterBackupReader.reason, findings)
    : findings;
}

export const rule: ResourceRule = {
  id: "kubernetes-no-wildcard-role",
  title: "Roles name their verbs and resources",
  why: "A role with `*` grows with every new kind of object; who may escalate, bind or impersonate, mint tokens or speak to kubelets holds every right already, and who reads every secret nearly so.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [clusterRole, "kubernetes:rbac.authorization.k8s.io/v1:Role", releaseType],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    if (type === releaseType) {
      const row = rowOf(resource);
      const rules = (row?.roleRules ?? []).flatMap((path) => valueAt(resource, path).items());
      const secrets = (row?.secretsFlags ?? []).map((path) => valueAt(resource, path));
      return [
        ...rules.flatMap((granted) => wideRights(granted, true)),
        ...secrets
          .filter((flag) => flag.flag())
          .map((flag) => wrong(flag, "false", "leave the cluster's secrets to those who own them")),
        ...unmet(resource, row?.rights ?? [], "keep the chart to its own namespace"),
      ];
    }
    const selectors = props.items("aggregationRule", "clusterRoleSelectors");
    return [
      ...props.items("rules").flatMap((granted) => acceptedFor(resource, granted)),
      // The sum of other roles: of all roles, where the selector names none.
      ...selectors
        .filter((selector) => !namesWhatItSelects(selector))
        .map((selector) => wrong(selector, "a selector that names roles", "name the roles' label")),
    ];
  },
};
