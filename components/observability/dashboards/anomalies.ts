/** What leaves the band that its own last weeks make. */
import { anomalyBand, anomalySignals, type AnomalySignalName } from "../../facts/anomalies";
import type { Dashboard } from "../rules/rule";
import type { DashboardData, Panel, PanelUnit } from "./panel";
import { anyRegion, inRegion } from "./variables";

/** How each signal is written, and where its cause is looked for. */
const signals: Readonly<Record<AnomalySignalName, { readonly unit: PanelUnit; readonly to: Dashboard }>> = {
  request_rate: { unit: "requestsPerSecond", to: "region" },
  latency: { unit: "seconds", to: "region" },
  error_ratio: { unit: "ratio", to: "region" },
  saturation: { unit: "ratio", to: "kubernetes" },
  cost: { unit: "usd", to: "cost" },
  logins: { unit: "perSecond", to: "region" },
};

function band(signal: AnomalySignalName): Panel {
  const { says, side } = anomalySignals[signal];
  const where = `${inRegion},signal="${signal}"`;
  const { unit, to } = signals[signal];
  return {
    kind: "timeseries",
    title: says.charAt(0).toUpperCase() + says.slice(1),
    description: `Between what is usual at this hour; ${side === "both" ? "outside on either side" : "above"} for ${anomalyBand.forMinutes} minutes is told.`,
    queries: [
      { kind: "promql", expr: `signal:level:avg5m{${where}}`, legend: "{{region}}" },
      { kind: "promql", expr: `signal:band:upper{${where}}`, legend: "{{region}}, at the most" },
      ...(side === "both"
        ? [
            {
              kind: "promql",
              expr: `signal:band:lower{${where}}`,
              legend: "{{region}}, at the least",
            } as const,
          ]
        : []),
    ],
    unit,
    links: [
      { to, with: { region: "region" } },
      { runbook: "alerts", alert: side === "both" ? "AnomalyBelow" : "AnomalyAbove" },
    ],
  };
}

const names = Object.keys(anomalySignals) as AnomalySignalName[];
const both = names.filter((name) => anomalySignals[name].side === "both").join("|");
const outside = `(signal:level:avg5m{${inRegion}} > signal:band:upper{${inRegion}} or signal:level:avg5m{${inRegion},signal=~"${both}"} < signal:band:lower{${inRegion}})`;

export const anomalies: DashboardData = {
  title: "Anomalies",
  description: `What is not as it was at this hour of the last ${anomalyBand.weeks} weeks.`,
  variables: [anyRegion],
  runbooks: ["alerts"],
  rows: [
    {
      title: "Now",
      panels: [
        {
          kind: "stat",
          title: "Signals outside of their band",
          description: "By region; several at once have one cause, one alone may be a holiday.",
          queries: [{ kind: "promql", expr: `count by (region) (${outside})`, legend: "{{region}}" }],
          limits: { worse: "above", warning: 1 },
          links: [{ to: "region", with: { region: "region" } }],
        },
        {
          kind: "table",
          title: "Which, and their values",
          description: "Each signal that is outside now; begin with the region that has most.",
          queries: [{ kind: "promql", expr: outside, legend: "value" }],
          links: [{ to: "region", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "How far from what is expected",
          description: "Of each signal, in half widths of its band; above one it is outside.",
          queries: [
            {
              kind: "promql",
              expr: `signal:deviation:abs5m{${inRegion}} / signal:width:mad7d{${inRegion}}`,
              legend: "{{region}} {{signal}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [{ to: "region", with: { region: "region" } }],
        },
      ],
    },
    { title: "Each signal and its band", across: 2, panels: names.map(band) },
  ],
};
