/**
 * What a region's stack gives to others: typed, versioned, described by `docs/stack-outputs.schema.json`.
 *
 * This file imports Pulumi and nothing of this project, so that other projects can import it as it is.
 */
import * as pulumi from "@pulumi/pulumi";

/** Raised when a field is removed or changes its meaning; a new field does not raise it. */
export const contractVersion = 2;

export interface RegionOutputs {
  readonly contractVersion: number;
  /** `network`: only the network and the runner exist; `complete`: everything does. */
  readonly phase: "network" | "complete";
  readonly region: {
    readonly name: string;
    readonly awsRegion: string;
    readonly jurisdiction: string;
    readonly role: string;
    readonly zones: readonly string[];
  };
  readonly network: {
    readonly vpcId: string;
    readonly cidr: string;
    readonly publicSubnetIds: readonly string[];
    readonly privateSubnetIds: readonly string[];
    readonly intraSubnetIds: readonly string[];
    readonly privateRouteTableIds: readonly string[];
    readonly intraRouteTableId: string;
    /** Security group of the VPC's interface endpoints. */
    readonly endpointSecurityGroupId: string;
    /** In the Local Zone; `null` where there is none. */
    readonly edge: {
      readonly publicSubnetId: string;
      readonly privateSubnetId: string;
      readonly privateRouteTableId: string;
    } | null;
    readonly transitGatewayId: string;
    readonly transitGatewayRouteTableId: string;
    readonly transitGatewayAttachmentId: string;
    readonly privateZoneId: string;
    readonly privateZoneName: string;
    /** Public addresses from which the region reaches the Internet. */
    readonly natPublicIps: readonly string[];
  };
  /** Key ARN by data class. */
  readonly keys: Readonly<Record<string, string>>;
  /** Name by purpose of each bucket of objects: `data`, `backups`, `subject-keys`, `audit`. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Topic that the region's alarms are sent to. */
  readonly alertTopicArn: string;
  readonly ingress: {
    /** Public IPv4 addresses of the load balancer, one a zone. */
    readonly addresses: readonly string[];
    readonly dnsName: string;
    readonly zoneId: string;
    readonly targetGroupArns: { readonly https: string };
    /** Security groups of the load balancers: what pods behind them admit. */
    readonly securityGroupIds: readonly string[];
    /** Certificate of the authority whose certificates gateways take for the edge's, PEM. */
    readonly edgeClientCa: string;
    /** The Local Zone's load balancer; `null` where there is none. */
    readonly edge: {
      readonly dnsName: string;
      readonly zoneId: string;
      readonly targetGroupArn: string;
    } | null;
  };
  readonly runner: { readonly projectName: string; readonly roleArn: string; readonly label: string };
  /** Repository address by repository name. */
  readonly repositories: Readonly<Record<string, string>>;
  /** `null` in phase `network`. */
  readonly cluster: {
    readonly name: string;
    readonly arn: string;
    readonly version: string;
    readonly endpoint: string;
    readonly certificateAuthority: string;
    readonly oidcProviderArn: string;
    readonly oidcIssuerUrl: string;
    readonly securityGroupId: string;
    /** The class that a volume gets when it names none; encrypted. */
    readonly storageClassName: string;
    /** ClusterIssuer of cert-manager that signs for services in the region. */
    readonly clusterIssuerName: string;
    /** Where every namespace finds the certificate that others' certificates are checked with. */
    readonly trust: { readonly configMapName: string; readonly key: string };
  } | null;
  /** Public certificate of the region's CA, PEM; `null` in phase `network`. */
  readonly caCertificatePem: string | null;
  /** By what the region's passwords for the cache are checked, `region/user/sha256` each; `null` in phase `network`. */
  readonly cacheVerifiers: readonly string[] | null;
  /** Where services of the region reach data, inside its cluster; `null` until the data plane is configured. */
  readonly data: {
    /** Port of every database's poolers. */
    readonly databasePort: number;
    /** Address of the poolers by cluster: those that the law lets the region hold. */
    readonly databases: Readonly<Record<string, string>>;
    /** `null` until the cache is configured. */
    readonly cache: {
      /** `host:port` of the region's own Sentinels, who name the primary. */
      readonly sentinels: readonly string[];
      /** `host:port` where what is replicated is read. */
      readonly read: string;
      /** `host:port` of the region's own cache. */
      readonly local: string;
    } | null;
  } | null;
  /** Role of the region's restores, which the other regions let in; `null` until the operator is configured. */
  readonly restorerRoleArn: string | null;
  /** Secret. Works for whoever may assume a role that has an access entry; `null` in phase `network`. */
  readonly kubeconfig: string | null;
}

/** What a stack returns: every field, some of them still to be known. */
export type Outputs = { readonly [K in keyof RegionOutputs]: pulumi.Input<RegionOutputs[K]> };

/** A region's contract as a consumer holds it: one typed output a field. */
export type RegionContract = { readonly [K in keyof RegionOutputs]: pulumi.Output<RegionOutputs[K]> };

const fields = [
  "contractVersion",
  "phase",
  "region",
  "network",
  "keys",
  "buckets",
  "alertTopicArn",
  "ingress",
  "runner",
  "repositories",
  "cluster",
  "caCertificatePem",
  "cacheVerifiers",
  "data",
  "restorerRoleArn",
  "kubeconfig",
] as const satisfies readonly (keyof RegionOutputs)[];

/**
 * Reads the contract of a region's stack; secret fields stay secret, also while they are unknown.
 * @param reference a reference to that stack, such as `organization/azora/africa`.
 * @throws (when its outputs resolve) an Error that names the stack and both versions, if they differ.
 * @example readRegionContract(new pulumi.StackReference("organization/azora/africa")).network
 */
export function readRegionContract(reference: pulumi.StackReference): RegionContract {
  // Each field carries the version's check, so that a contract of another version gives no field at all.
  const entries = fields.map((field) => [
    field,
    pulumi
      .all([reference.name, reference.getOutput("contractVersion"), reference.getOutput(field)])
      .apply(([name, version, value]: [string, unknown, unknown]) => checked(name, version, field, value)),
  ]);
  const contract: unknown = Object.fromEntries(entries);
  return contract as RegionContract;
}

function checked(stack: string, version: unknown, field: string, value: unknown): unknown {
  if (version !== contractVersion) {
    throw new Error(
      `contract of ${stack}: contractVersion is ${version === undefined ? "absent" : JSON.stringify(version)}; allowed: ${contractVersion} (use the reader of that release)`,
    );
  }
  if (value === undefined)
    throw new Error(`contract of ${stack}: ${field} is absent; allowed: an output of that name`);
  return value;
}
