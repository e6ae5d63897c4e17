/** Whom each alert reaches: label sets, and the receivers that they must come to, in order. */
import type { Receiver } from "../../components/facts/alerting";

export interface RouteCase {
  readonly labels: Readonly<Record<string, string>>;
  readonly to: readonly Receiver[];
}

const alert = (
  alertname: string,
  severity: string,
  service: string,
  region = "africa",
  owner = "platform",
): Record<string, string> => ({ alertname, severity, service, region, owner });

export const routeCases: readonly RouteCase[] = [
  { labels: alert("Watchdog", "info", "observability"), to: ["heartbeat"] },
  { labels: alert("Watchdog", "info", "observability", "americas"), to: ["heartbeat"] },
  { labels: alert("AlertNotTaken", "critical", "observability"), to: ["escalate"] },
  { labels: alert("RegionUnreachable", "critical", "entry", "asia"), to: ["page", "channel"] },
  { labels: alert("RegionTakenOut", "critical", "edge", "asia"), to: ["page", "channel"] },
  { labels: alert("ErrorBudgetBurns", "critical", "entry"), to: ["page", "channel"] },
  { labels: alert("ErrorBudgetBurns", "warning", "entry"), to: ["channel"] },
  { labels: alert("ErrorsHigh", "critical", "entry", "europe"), to: ["page", "channel"] },
  { labels: alert("LatencyHigh", "critical", "entry", "europe"), to: ["page", "channel"] },
  { labels: alert("LatencyHigh", "warning", "entry", "europe"), to: ["channel"] },
  { labels: alert("UptimeLow", "critical", "entry"), to: ["page", "channel"] },
  { labels: alert("ReplicaLags", "critical", "database"), to: ["page", "channel"] },
  { labels: alert("ReplicaLags", "warning", "database"), to: ["channel"] },
  { labels: alert("DatabaseWithoutLeader", "critical", "database", "americas"), to: ["page", "channel"] },
  { labels: alert("DatabaseFailedOver", "warning", "database"), to: ["channel"] },
  // Of services that are worked on by plan: by a route of their region's, which its hours mute.
  { labels: alert("NodeNotReady", "warning", "cluster", "africa"), to: ["channel"] },
  { labels: alert("NodeNotReady", "warning", "cluster", "asia"), to: ["channel"] },
  { labels: alert("CertificateEnds", "warning", "certificates", "europe"), to: ["channel"] },
  { labels: alert("CertificateEnds", "critical", "certificates", "europe"), to: ["page", "channel"] },
  { labels: alert("KmsErrors", "critical", "cluster"), to: ["page", "channel"] },
  { labels: alert("ObjectsBackupLate", "critical", "backup"), to: ["page", "channel"] },
  { labels: alert("WorkflowsWait", "warning", "automation"), to: ["channel"] },
  { labels: alert("AlertsNotSent", "critical", "observability"), to: ["page", "channel"] },
  { labels: alert("AnomalyAbove", "warning", "observability", "americas"), to: ["channel"] },
  { labels: alert("RequestsCostTooMuch", "warning", "cost"), to: ["channel"] },
  { labels: alert("ControlNotMet", "warning", "compliance"), to: ["channel"] },
  // Of a team's own service.
  { labels: alert("OrdersStuck", "critical", "orders", "africa", "shop"), to: ["page", "channel"] },
  { labels: alert("OrdersSlow", "warning", "orders", "africa", "shop"), to: ["channel"] },
  { labels: alert("SomethingSeen", "info", "orders", "africa", "shop"), to: ["nobody"] },
  // One that says no severity is still read by somebody.
  { labels: { alertname: "Unlabelled" }, to: ["channel"] },
];
