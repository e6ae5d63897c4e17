/** Dashboards: where they ask, how they are found, and where their colours change if no promise says so already. */
import { logTenantNames, type LogTenant } from "./logging";

/** Sources by the identifier that Grafana knows them by. */
export const dataSources = {
  /** The one view of all regions' metrics. */
  metrics: { uid: "metrics", type: "prometheus" },
  /** Traces of the region whose Grafana it is. */
  traces: { uid: "traces", type: "jaeger" },
} as const;

/** Logs of the region whose Grafana it is; each tenant is a source of its own. @example logSource("audit") // { uid: "logs-audit", type: "loki" } */
export function logSource(tenant: LogTenant): { readonly uid: string; readonly type: "loki" } {
  return { uid: `logs-${tenant}`, type: "loki" };
}

/** Identifiers of every source that a panel may ask. */
export const sourceUids: readonly string[] = [
  ...Object.values(dataSources).map(({ uid }) => uid),
  ...logTenantNames.map((tenant) => logSource(tenant).uid),
];

/** By which a dashboard is found in every region. @example dashboardUid("overview") // "azora-overview" */
export function dashboardUid(key: string): string {
  return `azora-${key}`;
}

export const dashboardView = {
  /** All of them carry it, so that each lists the others. */
  tag: "azora",
  refresh: "1m",
  fromHours: 6,
  timezone: "utc",
  /** Lines that a panel of logs shows at the most, and traces. */
  linesMax: 200,
  tracesMax: 20,
  /** Series that a panel draws where there may be any number: beyond that nobody tells them apart. */
  seriesMax: 10,
} as const;

/** Clicks from the first page to the cause. */
export const clicksMax = 3;

/** Panels that a dashboard has: fewer are no page, more are not read by whoever was just woken. */
export const panelsPerDashboard = { least: 6, most: 16 } as const;

/** Where colours change that no alert goes by. */
export const colourLimits = {
  /** Of the month's error budget, that is left. */
  budgetLeftRatio: { warning: 0.5, critical: 0 },
  /** Of a container's memory limit. */
  memoryRatio: { warning: 0.8, critical: 0.95 },
  /** Of periods in which a container was held back for want of CPU. */
  throttledRatio: { warning: 0.25, critical: 0.5 },
  /** Of probes that were answered: one that fails is seen, and half of them is a region that nobody can use. */
  answeredRatio: { warning: 1, critical: 0.5 },
  /** Of calls that no certificate protects: more than none at all, but for what a division leaves. */
  plainRatio: { critical: 0.000_001 },
  /** Of what there is, or may be. */
  shareOfLimit: { warning: 0.8, critical: 1 },
} as const;
