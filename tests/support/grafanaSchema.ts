/**
 * Grafana's schema, as its SDK's types say it at the version that is pinned: they are generated from the same definitions as Grafana's own
 * (`kinds` and `public/app/plugins/panel`, grafana/grafana).
 */
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { createGenerator } from "ts-json-schema-generator";
import type { GrafanaTypes } from "./grafanaTypes";

export interface GrafanaLink {
  readonly url: string;
  readonly title: string;
}

export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr?: string;
    readonly datasource: { readonly uid: string; readonly type: string };
  }[];
  readonly links?: readonly GrafanaLink[];
  readonly options?: object;
  readonly fieldConfig?: {
    readonly defaults: {
      readonly links?: readonly GrafanaLink[];
      readonly thresholds?: { readonly steps: readonly object[] };
      readonly custom?: object;
    };
    readonly overrides: readonly object[];
  };
  readonly transformations?: readonly object[];
}

export interface GrafanaBoard {
  readonly uid: string;
  readonly panels: readonly GrafanaPanel[];
  readonly links: readonly object[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly annotations: { readonly list: readonly object[] };
}

let schema: object | undefined;

/** Schema of all of `GrafanaTypes`; made once, in a second. */
function grafanaSchema(): object {
  schema ??= createGenerator({
    path: path.join(__dirname, "grafanaTypes.ts"),
    tsconfig: path.join(__dirname, "..", "..", "tsconfig.json"),
    type: "GrafanaTypes",
    skipTypeCheck: true,
    // The SDK marks its queries by a method, which no JSON has.
    functions: "hide",
    // Its modules call their types the same.
    expose: "none",
  }).createSchema("GrafanaTypes");
  return schema;
}

const judges = new Map<string, ValidateFunction>();

/** Where a value is not what the schema says at a place of `GrafanaTypes`. */
function faultsOf(
  where: string,
  place: readonly [keyof GrafanaTypes, ...string[]],
  value: unknown,
): readonly string[] {
  const at = place.map((name) => `/properties/${name}`).join("");
  const judge =
    judges.get(at) ??
    new Ajv({ strict: false, allErrors: true })
      .addSchema(grafanaSchema(), "grafana")
      .compile({ $ref: `grafana#/definitions/GrafanaTypes${at}` });
  judges.set(at, judge);
  return judge(value)
    ? []
    : (judge.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${where}${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
      );
}

/** Where a dashboard is not what Grafana's schema says. */
export function grafanaFaults(board: GrafanaBoard): readonly string[] {
  // Of queries the dashboard's own types know nothing; their sources' do.
  const panels = board.panels.map((panel) =>
    panel.targets === undefined ? panel : { ...panel, targets: [] },
  );
  return [
    ...faultsOf("dashboard", ["dashboard"], { ...board, panels }),
    ...board.panels
      .filter(({ type }) => type !== "row")
      .flatMap(({ title, type, options = {}, fieldConfig, targets = [] }) => [
        ...faultsOf(`${title}: options`, ["options", type], options),
        ...(fieldConfig?.defaults.custom === undefined
          ? []
          : faultsOf(`${title}: custom`, ["custom", type], fieldConfig.defaults.custom)),
        ...targets
          // Jaeger's the SDK does not have.
          .filter(({ datasource: { type: source } }) => source !== "jaeger")
          .flatMap((target) =>
            faultsOf(`${title}: query ${target.refId}`, ["query", target.datasource.type], target),
          ),
      ]),
  ];
}
