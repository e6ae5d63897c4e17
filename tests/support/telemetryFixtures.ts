/** Configurations of collectors as components make them, so that cases cannot drift from what runs. */
import { agentConfig } from "../../components/observability/collectors/agentConfig";
import type { CollectorConfig } from "../../components/observability/collectors/configParts";
import { gatewayConfig } from "../../components/observability/collectors/gatewayConfig";
import { clusterCollectorConfig } from "../../components/observability/logs/clusterCollector";
import { labelsOf } from "../../components/observability/parts";
import {
  queryPage,
  traceCollectorConfig,
  traceQueryConfig,
} from "../../components/observability/traces/jaegerConfig";
import { observabilityNames, observabilityNamespaces } from "../../components/facts/observability";
import { regionNamed } from "../../components/facts/regions";
import type { Fixture } from "./rules";
import { testContext } from "./testContext";

const { collector, clusterCollector, traceGateway, traceCollector, traceQuery } = observabilityNames;
const { agents, main } = observabilityNamespaces;

/** Whose thresholds and hosts fixtures have. */
export const fixtureRegion = regionNamed("africa");
const context = testContext(fixtureRegion);

/** Where a part's configuration stands, for mutations and for what is found. */
export const configPath = 'data["config.yaml"]';
export const foundAt = (path: string): string => `data.config.yaml.${path}`;

function map(part: string, namespace: string, data: Readonly<Record<string, string>>): Fixture {
  return {
    type: "kubernetes:core/v1:ConfigMap",
    name: `${part}-config`,
    stack: fixtureRegion.name,
    props: { metadata: { name: part, namespace, labels: labelsOf(part) }, data },
  };
}

const configured = (part: string, namespace: string, config: CollectorConfig): Fixture =>
  map(part, namespace, { "config.yaml": JSON.stringify(config) });

const gatewaySays = gatewayConfig(context);
export const gateway = configured(traceGateway, main, gatewaySays);
export const nodeCollector = configured(collector, agents, agentConfig(context));
export const ofCluster = configured(clusterCollector, main, clusterCollectorConfig(context));
export const traceWriter = configured(traceCollector, main, traceCollectorConfig());
export const tracePage = configured(traceQuery, main, traceQueryConfig(context));

/** The policies by which the gateway decides, in their order. */
export const gatewayPolicies = (
  gatewaySays.processors["tail_sampling"] as { readonly policies: readonly object[] }
).policies;

/** Maps that configure no collector: how a page looks, and another namespace's. */
export const notCollectors = [
  map(traceQuery, main, { "ui.json": JSON.stringify(queryPage()) }),
  map(traceGateway, "shop", { "config.yaml": "{}" }),
  map("other", main, { "config.yaml": "{}" }),
] as const;

/** Where programs find the collector of their node. */
export const collectorService: Fixture = {
  type: "kubernetes:core/v1:Service",
  name: "node-collectors-service",
  props: {
    metadata: { name: collector, namespace: agents, labels: labelsOf(collector) },
    spec: { internalTrafficPolicy: "Local" },
  },
};

/** Another part's, of which nothing is asked. */
export const gatewayService: Fixture = {
  type: "kubernetes:core/v1:Service",
  name: "trace-gateways-service",
  props: {
    metadata: { name: traceGateway, namespace: main, labels: labelsOf(traceGateway) },
    spec: { clusterIP: "None" },
  },
};

/** Why changes of what a config map is known by pass. */
export const partKnownBy = [
  { path: "metadata.namespace", why: "an object of another namespace is none of the collectors'" },
  { path: "metadata.labels*", why: "an object without a part's label is no part's" },
  { path: "data", why: "without any configuration a collector does not start" },
] as const;

/** What the mesh is told of traces. */
export const meshTelemetry: Fixture = {
  type: "kubernetes:telemetry.istio.io/v1:Telemetry",
  name: "mesh-traces",
  props: {
    metadata: { name: "traces", namespace: "istio-system" },
    spec: {
      tracing: [
        { providers: [{ name: "otel" }], randomSamplingPercentage: 100, disableSpanReporting: false },
        { match: { mode: "CLIENT" }, randomSamplingPercentage: 100 },
      ],
    },
  },
};

/** One that says what is logged, and nothing of traces. */
export const logTelemetry: Fixture = {
  type: "kubernetes:telemetry.istio.io/v1:Telemetry",
  name: "mesh-logs",
  props: { metadata: { name: "logs" }, spec: { accessLogging: [{ disabled: true }] } },
};

/** What programs are told that are instrumented from outside. */
export const instrumentation: Fixture = {
  type: "kubernetes:opentelemetry.io/v1alpha1:Instrumentation",
  name: "programs",
  props: {
    metadata: { name: "programs", namespace: "shop" },
    spec: {
      sampler: { type: "parentbased_traceidratio", argument: "1" },
      propagators: ["tracecontext", "baggage"],
      env: [{ name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" }],
      java: { env: [{ name: "OTEL_JAVAAGENT_DEBUG", value: "false" }] },
    },
  },
};

/** The same without a share. */
export const plainInstrumentation: Fixture = {
  ...instrumentation,
  name: "plain-programs",
  props: { spec: { sampler: { type: "parentbased_always_on" }, propagators: ["tracecontext"] } },
};
