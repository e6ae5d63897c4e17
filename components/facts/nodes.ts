/**
 * What clusters run on: operating system, instance types, volumes, and how Karpenter treats nodes.
 *
 * Instance types: the families priced in all four AWS regions (`prices.tsv` of the team's reference data, 2026-11).
 * Bottlerocket: github.com/bottlerocket-os/bottlerocket/releases; Kubernetes 1.36 is supported since v1.61.0.
 */
export const nodeImage = {
  /** Pinned; v1.69.0 (2026-11-10) still carried the pre-release flag when this was read. */
  bottlerocketVersion: "v1.68.1",
  systemAmiType: "BOTTLEROCKET_ARM_64",
  /** Bottlerocket keeps its system on the first volume, images and pod data on the second. */
  systemDevice: "/dev/xvda",
  systemVolumeGib: 4,
  dataDevice: "/dev/xvdb",
  systemNodesDataVolumeGib: 50,
  workerDataVolumeGib: 100,
  volumeType: "gp3",
} as const;

/** Reached by one network hop only: containers with their own address cannot read a node's credentials. */
export const instanceMetadata = { httpTokens: "required", hopLimit: 1 } as const;

/** EKS recommends at most 110 pods on nodes below 30 vCPU once prefixes are delegated ("Determine max pods"). */
export const maxPodsPerNode = 110;

/** The nodes that carry the platform's own controllers; Karpenter cannot run on what it makes. */
export const systemNodes = {
  /** Two generations, so that one that is out of stock does not stop a replacement. */
  instanceTypes: ["m7g.large", "m6g.large"],
  /** Tolerated by the charts of Karpenter and EKS' own add-ons by default. */
  taint: { key: "CriticalAddonsOnly", value: "true" },
  label: { key: "azora.io/node-group", value: "system" },
  /** One a zone. */
  minSize: 3,
  /** Four a zone: the platform's controllers need no more, and workloads belong on Karpenter's nodes. */
  maxSizeMax: 12,
} as const;

/** Where topology spread counts; the values are shared out by `capacitySpread`. */
export const capacitySpreadLabel = "azora.io/capacity-spread";

/** Spot shares are multiples of this: 5 percent makes at most 20 values of the label. */
export const spotShareStepPercent = 5;

/** Marks nodes of a Local Zone; only what is made for the edge tolerates it. */
export const edgeTaint = { key: "azora.io/edge", value: "true" } as const;

/** Where a node stands: `region` or `edge`. */
export const locationLabel = "azora.io/location";

/** Tag by which Karpenter finds subnets and security groups; its value is the cluster's name. */
export const discoveryTag = "karpenter.sh/discovery";

/** The same for the private subnet of a Local Zone, kept apart so that no ordinary node lands there. */
export const edgeDiscoveryTag = "azora/edge";

export const workerNodes = {
  architecture: "arm64",
  instanceFamilies: ["c6g", "c7g", "m6g", "m7g", "r6g", "r7g"],
  /** Oldest generation: Graviton2, the first that has all three of c, m and r. */
  generationMin: 6,
  /** Local Zones of the first generation have no Graviton ("AWS Local Zones features"). */
  edgeArchitecture: "amd64",
  /** More than this; a type with 1 vCPU cannot hold 110 pods even with delegated prefixes. */
  vcpuAbove: 1,
  /** Fewer than this: the loss of one node stays small. A pool's limit is at least this, or it could hold no large node. */
  vcpuBelow: 33,
  /** vCPUs that a pool may hold: what a stack gets that chooses nothing, and beyond which a slip of the pen is likelier. */
  vcpuLimitDefault: 512,
  vcpuLimitMax: 10_000,
  /** GiB of memory a pool may hold for each vCPU of its limit: the ratio of the r families, the largest of the three. */
  memoryGibPerVcpu: 8,
  edgeCapacity: {
    type: "on-demand",
    /** Why the edge has no spot pool. */
    reason: "Local Zones sell no spot capacity worth counting on, and the edge is the latency-critical part",
  },
  /** The edge holds the latency-critical, stateless part only. */
  edgeVcpuLimit: 64,
  /** A node is replaced after this; a newer image comes with a newer `bottlerocketVersion`. */
  expireAfter: "720h",
  /** How long pods may take to leave an expired node; a disruption budget cannot hold it up for ever. */
  terminationGracePeriod: "1h",
  /** A warning older than this is of no use: a spot instance is gone two minutes after it (Karpenter's own template). */
  interruptionWarningSeconds: 300,
  /** A node must have been quiet for this long before it is consolidated. */
  consolidateAfter: "5m",
  /** At most this much of a pool is disrupted at a time. */
  disruptedNodesMax: "10%",
  /** A pool in one zone is small: one node at a time. */
  edgeDisruptedNodesMax: "1",
} as const;

/**
 * Node types of Redshift, which has families of its own: the generation whose data lies apart from its machines, up to 12 vCPU
 * ("Clusters and nodes in Amazon Redshift", Redshift management guide).
 */
export const warehouseNodeTypes = ["ra3.large", "ra3.xlplus", "ra3.4xlarge"] as const;

/**
 * vCPU of a size of an instance type, the same in the families c, m and r of generations 5 to 8; `undefined` for one that
 * is not counted so, such as a whole machine (`metal`).
 *
 * Source: "Specifications for Amazon EC2 instance types", docs.aws.amazon.com/ec2/latest/instancetypes.
 * @example vcpuOfSize("2xlarge") // 8
 */
export function vcpuOfSize(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const match = /^(\d*)xlarge$/.exec(size);
  return match ? 4 * Number(match[1] || "1") : undefined;
}
