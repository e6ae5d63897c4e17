/** Queries as Grafana's sources take them. */
import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import { dashboardView, dataSources, logSource } from "../../facts/dashboards";
import type { PanelKind, Query } from "./panel";

/** What is asked of Jaeger, which the SDK has no builder for (`public/app/plugins/datasource/jaeger`, Grafana 13: `JaegerQuery`). */
interface JaegerQuery {
  readonly refId: string;
  readonly datasource: typeof dataSources.traces;
  readonly queryType: "search" | "dependencyGraph";
  readonly service?: string;
  readonly tags?: string;
  readonly minDuration?: string;
  readonly limit?: number;
}

/** Panels that show what holds now, and not how it came so. */
const now: readonly PanelKind[] = ["stat", "gauge", "table", "map"];

/** `A`, `B` and so on. */
export const refIdOf = (index: number): string => String.fromCharCode("A".charCodeAt(0) + index);

/** The source that a panel's first query asks; all of a panel's ask one. */
export function sourceOf(query: Query | undefined): { readonly uid: string; readonly type: string } {
  if (query?.kind === "logql") return logSource(query.tenant);
  return query === undefined || query.kind === "promql" ? dataSources.metrics : dataSources.traces;
}

export function targetOf(query: Query, index: number, kind: PanelKind): cog.Builder<cog.Dataquery> {
  const refId = refIdOf(index);
  switch (query.kind) {
    case "promql": {
      const target = new prometheus.DataqueryBuilder()
        .datasource(dataSources.metrics)
        .editorMode(prometheus.QueryEditorMode.Code)
        .expr(query.expr)
        .legendFormat(query.legend)
        .refId(refId);
      if (kind === "table" || kind === "map") target.format(prometheus.PromQueryFormat.Table);
      return now.includes(kind) ? target.instant() : target.range();
    }
    case "logql": {
      const target = new loki.DataqueryBuilder()
        .datasource(logSource(query.tenant))
        .editorMode(loki.QueryEditorMode.Code)
        .expr(query.expr)
        .queryType(loki.LokiQueryType.Range)
        .refId(refId);
      if (query.legend !== undefined) target.legendFormat(query.legend);
      return kind === "logs" ? target.maxLines(dashboardView.linesMax) : target;
    }
    case "traces":
    case "calls": {
      const { traces: datasource } = dataSources;
      const asked: JaegerQuery =
        query.kind === "calls"
          ? { refId, datasource, queryType: "dependencyGraph" }
          : {
              refId,
              datasource,
              queryType: "search",
              service: query.service,
              limit: dashboardView.tracesMax,
              ...(query.tags === undefined
                ? {}
                : {
                    tags: Object.entries(query.tags)
                      .map((tag) => tag.join("="))
                      .join(" "),
                  }),
              ...(query.slowerThanMs === undefined ? {} : { minDuration: `${query.slowerThanMs}ms` }),
            };
      return { build: () => ({ ...asked, _implementsDataqueryVariant: () => undefined }) };
    }
  }
}
