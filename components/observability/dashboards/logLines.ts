/** Of the logs' dashboard: lines themselves. */
import { clusterServices } from "../logs/logRules";
import type { PanelRow } from "./panel";
import { linesInRegion } from "./variables";

const lines = `{${linesInRegion},k8s_namespace_name=~"$namespace"}`;
const bad = 'detected_level=~"error|critical|fatal"';

export const lineRow: PanelRow = {
  title: "Lines, of the region whose Grafana this is",
  across: 1,
  panels: [
    {
      kind: "logs",
      title: "Errors of services",
      description: "Of the chosen namespaces, the newest first; each that belongs to a trace leads to it.",
      queries: [{ kind: "logql", tenant: "services", expr: `${lines} | ${bad}` }],
      links: [{ to: "traces" }, { to: "service" }],
    },
    {
      kind: "logs",
      title: "Errors of the platform",
      description: "Of the chosen namespaces, the newest first.",
      queries: [{ kind: "logql", tenant: "platform", expr: `${lines} | ${bad}` }],
      links: [{ to: "kubernetes" }],
    },
    {
      kind: "logs",
      title: "Who opened a shell, and what was refused",
      description: "Of the audit log; user, verb and object are in each line.",
      queries: [
        {
          kind: "logql",
          tenant: "audit",
          expr: `{${linesInRegion},service_name="${clusterServices.audit}"} |~ "\\"subresource\\":\\"(exec|attach)\\"|\\"code\\":403"`,
        },
      ],
      links: [{ to: "compliance" }],
    },
    {
      kind: "logs",
      title: "What partners said last",
      description:
        "Warnings and errors of the regions whose partner this is; what is left to read of one that is lost.",
      queries: [{ kind: "logql", tenant: "copies", expr: lines }],
      links: [{ runbook: "region-lost" }],
    },
  ],
};
