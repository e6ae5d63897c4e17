import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { clusterAddresses, controlPlaneLogTypes, kubernetesVersions } from "../facts/kubernetes";
import { retention } from "../facts/retention";
import { check, serviceTrust, type RegionContext } from "../shared";
import { AccessEntries, accessEntriesFor, type ClusterAccess } from "./accessEntries";
import { kubeconfig } from "./kubeconfig";

export interface ControlPlaneArgs extends ClusterAccess {
  readonly context: RegionContext;
  /** One of `kubernetesVersions`. @example "1.36" */
  readonly version: string;
  /** Where EKS puts its network interfaces: one subnet a zone, never of a Local Zone. */
  readonly intraSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Key of class `internal`: wraps the key of every Kubernetes secret. */
  readonly keyArn: pulumi.Input<string>;
  /** Key of the control plane's log group; its policy must admit CloudWatch Logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  readonly vpcCidr: string;
  /** Networks behind a VPN or Direct Connect that may reach the API. Default none. */
  readonly corporateCidrs: readonly string[];
  /** The runner's security group, if the region has a runner. */
  readonly runnerSecurityGroupId?: pulumi.Input<string>;
}

/**
 * The control plane of a region: reachable from inside only, every log kept, secrets wrapped with our own key.
 *
 * Costs to run: a cluster by the hour, its logs by the gigabyte.
 * @throws InvalidValueError before anything is created, if a version, a CIDR or a role's ARN cannot be used.
 */
export class ControlPlane extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** Base64 of the PEM that signs the API server's certificate. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** The group that EKS gives to the control plane and to its nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly oidcProviderArn: pulumi.Output<string>;
  readonly oidcIssuerUrl: pulumi.Output<string>;
  /** A secret: how to reach the API with the caller's own AWS credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  /**
   * The group and the access entries that let callers in. Nobody gets through before them nor after they are gone, so what
   * is in the cluster is made after them and goes before them.
   */
  readonly doors: readonly pulumi.Resource[];

  constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:ControlPlane", name, {}, opts);

    const { context } = args;
    const clusterName = context.name("cluster");
    const allowedVersions = kubernetesVersions.map((fact) => fact.version);
    check(
      allowedVersions.includes(args.version),
      "ControlPlane.version",
      args.version,
      allowedVersions.join(", "),
    );
    for (const cidr of args.corporateCidrs) {
      check(!cidr.endsWith("/0"), "ControlPlane.corporateCidrs", cidr, "a network of ours, never everyone");
    }
    accessEntriesFor(args);

    const logs = this.logGroup(name, args, clusterName);
    const { role, policy } = this.role(name, context);
    const cluster = new aws.eks.Cluster(
      name,
      {
        name: clusterName,
        version: args.version,
        roleArn: role.arn,
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        bootstrapSelfManagedAddons: false,
        vpcConfig: {
          subnetIds: args.intraSubnetIds,
          endpointPrivateAccess: true,
          endpointPublicAccess: false,
        },
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: clusterAddresses.serviceCidr },
        enabledClusterLogTypes: [...controlPlaneLogTypes],
        encryptionConfig: { provider: { keyArn: args.keyArn }, resources: ["secrets"] },
        upgradePolicy: { supportType: "STANDARD" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: true,
        tags: context.tags({ service: "cluster", name: clusterName }),
      },
      // Without its log group and its role's policy, EKS would make the first unencrypted and fail on the second.
      { parent: this, protect: true, dependsOn: [logs, policy] },
    );

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.data;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.oidcIssuerUrl = cluster.identities.apply(issuerOf);
    this.oidcProviderArn = new aws.iam.OpenIdConnectProvider(
      `${name}-oidc`,
      {
        url: this.oidcIssuerUrl,
        clientIdLists: ["sts.amazonaws.com"],
        tags: context.tags({ service: "cluster", name: context.name("oidc") }),
      },
      { parent: this },
    ).arn;
    const rules = this.admitCallers(name, args);
    const access = new AccessEntries(
      `${name}-access`,
      { ...args, clusterName: cluster.name },
      { parent: this },
    );
    this.doors = [access, ...rules];
    this.kubeconfig = kubeconfig({
      clusterName,
      awsRegion: context.region.awsRegion,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
    });

    this.registerOutputs({
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
      securityGroupId: this.securityGroupId,
      oidcProviderArn: this.oidcProviderArn,
      oidcIssuerUrl: this.oidcIssuerUrl,
      kubeconfig: this.kubeconfig,
    });
  }

  /** Made before the cluster: EKS would otherwise make it itself, without a key and kept for ever. */
  private logGroup(name: string, args: ControlPlaneArgs, clusterName: string): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/aws/eks/${clusterName}/cluster`,
        // Operational copies; the audit trail keeps the audit type in the immutable bucket for its seven years.
        retentionInDays: retention.operationalDays,
        kmsKeyId: args.logsKeyArn,
        deletionProtectionEnabled: true,
        tags: args.context.tags({
          service: "cluster",
          dataClass: "operational",
          name: `${clusterName}-logs`,
        }),
      },
      { parent: this, protect: true },
    );
  }

  private role(
    name: string,
    context: RegionContext,
  ): { role: aws.iam.Role; policy: aws.iam.RolePolicyAttachment } {
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: context.name("cluster"),
        description: `EKS control plane of ${context.region.name}`,
        assumeRolePolicy: serviceTrust("eks.amazonaws.com", context.accountId),
        permissionsBoundary: context.boundaryArn,
        tags: context.tags({ service: "cluster", name: context.name("cluster") }),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicyAttachment(
      `${name}-role-policy`,
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      { parent: this },
    );
    return { role, policy };
  }

  /** Lets the VPC, our own networks and the runner reach the API; everybody else is kept out by the group. */
  private admitCallers(name: string, args: ControlPlaneArgs): aws.vpc.SecurityGroupIngressRule[] {
    const { context, runnerSecurityGroupId } = args;
    const cidrs = [...new Set([args.vpcCidr, ...args.corporateCidrs])];
    return [
      ...cidrs.map((cidr) =>
        this.admit(`${name}-api-from-${cidr.replaceAll(/[./]/g, "-")}`, context, { cidrIpv4: cidr }),
      ),
      ...(runnerSecurityGroupId === undefined
        ? []
        : [
            this.admit(`${name}-api-from-runner`, context, {
              referencedSecurityGroupId: runnerSecurityGroupId,
            }),
          ]),
    ];
  }

  private admit(
    name: string,
    context: RegionContext,
    source: { cidrIpv4: string } | { referencedSecurityGroupId: pulumi.Input<string> },
  ): aws.vpc.SecurityGroupIngressRule {
    return new aws.vpc.SecurityGroupIngressRule(
      name,
      {
        ...source,
        securityGroupId: this.securityGroupId,
        ipProtocol: "tcp",
        fromPort: clusterAddresses.apiServerPort,
        toPort: clusterAddresses.apiServerPort,
        description: "Kubernetes API",
        tags: context.tags({ service: "cluster", name }),
      },
      { parent: this },
    );
  }
}

/** The issuer, of which a cluster has exactly one; undefined, like every output, where no engine answered. */
function issuerOf(identities: readonly aws.types.output.eks.ClusterIdentity[] | undefined): string {
  return identities?.[0]?.oidcs[0]?.issuer as string;
}
