/** Where Grafana asks; pure. */
import { dataSources, logSource } from "../../facts/dashboards";
import { logTenantNames, logTenants, tenantHeader } from "../../facts/logging";
import { metricsStore, observabilityNames } from "../../facts/observability";
import { podPaths } from "../../shared";
import { authorityFile } from "../collectors/configParts";
import { sharedHost } from "../parts";

export interface SourceAddresses {
  /** Of the one view of all regions' metrics, of logs, and of traces, in the cluster's own network. */
  readonly metrics: string;
  readonly logs: string;
  readonly traces: string;
}

/** Grafana reads a file's content where a value says so ("Provision Grafana", grafana.com/docs). */
const fileText = (file: string): string => `$__file{${file}}`;

/** Calls with its own certificate a part that it knows by name. */
const secured = (serverName: string) => ({
  json: { tlsAuth: true, tlsAuthWithCACert: true, serverName },
  secure: {
    tlsCACert: fileText(authorityFile),
    tlsClientCert: fileText(podPaths.certificate),
    tlsClientKey: fileText(podPaths.key),
  },
});

/** All of them, as Grafana's provisioning reads them; nobody may change them there. */
export function sourcesFile(addresses: SourceAddresses, domain: string): object {
  const { metrics, traces } = dataSources;
  const always = { access: "proxy", editable: false, version: 1 } as const;
  const toMetrics = secured(sharedHost(`${observabilityNames.thanos}-query`, domain));
  const toLogs = secured(sharedHost(observabilityNames.logs, domain));
  const toTraces = secured(sharedHost(observabilityNames.traceQuery, domain));
  return {
    apiVersion: 1,
    // What is no longer named here goes.
    prune: true,
    datasources: [
      {
        ...always,
        ...metrics,
        name: "Metrics of all regions",
        isDefault: true,
        url: addresses.metrics,
        jsonData: {
          ...toMetrics.json,
          httpMethod: "POST",
          prometheusType: "Thanos",
          timeInterval: `${metricsStore.scrapeSeconds}s`,
          exemplarTraceIdDestinations: [{ name: "trace_id", datasourceUid: traces.uid }],
        },
        secureJsonData: toMetrics.secure,
      },
      ...logTenantNames.map((tenant) => ({
        ...always,
        ...logSource(tenant),
        name: `Logs: ${logTenants[tenant].says}`.slice(0, 80),
        url: addresses.logs,
        jsonData: {
          ...toLogs.json,
          httpHeaderName1: tenantHeader,
          derivedFields: [
            {
              name: "trace",
              matcherType: "label",
              matcherRegex: "trace_id",
              url: "${__value.raw}",
              datasourceUid: traces.uid,
            },
          ],
        },
        secureJsonData: { ...toLogs.secure, httpHeaderValue1: tenant },
      })),
      {
        ...always,
        ...traces,
        name: "Traces of this region",
        url: addresses.traces,
        jsonData: {
          ...toTraces.json,
          tracesToLogsV2: {
            datasourceUid: logSource("services").uid,
            filterByTraceID: true,
            tags: [{ key: "service.name", value: "service_name" }],
          },
          tracesToMetrics: { datasourceUid: metrics.uid },
        },
        secureJsonData: toTraces.secure,
      },
    ],
  };
}

/** Where dashboards lie: files that nobody may change in the page. */
export function dashboardsFile(folder: string): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name: "azora",
        folder: "Azora",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 60,
        options: { path: folder },
      },
    ],
  };
}
