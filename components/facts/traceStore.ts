/** Where kept traces lie, and for how long. */
import { secondsPerDay } from "./days";
import { retention } from "./retention";

export const traceStore = {
  retentionDays: retention.operationalDays,
  /** Days on the disks of nodes that are written to; after them an index is merged, and moves to those that are only read. */
  hotDays: 3,
  /** Begins the names of its indices. */
  indexPrefix: "traces",
  /** Of a day's spans: one a node, and a copy of each on another. */
  shards: 3,
  replicas: 1,
  /** Where Jaeger finds how its page looks. */
  uiHome: "/etc/azora/ui",
  /** What a gateway holds for a store that does not answer, and for how long it tries. */
  gatewayQueueMib: 256,
  gatewayRetrySeconds: 300,
  /** Series that one gateway counts at the most: services, their operations and classes; what is beyond is one series, and told. */
  countedSeriesMax: 20_000,
} as const;

/** A tier of the store's nodes, three of each, one a zone. */
export interface TraceTier {
  readonly cpu: string;
  readonly memoryGib: number;
  /** Java's heap; the rest is for what the system keeps of files. */
  readonly heapGib: number;
  readonly volumeGib: number;
}

/** Nodes that are written to, and nodes that are only read. */
export const traceTiers = {
  hot: { cpu: "1", memoryGib: 4, heapGib: 2, volumeGib: 200 },
  warm: { cpu: "500m", memoryGib: 3, heapGib: 1, volumeGib: 1000 },
} as const satisfies Readonly<Record<string, TraceTier>>;

export type TraceTierName = keyof typeof traceTiers;

/** Nodes of a tier: one a zone. */
export const traceNodes = 3;

/** Of a disk, beyond which OpenSearch puts nothing new on a node, moves what is there, and lets nothing be written at all. */
export const traceWatermarks = { low: 0.8, high: 0.85, flood: 0.92 } as const;

/** Bytes of one copy of a span in an index: 505 to 525 measured of spans with eleven attributes (docs/decisions/0017). */
const spanBytes = 525;

/**
 * Spans a second that a tier holds for its days, on average. Above it the disks are full before the time.
 * @example storedSpansPerSecond("warm") // 1051
 */
export function storedSpansPerSecond(tier: TraceTierName): number {
  const { retentionDays, hotDays, replicas } = traceStore;
  // An index stays hot until it is as old as that, counted from its day's beginning: a day more.
  const days = tier === "hot" ? hotDays + 1 : retentionDays - hotDays;
  const bytes = traceNodes * traceTiers[tier].volumeGib * 2 ** 30 * traceWatermarks.low;
  return Math.floor(bytes / (spanBytes * (1 + replicas)) / (days * secondsPerDay));
}
