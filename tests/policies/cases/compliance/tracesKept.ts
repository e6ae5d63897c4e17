import { slowMs } from "../../../../components/facts/tracing";
import { rule } from "../../../../policies/compliance/rules/tracesKept";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";
import {
  configPath,
  fixtureRegion,
  foundAt,
  gateway,
  gatewayPolicies as real,
  nodeCollector,
  notCollectors,
  partKnownBy,
} from "../../../support/telemetryFixtures";

const atNode = { resource: 1 };
const sampler = `${configPath}.processors.tail_sampling`;
const policies = `${sampler}.policies`;
const [errors, read, fast, durable, unclassed, share] = real.map((_, index) => `${policies}[${index}]`);
const conditions = (policy = ""): string => `${policy}.and.and_sub_policy`;
const classOf = (policy = ""): string => `${conditions(policy)}[0].string_attribute`;
const latencyOf = (policy = ""): string => `${conditions(policy)}[1].latency`;
const noClass = `${conditions(unclassed)}[0].not.not_sub_policy`;

const [readMs, fastMs, durableMs] = (["read", "fast_write", "durable_write"] as const).map((name) =>
  slowMs(name, fixtureRegion),
);
const keepsErrors = "one that keeps errors, 4000 spans a second or more of them";
const keepsRead = `one that keeps read above ${readMs} ms`;
const keepsRest = `one that keeps what has no class above ${readMs} ms`;
const kinds = "and or latency or probabilistic or status_code";

/** A change after which no policy keeps what one must. */
const lost = (name: string, path: string, to: unknown, wanted: string): Mutation =>
  refused(name, path, to, wanted, {
    at: foundAt("processors.tail_sampling.policies"),
    found: "no such policy",
  });

/** A policy more than there are. */
const besides = (policy: object, path: string, to: unknown, wanted: string): Mutation =>
  refused(`besides: ${JSON.stringify(policy)}`, policies, [...real, policy], wanted, {
    at: foundAt(`processors.tail_sampling.policies[${real.length}].${path}`),
    found: JSON.stringify(to),
  });

const failed = { name: "failed", type: "status_code", status_code: { status_codes: ["ERROR"] } };
const limited = { name: "limit", type: "rate_limiting", rate_limiting: { spans_per_second: 4000 } };
const slower = { name: "slow", type: "latency", latency: { threshold_ms: readMs } };
const pipeline = (id: string): string => `${configPath}.service.pipelines.${id}`;
const atGateway =
  "memory_limiter or batch or k8s_attributes or resource or transform or redaction or tail_sampling";
const onNode = "memory_limiter or batch or k8s_attributes or resource or transform or redaction";
const toStore = "one tail_sampling on the way from otlp to otlp_grpc";
const toCounter = "no tail_sampling on the way from otlp to span_metrics";
const nowhere = (to: string) => ({ at: foundAt("service.pipelines"), found: `no way from otlp to ${to}` });

export const cases: RuleCases = {
  rule,
  fixtures: [gateway, nodeCollector, ...notCollectors],
  mutations: [
    lost(
      "fewer errors than promised",
      `${conditions(errors)}[1].rate_limiting.spans_per_second`,
      3999,
      keepsErrors,
    ),
    lost("errors without a number", `${conditions(errors)}[1].rate_limiting`, absent, keepsErrors),
    lost(
      "all in place of errors",
      `${conditions(errors)}[0].status_code.status_codes`,
      ["OK", "ERROR"],
      keepsErrors,
    ),
    lost("errors of no status", `${conditions(errors)}[0].status_code.status_codes`, [], keepsErrors),
    lost("the limit asked first", conditions(errors), [limited, failed], keepsErrors),
    lost("slow errors only", conditions(errors), [failed, slower], keepsErrors),
    lost("nothing asked of errors", conditions(errors), [], keepsErrors),
    lost("no policies", policies, absent, keepsErrors),
    ...(
      [
        ["read", read, readMs],
        ["fast_write", fast, fastMs],
        ["durable_write", durable, durableMs],
      ] as const
    ).flatMap(([name, policy, ms = 0]) => {
      const wanted = `one that keeps ${name} above ${ms} ms`;
      return [
        lost(`${name} slower than slow`, `${latencyOf(policy)}.threshold_ms`, ms + 1, wanted),
        lost(`${name} of another class`, `${classOf(policy)}.values`, ["other"], wanted),
      ];
    }),
    lost("read without a bound", `${latencyOf(read)}.threshold_ms`, absent, keepsRead),
    lost("read up to a bound", `${latencyOf(read)}.upper_threshold_ms`, 5000, keepsRead),
    lost("read by another attribute", `${classOf(read)}.key`, "class", keepsRead),
    lost("read by a pattern", `${classOf(read)}.enabled_regex_matching`, true, keepsRead),
    lost("all but read", `${classOf(read)}.invert_match`, true, keepsRead),
    lost("read, if it failed", `${conditions(read)}[1]`, failed, keepsRead),
    lost("read that is slow and failed", conditions(read), [slower, failed], keepsRead),
    lost("no class slower than slow", `${latencyOf(unclassed)}.threshold_ms`, (readMs ?? 0) + 1, keepsRest),
    lost("no class by a class", `${conditions(unclassed)}[0].type`, "string_attribute", keepsRest),
    lost("no class by another attribute", `${noClass}.string_attribute.key`, "class", keepsRest),
    lost("no class, nor another", `${noClass}.string_attribute.values`, ["read", "other"], keepsRest),
    lost("no class by none", `${noClass}.string_attribute.values`, [], keepsRest),
    lost("no class by a pattern", `${noClass}.string_attribute.enabled_regex_matching`, true, keepsRest),
    lost("no class by a condition that is absent", `${conditions(unclassed)}[0].not`, absent, keepsRest),
    lost("no share of all", policies, real.slice(0, -1), "one that keeps 10 % of all"),
    ...[9, 11, 0, absent].map((percent) =>
      refused(`${String(percent)} %`, `${share}.probabilistic.sampling_percentage`, percent, "10"),
    ),
    refused("another salt", `${share}.probabilistic.hash_salt`, "africa", "azora"),
    refused("no salt", `${share}.probabilistic.hash_salt`, absent, "azora"),
    besides({ type: "drop", drop: { drop_sub_policy: [failed] } }, "type", "drop", kinds),
    besides({ type: "always_sample" }, "type", "always_sample", kinds),
    besides(
      { type: "string_attribute", string_attribute: { key: "a", values: ["b"], invert_match: true } },
      "string_attribute.invert_match",
      true,
      "absent",
    ),
    besides(
      {
        type: "and",
        and: { and_sub_policy: [{ type: "boolean_attribute", boolean_attribute: { invert_match: true } }] },
      },
      "and.and_sub_policy[0].boolean_attribute.invert_match",
      true,
      "absent",
    ),
    refused("inverted inside of a negation", `${noClass}.string_attribute.invert_match`, true, "absent"),
    ...["9s", "900ms", "soon", absent].map((wait) =>
      refused(`decided after ${String(wait)}`, `${sampler}.decision_wait`, wait, "10s or more"),
    ),
    refused("fewer traces held", `${sampler}.num_traces`, 99_999, "100000 or more"),
    refused("traces held as by default", `${sampler}.num_traces`, absent, "100000 or more"),
    ...(
      [
        ["decision_wait_after_root_received", "1s"],
        ["maximum_trace_size_bytes", 1_000_000],
        ["drop_pending_traces_on_shutdown", true],
        ["sampling_strategy", "span-ingest"],
      ] as const
    ).map(([key, to]) => refused(`with ${key}`, `${sampler}.${key}`, to, "absent")),
    ...["probabilistic_sampler", "filter/health", "groupbytrace"].flatMap((id) => [
      refused(`${id} at the gateway`, `${pipeline("traces/all")}.processors[0]`, id, atGateway),
      refused(`${id} before the store`, `${pipeline("traces/kept")}.processors[0]`, id, atGateway),
      refused(`${id} on a node`, `${pipeline("traces")}.processors[0]`, id, onNode, atNode),
    ]),
    refused("sampled on a node", `${pipeline("traces")}.processors[4]`, "tail_sampling", onNode, atNode),
    refused("not sampled", `${pipeline("traces/kept")}.processors`, [], toStore),
    refused(
      "sampled twice",
      `${pipeline("traces/kept")}.processors`,
      ["tail_sampling", "tail_sampling/2"],
      toStore,
    ),
    refused(
      "counted after the sampler",
      `${pipeline("traces/all")}.processors`,
      ["tail_sampling"],
      toCounter,
    ),
    refused(
      "counted by nobody",
      `${pipeline("traces/all")}.exporters`,
      ["forward"],
      toCounter,
      nowhere("span_metrics"),
    ),
    refused(
      "handed to nobody",
      `${pipeline("traces/all")}.exporters`,
      ["span_metrics"],
      toStore,
      nowhere("otlp_grpc"),
    ),
    refused(
      "handed on by a router",
      `${pipeline("traces/kept")}.receivers`,
      ["routing"],
      toStore,
      nowhere("otlp_grpc"),
    ),
    refused("no connector", `${configPath}.connectors`, {}, toStore, nowhere("otlp_grpc")),
    refused("stored nowhere", `${pipeline("traces/kept")}.exporters`, ["nop"], toStore, nowhere("otlp_grpc")),
    refused("no receiver", `${configPath}.receivers`, {}, toStore, nowhere("otlp_grpc")),
    refused("no JSON", configPath, "receivers: {}\n", toStore, nowhere("otlp_grpc")),
    refused(
      "sent nowhere by a node",
      `${pipeline("traces")}.exporters`,
      ["otlp_http/platform"],
      "no tail_sampling on the way from otlp to load_balancing",
      { ...atNode, ...nowhere("load_balancing") },
    ),
    refused(
      "a trace by its services",
      `${configPath}.exporters.load_balancing.routing_key`,
      "service",
      "traceID",
      atNode,
    ),
    // Of a stack that is no region's nothing waits for another region.
    {
      name: "thresholds of a region in another stack",
      path: "@stack",
      to: "nowhere",
      finding: {
        path: foundAt("processors.tail_sampling.policies"),
        wanted: `one that keeps durable_write above ${readMs} ms`,
      },
    },
    ...allUndecided([
      configPath,
      sampler,
      policies,
      `${errors}.type`,
      conditions(errors),
      `${latencyOf(durable)}.threshold_ms`,
      `${classOf(fast)}.values`,
      `${share}.probabilistic.hash_salt`,
      `${sampler}.decision_wait`,
      `${sampler}.num_traces`,
      `${pipeline("traces/all")}.processors`,
      `${pipeline("traces/kept")}.exporters`,
      'metadata.labels["azora.io/part"]',
      "metadata.namespace",
    ]),
    ...allUndecided([`${configPath}.exporters.load_balancing.routing_key`], atNode),
    undecided("data"),
  ],
  survivors: partKnownBy,
};
