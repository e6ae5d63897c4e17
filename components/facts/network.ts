/** Facts about how traffic moves: ports, quotas, endpoints, what a Local Zone lacks. */

import { clusterAddresses } from "./kubernetes";

/** An AWS service that is reached through a private address in the VPC. */
export interface InterfaceEndpoint {
  /** Last part of the service name, for example `ecr.api`. */
  readonly service: string;
  /** Whether the service takes an endpoint policy; with one that does not, creation fails when a policy is given. */
  readonly endpointPolicy: boolean;
}

/**
 * Services that a cluster without internet needs, and those that its controllers and sessions use.
 *
 * Source: "Deploy private clusters with limited internet access", docs.aws.amazon.com/eks/latest/userguide/private-clusters.html;
 * EKS takes endpoint policies since 2025-02 (awsdocs/amazon-eks-user-guide, pull request 873); for `eks-auth` none is documented.
 */
export const interfaceEndpoints: readonly InterfaceEndpoint[] = [
  { service: "ec2", endpointPolicy: true },
  { service: "ecr.api", endpointPolicy: true },
  { service: "ecr.dkr", endpointPolicy: true },
  { service: "sts", endpointPolicy: true },
  { service: "logs", endpointPolicy: true },
  { service: "eks", endpointPolicy: true },
  { service: "eks-auth", endpointPolicy: false },
  { service: "elasticloadbalancing", endpointPolicy: true },
  { service: "autoscaling", endpointPolicy: true },
  { service: "sqs", endpointPolicy: true },
  { service: "ssm", endpointPolicy: true },
  { service: "ssmmessages", endpointPolicy: true },
  { service: "ec2messages", endpointPolicy: true },
  { service: "kms", endpointPolicy: true },
  { service: "secretsmanager", endpointPolicy: true },
];

/** Services that are reached through a route instead of an address, without charge. */
export const gatewayEndpoints = ["s3", "dynamodb"] as const;

/**
 * Buckets of others in a region from which image layers are read through the S3 endpoint.
 *
 * Sources: ECR keeps its layers in the first ("Amazon ECR interface VPC endpoints", docs.aws.amazon.com/AmazonECR);
 * registry.k8s.io sends clients on AWS to the second, without credentials (kubernetes/registry.k8s.io, cmd/archeio/internal/app/buckets.go).
 */
export function imageLayerBuckets(awsRegion: string): readonly string[] {
  return [`prod-${awsRegion}-starport-layer-bucket`, `prod-registry-k8s-io-${awsRegion}`];
}

/** Local Zones in which a NAT gateway can be made; none is known to have one, so Lagos is assumed to have none: confirm before a first deployment. */
const localZonesWithNatGateway: readonly string[] = [];

/** Whether a Local Zone has a NAT gateway of its own; without one its outbound traffic leaves through the parent region. */
export function localZoneHasNatGateway(zone: string): boolean {
  return localZonesWithNatGateway.includes(zone);
}

/** Tags by which controllers find subnets for load balancers ("Subnet auto discovery", AWS Load Balancer Controller). */
export const subnetRoleTags = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
} as const;

/** Addresses of a machine's own network (RFC 3927): AWS hands out there a node's metadata, and pods' credentials. */
export const linkLocalCidr = "169.254.0.0/16";

/** Blocks that a machine or a cluster answers for itself, so that no network beyond may have them. */
export const reservedBlocks = [
  { what: "the services of every cluster", cidr: clusterAddresses.serviceCidr },
  { what: "each machine's own addresses", cidr: linkLocalCidr },
] as const;

/** A region's names inside the platform; every region's network resolves them. */
export function privateZoneName(region: string, domain: string): string {
  return `${region}.internal.${domain}`;
}

/** The region in a host of the platform's own zones; `undefined` for any other host. */
export function regionOfHost(host: string): string | undefined {
  return /^[^.]+\.[^.]+\.([^.]+)\.internal\./.exec(host)?.[1];
}

/** Prefix of the control plane's subnets; those that hold pods are larger (`components/network/cidr.ts`). */
export const controlPlaneSubnetPrefixBits = 22;

/** Ports of the gateway pods that the load balancers send to. */
export const gatewayPorts = {
  /** Unprivileged, so that the pod needs no capability; TLS, with the edge's client certificate. */
  https: 8443,
  /** TLS from the Local Zone's load balancer, which has asked for that certificate itself and has none of its own. */
  localZone: 8444,
  /** Istio's readiness port ("Ports used by Istio", istio.io/latest/docs/ops/deployment/application-requirements). */
  status: 15_021,
} as const;

/** Where a gateway pod says that it is ready (same source). */
export const gatewayReadinessPath = "/healthz/ready";

/** Port of HTTPS. */
export const httpsPort = 443;

/** Where the edge comes in: the components whose load balancers have public addresses; every other one is internal. */
export const publicLoadBalancers = ["azora:ingress:RegionIngress", "azora:ingress:EdgeIngress"] as const;

/** TCP ports on which nodes and pods may open connections to the internet: 80 only for revocation lists and mirrors. */
export const internetEgressPorts = [443, 80] as const;

/** Ports from which connections are opened; a NAT gateway uses 1024 and above ("NAT gateway basics", VPC user guide). */
export const ephemeralPorts = { from: 1024, to: 65_535 } as const;

/**
 * What a network ACL may hold, in rules a direction: the quota is 20 ("Amazon VPC quotas"), of which own rules take four.
 * More blocks than this are stood for by one that covers them all; routes and security groups stay exact.
 */
export const networkAclQuota = { rulesMax: 20, platformCidrsMax: 10, corporateCidrsMax: 5 } as const;

/** Flow logs: 60 s is the shortest aggregation interval (the other is 600 s). */
export const flowLogAggregationSeconds = 60;

/** Health checks of targets: failing for 2 × 5 s takes a pod out, the shortest that a load balancer offers. */
export const targetHealthCheck = { intervalSeconds: 5, timeoutSeconds: 2, threshold: 2 } as const;

/** How long a leaving pod may finish its connections. */
export const deregistrationDelaySeconds = 30;
