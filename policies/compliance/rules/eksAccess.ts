import type { ResourceRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";

const clusterType = "aws:eks/cluster:Cluster";

export const rule: ResourceRule = {
  id: "eks-access",
  title: "Access to a cluster is granted by entries that AWS audits",
  why: "The ConfigMap `aws-auth` grants access without a trace in CloudTrail, and whoever creates a cluster is its administrator for ever unless told otherwise; `kubernetes-no-cluster-admin` looks at the entries and bindings themselves.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)", "164.312(b)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [clusterType, "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:ConfigMapPatch"],
  onUnknown: "fail",
  check: ({ type, props }) => {
    if (type !== clusterType)
      return props.text("metadata", "name") === "aws-auth"
        ? [wrongResource("the ConfigMap aws-auth", "EKS access entries", "make an access entry instead")]
        : [];
    const access = props.at("accessConfig");
    const mode = access.at("authenticationMode");
    const creator = access.at("bootstrapClusterCreatorAdminPermissions");
    return [
      ...(mode.text() === "API" ? [] : [wrong(mode, "API", "grant access by EKS access entries only")]),
      ...(creator.flag() === false
        ? []
        : [wrong(creator, "false", "give administrators an access entry of their own")]),
    ];
  },
};
