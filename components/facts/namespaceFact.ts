/** What a namespace of the platform is, and the kinds of traffic that one may need. */

/** `restricted` is the rule; anything weaker says why ("Pod Security Standards", kubernetes.io). */
type PodSecurity =
  { readonly level: "restricted" } | { readonly level: "baseline" | "privileged"; readonly reason: string };

/** A kind of traffic that a namespace needs. */
export type Traffic =
  /** The API server calls in: webhooks and aggregated APIs. */
  | { readonly kind: "from-api-server"; readonly ports: readonly number[] }
  /** Prometheus reads metrics. */
  | { readonly kind: "from-metrics"; readonly ports: readonly number[] }
  /** Load balancers send what came in from outside; they keep the clients' addresses. */
  | { readonly kind: "from-anywhere"; readonly ports: readonly number[]; readonly reason: string }
  /** Pods of every region, which prove who they are: any pod has an address of these blocks. */
  | { readonly kind: "from-regions"; readonly ports: readonly number[]; readonly reason: string }
  /** Pods of every region, by their ports. */
  | { readonly kind: "to-regions"; readonly ports: readonly number[] }
  /** Pods of namespaces that carry a label, which whoever makes a namespace gives it. */
  | { readonly kind: "from-clients"; readonly label: string; readonly ports: readonly number[] }
  /** Calls to the API server. */
  | { readonly kind: "to-api-server" }
  /** Calls to the kubelets of all nodes. */
  | { readonly kind: "to-kubelets" }
  /** Credentials from the node's Pod Identity agent. */
  | { readonly kind: "to-pod-identity" }
  /** AWS services that have an endpoint in the VPC. */
  | { readonly kind: "to-vpc-endpoints" }
  /** AWS services without such an endpoint, through NAT, by HTTPS. */
  | { readonly kind: "to-internet"; readonly reason: string }
  /** Pods of one namespace call in: of another, or of the same. */
  | { readonly kind: "from-namespace"; readonly namespace: string; readonly ports: readonly number[] }
  /** Pods of one namespace: of another, or of the same. */
  | { readonly kind: "to-namespace"; readonly namespace: string; readonly ports: readonly number[] }
  /** Pods of every region: the mesh is one flat network. */
  | {
      readonly kind: "to-mesh";
      readonly ports: { readonly from: number; readonly to: number };
      readonly reason: string;
    };

export interface NamespaceFact {
  readonly name: string;
  readonly purpose: string;
  readonly podSecurity: PodSecurity;
  /** The most that all its pods may request together. */
  readonly quota: { readonly cpu: number; readonly memoryGib: number; readonly pods: number };
  /** What a container gets that asks for nothing. No CPU limit: it would throttle controllers while CPU lies idle. */
  readonly containerDefault: {
    readonly cpuMillis: number;
    readonly memoryMib: number;
    readonly memoryLimitMib: number;
  };
  readonly traffic: readonly Traffic[];
}

/** What a container gets in most namespaces that asks for nothing. */
export const smallContainer = { cpuMillis: 50, memoryMib: 64, memoryLimitMib: 256 } as const;

/** Why what writes objects may leave the network. */
export const s3Reason =
  "buckets of this region and of the partner's: S3 answers at public addresses, through its gateway endpoint too";
