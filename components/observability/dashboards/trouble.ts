/** How whoever is called gets from the first page to the cause; a test holds each way against the links that there are. */
import type { Dashboard } from "../rules/rule";

/** A panel that is looked at, and clicked on if it is not the last. */
export interface Look {
  readonly on: Dashboard;
  readonly panel: string;
}

export interface Trouble {
  /** What users or alerts say. */
  readonly says: string;
  /** The alert that tells it, where one does. */
  readonly alert?: string;
  /** From the overview to what shows the cause. */
  readonly way: readonly [Look, ...Look[]];
}

export const troubles: readonly Trouble[] = [
  {
    says: "reads are slow",
    alert: "LatencyHigh",
    way: [
      { on: "overview", panel: "Latency of the slowest class" },
      { on: "region", panel: "Slowest services" },
      { on: "service", panel: "Latency" },
      { on: "traces", panel: "Traces that were slow" },
    ],
  },
  {
    says: "writes fail",
    alert: "DatabaseWithoutLeader",
    way: [
      { on: "overview", panel: "Failed requests" },
      { on: "region", panel: "Databases without a leader" },
      { on: "database", panel: "Without a leader, or paused" },
    ],
  },
  {
    says: "a copy is behind",
    alert: "ReplicaLags",
    way: [
      { on: "overview", panel: "Firing everywhere" },
      { on: "region", panel: "Copy that is furthest behind" },
      { on: "database", panel: "How far copies are behind" },
      { on: "logs", panel: "Errors of the platform" },
    ],
  },
  {
    says: "a region cannot be reached",
    alert: "RegionUnreachable",
    way: [
      { on: "overview", panel: "Entries, as the other regions see them" },
      { on: "region", panel: "Pods that are not ready" },
      { on: "kubernetes", panel: "Nodes that are not well" },
    ],
  },
  {
    says: "a disk is full",
    alert: "VolumeFills",
    way: [
      { on: "overview", panel: "Firing everywhere" },
      { on: "region", panel: "Fullest volume" },
      { on: "kubernetes", panel: "Fullest volumes" },
      { on: "logs", panel: "Errors of services" },
    ],
  },
  {
    says: "a deployment went wrong",
    alert: "ServiceFails",
    way: [
      { on: "overview", panel: "Failed requests" },
      { on: "region", panel: "Services that fail most" },
      { on: "service", panel: "Failed requests by version" },
    ],
  },
  {
    says: "a service fails since another does",
    alert: "ErrorsHigh",
    way: [
      { on: "overview", panel: "Failed requests" },
      { on: "region", panel: "Services that fail most" },
      { on: "service", panel: "Failed requests" },
      { on: "logs", panel: "Errors of services" },
    ],
  },
  {
    says: "the cache has no primary",
    alert: "CacheWithoutPrimary",
    way: [
      { on: "overview", panel: "Firing everywhere" },
      { on: "region", panel: "Cache members missing" },
      { on: "cache", panel: "The primary, as each region's Sentinels see it" },
    ],
  },
  {
    says: "alerts reach nobody",
    alert: "NotificationsFail",
    way: [
      { on: "overview", panel: "Alerts that reach nobody" },
      { on: "incidents", panel: "Messages that were refused" },
    ],
  },
  {
    says: "the bill jumps",
    alert: "AnomalyAbove",
    way: [
      { on: "overview", panel: "Requests" },
      { on: "anomalies", panel: "Dollars an hour" },
      { on: "cost", panel: "What grew most against last week" },
    ],
  },
];
