/** Who is told what, by which way, and when nobody is. */
import { hoursPerDay } from "./days";

/** A part of the platform that alerts are about, and the team that owns it. Service teams' own parts carry their own names. */
export const platformServices = {
  edge: { owner: "platform" },
  entry: { owner: "platform" },
  network: { owner: "platform" },
  cluster: { owner: "platform" },
  certificates: { owner: "platform" },
  database: { owner: "platform" },
  cache: { owner: "platform" },
  objects: { owner: "platform" },
  backup: { owner: "platform" },
  automation: { owner: "platform" },
  observability: { owner: "platform" },
  cost: { owner: "platform" },
  compliance: { owner: "platform" },
  identity: { owner: "platform" },
} as const satisfies Record<string, { readonly owner: string }>;

export type PlatformService = keyof typeof platformServices;

/** Pages that tell whoever is called what to do, in `docs/runbooks`. */
export const runbooks = [
  "alerts",
  "corrupt-data",
  "keys-lost",
  "ransom",
  "region-lost",
  "repository-lost",
  "state-lost",
  "two-regions-lost",
] as const;

export type Runbook = (typeof runbooks)[number];

/** Where alerts go. Each is a receiver of Alertmanager's; the addresses are secrets, read from files. */
export const receivers = {
  /** PagerDuty, by its Events API v2: wakes who is on call. */
  page: { says: "wakes who is on call" },
  /** The same with the second escalation: nobody took the first. */
  escalate: { says: "wakes who leads, since nobody took it" },
  /** Slack's channel of the owner. */
  channel: { says: "writes in the owner's channel" },
  /** A receiver outside of the platform, which calls people when this falls silent: dead man's switch. */
  heartbeat: { says: "tells somebody outside that alerts still reach people" },
  /** Alerts that only take part in others. */
  nobody: { says: "tells nobody" },
} as const;

export type Receiver = keyof typeof receivers;

export const receiverNames = Object.keys(receivers) as Receiver[];

/** The secret that Alertmanager's receivers take their addresses from, and its keys. */
export const receiverSecret = {
  name: "alert-receivers",
  keys: {
    page: "pagerduty-routing-key",
    escalate: "pagerduty-escalation-key",
    channel: "slack-bot-token",
    slackUrl: "slack-url",
    heartbeat: "heartbeat-url",
  },
} as const;

/** Slack's method that writes in any channel, with the token of an app; an incoming webhook knows one channel only (api.slack.com). */
export const slackUrl = "https://slack.com/api/chat.postMessage";

/** The channel of a team's alerts. @example slackChannel("platform") // "#alerts-platform" */
export function slackChannel(owner: string): string {
  return `#alerts-${owner}`;
}

/** Names of alerts that are routed as themselves: what always fires, and tells by its silence; and what nobody took. */
export const watchdogAlert = "Watchdog";
/** The group of rules that it is in, and its object's name. */
export const watchdogGroup = "watchers";
export const untakenAlert = "AlertNotTaken";

/** A region that is lost: what its users notice is told no more; what its machines and data suffer is. */
export const regionLostAlerts = ["RegionTakenOut", "RegionUnreachable"] as const;

/** Labels by which two alerts are about the same thing, beside their name; the worse of them silences the other. */
export const sameThing = [
  "alertname",
  "region",
  "route_class",
  "scope",
  "name",
  "pod",
  "namespace",
  "exported_namespace",
  "persistentvolumeclaim",
] as const;

export const alertTimes = {
  /** Alerts of one cause come within seconds of each other; they go out as one message. */
  groupWaitSeconds: 30,
  /** News of a group that was told. */
  groupIntervalMinutes: 5,
  /** As long as nobody ended it, and nobody silenced it: again. */
  repeatMinutes: { critical: 60, warning: 12 * 60 },
  /** An alert that Prometheus tells no more of has ended after as long ("resolve_timeout", its own value). */
  resolveMinutes: 5,
  /** How often the outside receiver must hear; it calls people after three times as long. */
  heartbeatMinutes: 1,
  /** Shorter than the group's interval, or only every second one would be due. */
  heartbeatRepeatSeconds: 1,
  /** A critical alert that fires for as long was taken by nobody, or is beyond who took it. */
  escalateMinutes: 30,
  /** How long alerts are remembered, to be sent once across regions: as long as repeats are apart, and longer. */
  retentionHours: 5 * hoursPerDay,
} as const;

/**
 * How Alertmanagers of all regions tell each other what was sent ("High availability", prometheus.io). Each waits for the others
 * before it sends: what was told meanwhile it does not tell again.
 */
export const alertGossip = {
  replicasPerRegion: 2,
  /** Silences, and what was sent. */
  volumeGib: 10,
  /**
   * An Alertmanager waits so long for each that stands before it in the list of all (eight of four regions, by name), so that the last
   * is 21 s later; round trips are below half a second.
   */
  peerTimeoutSeconds: 3,
  probeTimeoutSeconds: 2,
  probeIntervalSeconds: 5,
  pushPullSeconds: 60,
  gossipMs: 200,
  /** Says which clusters belong together, so that no other environment's joins (`--cluster.label`). */
  label: "azora",
} as const;

/**
 * Hours in which a region is worked on by plan, by its own sun: warnings of its machines wait, what is critical never does. Nodes
 * are replaced then, too (`karpenter`'s budgets and EKS' updates may come at any time and are no reason to be silent).
 */
export const maintenance = {
  weekday: "sunday",
  fromHour: 2,
  hours: 2,
  services: ["cluster", "certificates", "automation"],
} as const satisfies {
  weekday: string;
  fromHour: number;
  hours: number;
  services: readonly PlatformService[];
};
