/** Types of Grafana's SDK that a dashboard's JSON is held to, under names of their own: each of its modules calls its types the same. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type * as gauge from "@grafana/grafana-foundation-sdk/gauge";
import type * as geomap from "@grafana/grafana-foundation-sdk/geomap";
import type * as logs from "@grafana/grafana-foundation-sdk/logs";
import type * as loki from "@grafana/grafana-foundation-sdk/loki";
import type * as nodegraph from "@grafana/grafana-foundation-sdk/nodegraph";
import type * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import type * as stat from "@grafana/grafana-foundation-sdk/stat";
import type * as timeline from "@grafana/grafana-foundation-sdk/statetimeline";
import type * as table from "@grafana/grafana-foundation-sdk/table";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

export interface GrafanaTypes {
  // The model of files; see `build.ts`.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  readonly dashboard: Dashboard;
  /** A panel's options, by its type. */
  readonly options: {
    readonly gauge: gauge.Options;
    readonly geomap: geomap.Options;
    readonly logs: logs.Options;
    readonly nodeGraph: nodegraph.Options;
    readonly stat: stat.Options;
    readonly "state-timeline": timeline.Options;
    readonly table: table.Options;
    readonly timeseries: timeseries.Options;
  };
  /** How values look, by the panel's type, where that is more than options. */
  readonly custom: {
    readonly "state-timeline": timeline.FieldConfig;
    readonly table: table.FieldConfig;
    readonly timeseries: timeseries.FieldConfig;
  };
  /** Queries, by the type of the source. */
  readonly query: { readonly loki: loki.dataquery; readonly prometheus: prometheus.Dataquery };
}
