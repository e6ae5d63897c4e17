import { taggableTypes } from "./taggableTypes";

/**
 * Types that carry tags and never appear on a bill themselves, by module ("Pricing" page of each service, read 2026-11).
 * What is missing here is taken to cost something, so that a type that nobody looked at is held to its tags.
 */
const free: Readonly<Record<string, string>> = {
  // Routing rules and targets of a load balancer, which is charged by itself.
  alb: "Listener ListenerRule TargetGroup",
  cloudwatch: "EventRule",
  codeconnections: "Connection Host",
  codestarconnections: "Connection",
  docdb: "ClusterParameterGroup EventSubscription SubnetGroup",
  // Parts of a network that only say who may go where; addresses, gateways and endpoints are charged.
  ec2: "CarrierGateway CustomerGateway DefaultNetworkAcl DefaultRouteTable DefaultSecurityGroup DefaultSubnet DefaultVpc DefaultVpcDhcpOptions EgressOnlyInternetGateway InternetGateway KeyPair ManagedPrefixList NetworkAcl NetworkInterface PlacementGroup RouteTable SecurityGroup Subnet Vpc VpcBlockPublicAccessExclusion VpcDhcpOptions",
  ec2transitgateway: "PolicyTable RouteTable",
  ecs: "CapacityProvider Cluster TaskDefinition",
  eks: "AccessEntry IdentityProviderConfig PodIdentityAssociation",
  elasticache: "ParameterGroup SubnetGroup User UserGroup",
  iam: "InstanceProfile OpenIdConnectProvider Policy Role SamlProvider ServerCertificate ServiceLinkedRole User VirtualMfaDevice",
  lb: "Listener ListenerRule TargetGroup",
  memorydb: "Acl ParameterGroup SubnetGroup User",
  neptune: "ClusterParameterGroup EventSubscription ParameterGroup SubnetGroup",
  organizations: "Account OrganizationalUnit Policy ResourcePolicy",
  ram: "Permission ResourceShare",
  rds: "ClusterParameterGroup EventSubscription OptionGroup ParameterGroup SubnetGroup",
  resourcegroups: "Group",
  ssoadmin: "Application PermissionSet TrustedTokenIssuer",
  vpc: "SecurityGroupEgressRule SecurityGroupIngressRule",
};

/** Tokens of the free types. */
export const freeTypes: readonly string[] = Object.entries(free).flatMap(([module, names]) =>
  names.split(" ").map((name) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`),
);

const isFree = new Set(freeTypes);

/** Tokens of all types that carry tags and cost something, themselves or by what they start. */
export const billableTypes: readonly string[] = taggableTypes.filter((type) => !isFree.has(type));
