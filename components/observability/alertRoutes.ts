/** Which alert goes to whom: the same in every region, so that any Alertmanager can tell what another would have. Pure. */
import {
  alertTimes,
  maintenance,
  receiverNames,
  receiverSecret,
  regionLostAlerts,
  sameThing,
  slackChannel,
  untakenAlert,
  watchdogAlert,
  type Receiver,
} from "../facts/alerting";
import { regionLabel, storeLabels } from "../facts/observability";
import { allRegions, type Region } from "../facts/regions";
import { hourUtc } from "../facts/schedules";
import type { Severity } from "../facts/serviceLevels";
import { check } from "../shared";

/** One condition on a label, as `AlertmanagerConfig` writes it. */
interface Matcher {
  readonly name: string;
  readonly matchType: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

export interface Route {
  readonly receiver: Receiver;
  readonly matchers?: readonly Matcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly muteTimeIntervals?: readonly string[];
  readonly continue?: boolean;
  readonly routes?: readonly Route[];
}

const is = (name: string, value: string): Matcher => ({ name, matchType: "=", value });
const oneOf = (name: string, values: readonly string[]): Matcher => ({
  name,
  matchType: "=~",
  value: values.join("|"),
});
const severity = (value: Severity): Matcher => is("severity", value);
const key = (which: keyof typeof receiverSecret.keys): object => ({
  name: receiverSecret.name,
  key: receiverSecret.keys[which],
});

/** What whoever is told reads: each alert's own words, and where to look. */
const words = {
  title:
    "{{ .Status | toUpper }} {{ .CommonLabels.severity }} {{ .CommonLabels.alertname }} {{ .CommonLabels.region }}",
  text: "{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n<{{ .Annotations.runbook_url }}|runbook> <{{ .Annotations.dashboard_url }}|dashboard>\n{{ end }}",
} as const;

const pagerDuty = (which: "page" | "escalate"): object => ({
  routingKey: key(which),
  sendResolved: true,
  severity: "{{ .CommonLabels.severity }}",
  class: "{{ .CommonLabels.alertname }}",
  component: "{{ .CommonLabels.service }}",
  group: "{{ .CommonLabels.region }}",
  description: "{{ (index .Alerts 0).Annotations.summary }}",
  details: [
    { key: "description", value: "{{ (index .Alerts 0).Annotations.description }}" },
    { key: "runbook", value: "{{ (index .Alerts 0).Annotations.runbook_url }}" },
    { key: "dashboard", value: "{{ (index .Alerts 0).Annotations.dashboard_url }}" },
    { key: "firing", value: "{{ .Alerts.Firing | len }}" },
  ],
});

const ways: Readonly<Record<Receiver, object>> = {
  page: { pagerdutyConfigs: [pagerDuty("page")] },
  escalate: { pagerdutyConfigs: [pagerDuty("escalate")] },
  channel: {
    slackConfigs: [
      {
        apiURL: key("slackUrl"),
        httpConfig: { authorization: { type: "Bearer", credentials: key("channel") } },
        channel: slackChannel("{{ .GroupLabels.owner }}"),
        sendResolved: true,
        title: words.title,
        text: words.text,
      },
    ],
  },
  // It must hear that something fires; that it ended is its silence.
  heartbeat: { webhookConfigs: [{ urlSecret: key("heartbeat"), sendResolved: false }] },
  nobody: {},
};

/**
 * What makes one message: of one region's Prometheus, since several that see the same would take turns in telling it, and the first that
 * sees its end would end it for all.
 */
const together = [regionLabel, storeLabels.place];

const { groupWaitSeconds, groupIntervalMinutes, repeatMinutes, heartbeatMinutes, heartbeatRepeatSeconds } =
  alertTimes;
const windowOf = ({ name }: Region): string => `maintenance-${name}`;

/** Two digits an hour, as time intervals are written; one that ends at midnight ends at 24:00. */
const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The hours of a region's window by UTC; one that passes midnight there is two. */
export function maintenanceWindow(region: Region): readonly object[] {
  const { weekday, fromHour, hours } = maintenance;
  const from = hourUtc(region, fromHour);
  // By the region's sun it is the day before or after where UTC has passed midnight and the region has not, or the other way.
  const shift = from > fromHour + 12 ? -1 : from < fromHour - 12 ? 1 : 0;
  const day = (offset: number): string => weekdays[(weekdays.indexOf(weekday) + offset + 14) % 7] ?? weekday;
  const span = (start: number, end: number, offset: number): object => ({
    weekdays: [day(offset)],
    times: [{ startTime: clock(start), endTime: clock(end) }],
  });
  return from + hours <= 24
    ? [span(from, from + hours, shift)]
    : [span(from, 24, shift), span(0, from + hours - 24, shift + 1)];
}

/** The tree of routes; the first that matches takes an alert, and the next as well where it says so. */
export function alertRoutes(regions: readonly Region[] = allRegions()): Route {
  const channel = { receiver: "channel", groupBy: ["alertname", ...together, "service", "owner"] } as const;
  return {
    ...channel,
    groupWait: `${groupWaitSeconds}s`,
    groupInterval: `${groupIntervalMinutes}m`,
    repeatInterval: `${repeatMinutes.warning}m`,
    routes: [
      {
        receiver: "heartbeat",
        matchers: [is("alertname", watchdogAlert)],
        groupBy: together,
        groupWait: "0s",
        groupInterval: `${heartbeatMinutes}m`,
        repeatInterval: `${heartbeatRepeatSeconds}s`,
      },
      { receiver: "nobody", matchers: [severity("info")] },
      {
        receiver: "escalate",
        matchers: [is("alertname", untakenAlert)],
        groupBy: together,
        repeatInterval: `${repeatMinutes.critical}m`,
      },
      {
        receiver: "page",
        matchers: [severity("critical")],
        groupBy: ["alertname", ...together, "service"],
        repeatInterval: `${repeatMinutes.critical}m`,
        continue: true,
      },
      ...regions.map((region) => ({
        ...channel,
        matchers: [severity("warning"), is(regionLabel, region.name), oneOf("service", maintenance.services)],
        muteTimeIntervals: [windowOf(region)],
      })),
      { ...channel, matchers: [oneOf("severity", ["critical", "warning"])] },
    ],
  };
}

/** Every receiver that a tree of routes names. */
function receiversIn({ receiver, routes = [] }: Route): readonly string[] {
  return [receiver, ...routes.flatMap(receiversIn)];
}

/**
 * The `AlertmanagerConfig` that all of the platform's alerts go by.
 * @throws InvalidValueError if a route leads to a receiver that there is not.
 */
export function alertmanagerConfig(route: Route = alertRoutes(), regions = allRegions()): object {
  for (const receiver of receiversIn(route))
    check(
      (receiverNames as readonly string[]).includes(receiver),
      "alertmanagerConfig: receiver of a route",
      receiver,
      receiverNames.join(", "),
    );
  return {
    route,
    receivers: receiverNames.map((name) => ({ name, ...ways[name] })),
    inhibitRules: [
      {
        sourceMatch: [oneOf("alertname", regionLostAlerts)],
        targetMatch: [
          is("service", "entry"),
          { name: "alertname", matchType: "!~", value: regionLostAlerts.join("|") },
        ],
        equal: [regionLabel],
      },
      { sourceMatch: [severity("critical")], targetMatch: [severity("warning")], equal: [...sameThing] },
    ],
    muteTimeIntervals: regions.map((region) => ({
      name: windowOf(region),
      timeIntervals: maintenanceWindow(region),
    })),
  };
}
