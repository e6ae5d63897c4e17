/** Where kept traces lie, and for how long. */
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
