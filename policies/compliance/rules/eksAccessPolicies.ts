import {
  accessPolicies,
  clusterAdminPolicyArn,
  clusterAdmins,
} from "../../../components/facts/clusterAccess";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { accepted } from "../../shared/exceptions";
import { wrong } from "../../shared/finding";
import { namespaceFact } from "../../shared/kubernetes";
import { isWithin } from "../../shared/places";

/** The kind that a name of the component's carries: `<component>-<kind>-<role>`. */
const kindInName = /-(admin|deployer|viewer)-/;

/** Why a resource may hold every right; `undefined` for all but the entries that facts name. */
function reasonOf({ urn, name }: ResourceView): string | undefined {
  const kinds = new Map<string, string>(Object.entries(clusterAdmins.kinds));
  return isWithin(urn, clusterAdmins.component) ? kinds.get(kindInName.exec(name)?.[1] ?? "") : undefined;
}

/** Whether a namespace is a team's own: in the platform's run controllers that hold rights over the whole cluster. */
function isOfTeam(namespace: string): boolean {
  return !/[*?]/.test(namespace) && !namespace.startsWith("kube-") && namespaceFact(namespace) === undefined;
}

function checkScope(scope: Reader, widest: "cluster" | "namespace"): Finding[] {
  const fix = "name the team's namespaces";
  const type = scope.at("type");
  if (type.text() === "cluster" && widest === "cluster") return [];
  if (type.text() !== "namespace")
    return [wrong(type, widest === "cluster" ? "cluster or namespace" : "namespace", fix)];
  const wanted = "namespaces of one team, by name";
  const namespaces = scope.items("namespaces");
  if (namespaces.length === 0) return [wrong(scope.at("namespaces"), wanted, fix)];
  return namespaces
    .filter((namespace) => !isOfTeam(namespace.text() ?? "*"))
    .map((namespace) => wrong(namespace, wanted, fix));
}

export const rule: ResourceRule = {
  id: "eks-access-policies",
  title: "Access policies grant no more than a team's own namespaces",
  why: "AmazonEKSClusterAdminPolicy is cluster-admin by another name, and whoever writes in a platform's namespace takes the rights of its controllers.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
  onUnknown: "fail",
  check: (association) => {
    const policy = association.props.at("policyArn");
    const arn = policy.text() ?? "";
    const fact = new Map(Object.entries(accessPolicies)).get(arn);
    if (fact) return checkScope(association.props.at("accessScope"), fact.scope);
    const finding = wrong(
      policy,
      "a policy that facts/clusterAccess.ts lets anybody have",
      "give a policy of facts/clusterAccess.ts",
    );
    const reason = arn === clusterAdminPolicyArn ? reasonOf(association) : undefined;
    return reason === undefined ? [finding] : accepted(reason, [finding]);
  },
};
