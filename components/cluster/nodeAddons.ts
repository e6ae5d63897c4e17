import * as pulumi from "@pulumi/pulumi";
import { eksAddons } from "../facts/addons";
import { allRegions } from "../facts/regions";
import { PodRole, type RegionContext } from "../shared";
import { eksAddon } from "./eksAddon";

export interface NodeAddonsArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
}

/**
 * Settings of the VPC CNI: addresses in prefixes (more pods a node), network policies enforced, and no source NAT
 * towards our own ranges, so that pods of different regions see each other's real addresses.
 * The add-on's schema wants every value as text.
 */
function vpcCniConfiguration(ownCidrs: readonly string[]): string {
  return JSON.stringify({
    enableNetworkPolicy: "true",
    env: {
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: "1",
      // The exclusions below count only while the plugin does source NAT itself.
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
      AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: ownCidrs.join(","),
    },
  });
}

/**
 * The add-ons without which no node becomes ready: network, service addresses, pods' identities.
 * They must exist before the first node; nodes depend on this component.
 */
export class NodeAddons extends pulumi.ComponentResource {
  constructor(name: string, args: NodeAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:NodeAddons", name, {}, opts);

    const { context, clusterName, clusterArn } = args;
    const cniRole = new PodRole(
      `${name}-vpc-cni-role`,
      {
        context,
        clusterArn,
        purpose: "vpc-cni",
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
      },
      { parent: this },
    );

    eksAddon(
      name,
      {
        context,
        clusterName,
        fact: eksAddons.vpcCni,
        configuration: vpcCniConfiguration(allRegions().map((region) => region.cidr)),
        identity: { serviceAccount: "aws-node", roleArn: cniRole.roleArn },
      },
      { parent: this, dependsOn: [cniRole] },
    );
    eksAddon(name, { context, clusterName, fact: eksAddons.podIdentityAgent }, { parent: this });
    eksAddon(name, { context, clusterName, fact: eksAddons.kubeProxy }, { parent: this });

    this.registerOutputs({});
  }
}
