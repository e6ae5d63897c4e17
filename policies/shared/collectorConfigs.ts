/** What collectors are told, and Jaeger, which is one: as rules read it. */
import { observabilityNames, observabilityNamespaces } from "../../components/facts/observability";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";
import { wrong } from "./finding";

const { collector, clusterCollector, traceGateway, traceCollector, traceQuery } = observabilityNames;
const { agents, main } = observabilityNamespaces;

/** By what the objects of a part are found. */
const partLabel = "azora.io/part";

/** Where each part runs. */
const homes = {
  [collector]: agents,
  [clusterCollector]: main,
  [traceGateway]: main,
  [traceCollector]: main,
  [traceQuery]: main,
} as const;

export type CollectorPart = keyof typeof homes;

export const collectorParts = Object.keys(homes) as CollectorPart[];

/** Which part an object belongs to; `undefined` for all other objects. */
export function partOf({ props }: ResourceView): CollectorPart | undefined {
  const label = props.text("metadata", "labels", partLabel);
  const part = collectorParts.find((each) => each === label);
  return part !== undefined && props.text("metadata", "namespace") === homes[part] ? part : undefined;
}

/** What one of the parts is told: JSON, which is YAML too; none where the map is another's, as that of a page's looks. */
export function configsOf(resource: ResourceView, parts: readonly CollectorPart[]): readonly Reader[] {
  const part = partOf(resource);
  if (part === undefined || !parts.includes(part)) return [];
  const { props } = resource;
  return props
    .keys("data")
    .filter((key) => /\.ya?ml$/.test(key))
    .map((key) => props.json("data", key));
}

/** What stands before a name of its own. @example typeOf("otlp_http/partner") // "otlp_http" */
export function typeOf(id: string): string {
  return (id.split("/")[0] ?? "").trim();
}

export type ComponentKind = "connectors" | "exporters" | "extensions" | "processors" | "receivers";

interface Component {
  readonly id: string;
  readonly type: string;
  readonly at: Reader;
}

/** All components of a kind, whether a pipeline has them or not. */
export function componentsOf(config: Reader, kind: ComponentKind): readonly Component[] {
  return config.keys(kind).map((id) => ({ id, type: typeOf(id), at: config.at(kind, id) }));
}

export interface Pipeline {
  readonly id: string;
  /** What goes through it: `traces`, `logs`, `metrics`. */
  readonly signal: string;
  readonly at: Reader;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** Its pipelines; none where it cannot be read. */
export function pipelinesOf(config: Reader): readonly Pipeline[] {
  const pipelines = config.at("service", "pipelines");
  return pipelines.keys().map((id) => {
    const at = pipelines.at(id);
    return {
      id,
      signal: typeOf(id),
      at,
      receivers: at.texts("receivers"),
      processors: at.texts("processors"),
      exporters: at.texts("exporters"),
    };
  });
}

/** A way of traces through a configuration: what they pass, and the exporter at which it ends. */
export interface Way {
  readonly through: readonly Pipeline[];
  readonly to: string;
}

/** All ways of traces from a receiver. Of what connects pipelines only `forward` hands on all that it gets. */
export function waysFrom(id: string, config: Reader, before: readonly Pipeline[] = []): readonly Way[] {
  const connectors = config.keys("connectors");
  return pipelinesOf(config)
    .filter((pipeline) => pipeline.signal === "traces" && pipeline.receivers.includes(id))
    .filter((pipeline) => !before.some((passed) => passed.id === pipeline.id))
    .flatMap((pipeline) =>
      pipeline.exporters.flatMap((to) => {
        const through = [...before, pipeline];
        const handsOn = typeOf(to) === "forward" && connectors.includes(to);
        return [{ through, to }, ...(handsOn ? waysFrom(to, config, through) : [])];
      }),
    );
}

/** What is wrong with a configuration of which nothing can be read: a collector would read it all the same, as YAML. */
export function unreadable(config: Reader): readonly Finding[] {
  return pipelinesOf(config).length > 0
    ? []
    : [
        wrong(
          config.at("service", "pipelines"),
          "pipelines, in JSON",
          "write the configuration as JSON (configMap of collectorParts)",
        ),
      ];
}
