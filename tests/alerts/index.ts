import { anomalyCases } from "./anomalies";
import { businessCases } from "./business";
import { cacheCases } from "./caches";
import type { AlertCases } from "./case";
import { cloudCases } from "./cloud";
import { clusterCases } from "./cluster";
import { databaseCases } from "./databases";
import { entryCases } from "./entries";
import { logCases } from "./logs";
import { platformCases } from "./platform";
import { requestCases, serviceCases } from "./requests";
import { traceCases } from "./traces";
import { traceStoreCases } from "./traceStore";
import { watcherCases } from "./watchers";

export { bandCases } from "./anomalies";
export type { AlertCase, AlertCases } from "./case";
export { recordingCases } from "./recordings";

/** Every alert's cases, by the group that it is in; the one that always fires has none in which it does not. */
export const alertCases: Readonly<Record<string, AlertCases>> = {
  requests: requestCases,
  entries: entryCases,
  services: serviceCases,
  cluster: clusterCases,
  databases: databaseCases,
  caches: cacheCases,
  business: businessCases,
  anomalies: anomalyCases,
  platform: platformCases,
  cloud: cloudCases,
  traces: traceCases,
  "trace-store": traceStoreCases,
  logs: logCases,
  watchers: watcherCases,
};
