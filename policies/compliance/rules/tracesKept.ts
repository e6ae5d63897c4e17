import { observabilityNames } from "../../../components/facts/observability";
import type { RouteClass } from "../../../components/facts/routeClasses";
import { slo } from "../../../components/facts/promises";
import { slowByClass } from "../../../components/facts/tracing";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import {
  componentsOf,
  configsOf,
  pipelinesOf,
  typeOf,
  waysFrom,
  type Way,
} from "../../shared/collectorConfigs";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { regionOfStack } from "../../shared/places";
import { samplerFindings } from "../../shared/tailSampling";

const { collector, traceGateway } = observabilityNames;
const fix = "take the pipelines that agentConfig and gatewayConfig give";
const sampler = "tail_sampling";
const counter = "span_metrics";

/** Processors that hand on every trace that they get; all others may let some go, as `filter` and `probabilistic_sampler` do. */
const handingOn = ["memory_limiter", "batch", "k8s_attributes", "resource", "transform", "redaction"];

/** Where nobody knows whose region it is, nothing may wait for another. */
const strictest: Readonly<Record<RouteClass, number>> = {
  read: slo.p95LatencyMsMax,
  fast_write: slo.p95LatencyMsMax,
  durable_write: slo.p95LatencyMsMax,
};

/** Processors of traces that may let some go. */
function processorFindings(config: Reader, allowed: readonly string[]): Finding[] {
  return pipelinesOf(config)
    .filter(({ signal }) => signal === "traces")
    .flatMap(({ at }) => at.items("processors"))
    .filter((processor) => !allowed.includes(typeOf(processor.text() ?? "")))
    .map((processor) => wrong(processor, allowed.join(" or "), fix));
}

/** Ways from what takes spans to exporters of a type. */
function waysTo(config: Reader, type: string): readonly Way[] {
  return componentsOf(config, "receivers")
    .filter((receiver) => receiver.type === "otlp")
    .flatMap(({ id }) => waysFrom(id, config))
    .filter(({ to }) => typeOf(to) === type);
}

/** What is wrong where no trace can get to exporters of a type, or some that go there pass samplers, or too few. */
function wayFindings(config: Reader, type: string, samplers: number): Finding[] {
  const ways = waysTo(config, type);
  const wanted = `${samplers === 0 ? "no" : "one"} ${sampler} on the way from otlp to ${type}`;
  const passed = ({ through }: Way): number =>
    through.flatMap(({ processors }) => processors).filter((id) => typeOf(id) === sampler).length;
  return ways.length === 0
    ? [{ path: config.at("service", "pipelines").path, found: `no way from otlp to ${type}`, wanted, fix }]
    : ways
        .filter((way) => passed(way) !== samplers)
        .flatMap(({ through }) => through.slice(-1))
        .map(({ at }) => wrong(at.at("processors"), wanted, fix));
}

function gatewayFindings(config: Reader, slow: Readonly<Record<RouteClass, number>>): Finding[] {
  return [
    ...processorFindings(config, [...handingOn, sampler]),
    ...wayFindings(config, "otlp_grpc", 1),
    // What is counted after the sampler is a tenth of it, and all of what failed.
    ...wayFindings(config, counter, 0),
    ...componentsOf(config, "processors")
      .filter(({ type }) => type === sampler)
      .flatMap(({ at }) => samplerFindings(at, slow)),
  ];
}

/** A node's collector only hands on, the whole of a trace to one gateway. */
function nodeFindings(config: Reader): Finding[] {
  const balancer = "load_balancing";
  return [
    ...processorFindings(config, handingOn),
    ...wayFindings(config, balancer, 0),
    ...componentsOf(config, "exporters")
      .filter(({ type }) => type === balancer)
      .map(({ at }) => at.at("routing_key"))
      .filter((key) => key.exists && key.text() !== "traceID")
      .map((key) => wrong(key, "traceID", fix)),
  ];
}

function check(resource: ResourceView): Finding[] {
  const region = regionOfStack(resource.urn);
  const slow = region === undefined ? strictest : slowByClass(region);
  return [
    ...configsOf(resource, [traceGateway]).flatMap((config) => gatewayFindings(config, slow)),
    ...configsOf(resource, [collector]).flatMap(nodeFindings),
  ];
}

export const rule: ResourceRule = {
  id: "traces-kept",
  title: "Every trace that failed or was slow is kept, and the promised share of all others",
  why: "What a sampler lets go is gone: an outage whose traces are missing cannot be explained, and a share that differs by region keeps halves of traces. Policies that drop or are inverted win over those that keep.",
  severity: "critical",
  level: "mandatory",
  controls: { soc2: ["CC7.2"], gdpr: ["32(1)(d)"], hipaa: ["164.312(b)"], ccpa: ["1798.100(e)"] },
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check,
};
