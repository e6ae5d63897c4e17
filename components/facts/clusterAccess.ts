/** Who may hold which of EKS' access policies; a policy that is not here is nobody's. */

/** An access policy of EKS ("Review access policy permissions", EKS user guide, read 2026-11). */
interface AccessPolicyFact {
  /** The widest scope in which it may be held. */
  readonly scope: "cluster" | "namespace";
  readonly reason: string;
}

const home = "arn:aws:eks::aws:cluster-access-policy/";

export const clusterAdminPolicyArn = `${home}AmazonEKSClusterAdminPolicy`;
export const viewPolicyArn = `${home}AmazonEKSViewPolicy`;

/** Access policies that anybody may be given, by their ARN. */
export const accessPolicies: Readonly<Record<string, AccessPolicyFact>> = {
  [viewPolicyArn]: { scope: "cluster", reason: "reads, but no secrets" },
  [`${home}AmazonEKSEditPolicy`]: { scope: "namespace", reason: "writes, and reads secrets" },
  [`${home}AmazonEKSAdminPolicy`]: {
    scope: "namespace",
    reason: "writes, reads secrets and hands out rights",
  },
  [`${home}AmazonEKSAdminViewPolicy`]: { scope: "namespace", reason: "reads secrets" },
  [`${home}AmazonEKSSecretReaderPolicy`]: { scope: "namespace", reason: "reads secrets" },
};

/** Who holds every right in a cluster all the same: entries of one component, by the kind that their names carry. */
export const clusterAdmins = {
  component: "azora:cluster:AccessEntries",
  kinds: {
    admin: "people in an emergency, by roles that the stack file names",
    deployer:
      "this program installs CustomResourceDefinitions, namespaces and cluster roles, which AmazonEKSAdminPolicy may not touch",
  },
} as const;
