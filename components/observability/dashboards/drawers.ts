/** Grafana's own panels, by the kinds that we have, with how they look. */
import * as common from "@grafana/grafana-foundation-sdk/common";
import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import type * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import * as gauge from "@grafana/grafana-foundation-sdk/gauge";
import * as geomap from "@grafana/grafana-foundation-sdk/geomap";
import * as logs from "@grafana/grafana-foundation-sdk/logs";
import * as nodegraph from "@grafana/grafana-foundation-sdk/nodegraph";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Panel, PanelKind } from "./panel";

/** What all builders of panels have. */
export interface PanelBuilder extends cog.Builder<sdk.Panel> {
  id(id: number): unknown;
  title(title: string): unknown;
  description(description: string): unknown;
  gridPos(at: sdk.GridPos): unknown;
  datasource(source: common.DataSourceRef): unknown;
  targets(targets: cog.Builder<cog.Dataquery>[]): unknown;
  links(links: cog.Builder<sdk.DashboardLink>[]): unknown;
  unit(unit: string): unknown;
  thresholds(steps: cog.Builder<sdk.ThresholdsConfig>): unknown;
  mappings(mappings: sdk.ValueMapping[]): unknown;
  dataLinks(links: cog.Builder<sdk.DashboardLink>[]): unknown;
  withOverride(override: { matcher: sdk.MatcherConfig; properties: sdk.DynamicConfigValue[] }): unknown;
  withTransformation(transformation: sdk.DataTransformerConfig): unknown;
}

const { BigValueColorMode, GraphThresholdsStyleMode, LegendDisplayMode, TooltipDisplayMode } = common;

const legend = (): common.VizLegendOptionsBuilder =>
  new common.VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);

const last = (): common.ReduceDataOptionsBuilder =>
  new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]);

/** Regions where they are, coloured by their value. Without a way to the tiles of the ground the marks stand all the same. */
function regionMap(): geomap.PanelBuilder {
  const marks: common.MapLayerOptions = {
    type: "markers",
    name: "Regions",
    config: {
      showLegend: false,
      style: {
        color: { field: "Value", fixed: "green" },
        size: { fixed: 12, min: 6, max: 16 },
        symbol: { fixed: "img/icons/marker/circle.svg", mode: "fixed" },
        text: { field: "region", mode: "field", fixed: "" },
        textConfig: { fontSize: 13, offsetX: 0, offsetY: 18, textAlign: "center", textBaseline: "middle" },
      },
    },
    location: {
      mode: common.FrameGeometrySourceMode.Coords,
      latitude: "latitude",
      longitude: "longitude",
    },
    tooltip: true,
  };
  const numbers = ["latitude", "longitude"].map((targetField) => ({
    targetField,
    destinationType: "number",
  }));
  return new geomap.PanelBuilder()
    .view(new geomap.MapViewConfigBuilder().id("zero").zoom(1))
    .basemap({ build: () => ({ type: "default", name: "Ground" }) })
    .layers([{ build: () => marks }])
    .withTransformation({ id: "convertFieldType", options: { conversions: numbers } });
}

const drawers: Readonly<Record<PanelKind, (panel: Panel) => PanelBuilder>> = {
  stat: () =>
    new stat.PanelBuilder()
      .colorMode(BigValueColorMode.Background)
      .graphMode(common.BigValueGraphMode.None)
      .textMode(common.BigValueTextMode.ValueAndName)
      .reduceOptions(last()),
  gauge: () => new gauge.PanelBuilder().min(0).max(1).reduceOptions(last()),
  timeseries: ({ limits }) =>
    new timeseries.PanelBuilder()
      .legend(legend())
      .tooltip(
        new common.VizTooltipOptionsBuilder()
          .mode(TooltipDisplayMode.Multi)
          .sort(common.SortOrder.Descending),
      )
      .lineWidth(1)
      .fillOpacity(5)
      .showPoints(common.VisibilityMode.Auto)
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(
          limits === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed,
        ),
      ),
  timeline: () =>
    new statetimeline.PanelBuilder()
      .mergeValues(true)
      .showValue(common.VisibilityMode.Auto)
      .rowHeight(0.9)
      .fillOpacity(80)
      .legend(new common.VizLegendOptionsBuilder().showLegend(false)),
  table: () => new table.PanelBuilder().showHeader(true).cellHeight(common.TableCellHeight.Sm),
  map: regionMap,
  logs: () =>
    new logs.PanelBuilder()
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .sortOrder(common.LogsSortOrder.Descending)
      .dedupStrategy(common.LogsDedupStrategy.None),
  traces: () => new table.PanelBuilder().showHeader(true).cellHeight(common.TableCellHeight.Sm),
  calls: () => new nodegraph.PanelBuilder(),
};

/** What draws a panel. */
export function drawerOf(panel: Panel): PanelBuilder {
  return drawers[panel.kind](panel);
}
