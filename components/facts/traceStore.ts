/** Where kept traces lie, and for how long. */
import { retention } from "./retention";

export const traceStore = {
  retentionDays: retention.operationalDays,
  /** What a gateway holds for a store that does not answer, and for how long it tries. */
  gatewayQueueMib: 256,
  gatewayRetrySeconds: 300,
  /** Series that one gateway counts at the most: services, their operations and classes; what is beyond is one series, and told. */
  countedSeriesMax: 20_000,
} as const;
