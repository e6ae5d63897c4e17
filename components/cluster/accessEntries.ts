import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { clusterAdminPolicyArn, viewPolicyArn } from "../facts/clusterAccess";
import { check, type RegionContext } from "../shared";

/** Who may do what in a cluster; each entry is one IAM role. */
export interface ClusterAccess {
  /** People who may do everything, for emergencies. */
  readonly adminRoleArns: readonly string[];
  /**
   * Roles that run this program. They need cluster-admin: it installs CustomResourceDefinitions, namespaces and cluster
   * roles, none of which `AmazonEKSAdminPolicy` (the user-facing `admin` role) may touch.
   */
  readonly deployerRoleArns: readonly string[];
  /** People who may look, but not at secrets. */
  readonly viewerRoleArns: readonly string[];
}

export interface AccessEntriesArgs extends ClusterAccess {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
}

/** The access policy of each kind of role. */
const policyArns = {
  admin: clusterAdminPolicyArn,
  deployer: clusterAdminPolicyArn,
  viewer: viewPolicyArn,
} as const;

type AccessKind = keyof typeof policyArns;

interface AccessEntry {
  readonly kind: AccessKind;
  /** Part of the logical name; the same role keeps it when the list's order changes. */
  readonly label: string;
  readonly roleArn: string;
}

const roleArnPattern = /^arn:aws:iam::\d{12}:role\/([\w+=,.@/-]+)$/;

/** The list of entries that follows from the lists of roles. @throws InvalidValueError on a malformed or repeated ARN. */
export function accessEntriesFor(access: ClusterAccess): readonly AccessEntry[] {
  const lists = [
    ["admin", "adminRoleArns", access.adminRoleArns],
    ["deployer", "deployerRoleArns", access.deployerRoleArns],
    ["viewer", "viewerRoleArns", access.viewerRoleArns],
  ] as const;
  const seen = new Set<string>();
  const entries: AccessEntry[] = [];
  for (const [kind, field, arns] of lists) {
    for (const arn of arns) {
      const role = roleArnPattern.exec(arn)?.[1];
      check(role !== undefined, `ControlPlane.${field}`, arn, "arn:aws:iam::<account>:role/<name>");
      check(
        !seen.has(arn),
        `ControlPlane.${field}`,
        arn,
        "a role that no other list names; EKS keeps one entry a role",
      );
      seen.add(arn);
      entries.push({ kind, label: role.split("/").at(-1) ?? role, roleArn: arn });
    }
  }
  return entries;
}

/** Lets IAM roles into a cluster: one entry and one access policy a role. Costs nothing to run. */
export class AccessEntries extends pulumi.ComponentResource {
  constructor(name: string, args: AccessEntriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:AccessEntries", name, {}, opts);

    const entries = accessEntriesFor(args);

    for (const { kind, label, roleArn } of entries) {
      const entry = new aws.eks.AccessEntry(
        `${name}-${kind}-${label}`,
        {
          clusterName: args.clusterName,
          principalArn: roleArn,
          type: "STANDARD",
          tags: args.context.tags({ service: "cluster", name: `${kind}-${label}` }),
        },
        { parent: this },
      );
      new aws.eks.AccessPolicyAssociation(
        `${name}-${kind}-${label}`,
        {
          clusterName: args.clusterName,
          principalArn: roleArn,
          policyArn: policyArns[kind],
          accessScope: { type: "cluster" },
        },
        { parent: this, dependsOn: [entry] },
      );
    }

    this.registerOutputs({});
  }
}
