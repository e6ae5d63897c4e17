import { propagators, tracing } from "../../../components/facts/tracing";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { inVersions } from "../../shared/gatewayRoutes";

const telemetryTypes = inVersions("telemetry.istio.io", "Telemetry", "v1", "v1alpha1");
const instrumentationTypes = inVersions("opentelemetry.io", "Instrumentation", "v1alpha1");

const fix = "send all: the gateways decide what is kept, once a trace is whole";
const [context] = propagators;

/** Samplers that send all, and those that send the share that they are told. */
const all = ["always_on", "parentbased_always_on"];
const shares = ["traceidratio", "parentbased_traceidratio"];

/** Where a program may be told otherwise, for all languages and for one. */
const languages = ["java", "nodejs", "python", "dotnet", "go", "apacheHttpd", "nginx"];
const environments = [["env"], ...languages.map((language) => [language, "env"])];

/** Variables that win over the sampler and the propagators that are named beside them. */
const overriding = /^OTEL_(SDK_DISABLED|TRACES_(EXPORTER|SAMPLER|SAMPLER_ARG)|PROPAGATORS)$/;

/** What the mesh's proxies are told. */
function meshFindings(spec: Reader): Finding[] {
  return spec.items("tracing").flatMap((each) => {
    const percent = each.at("randomSamplingPercentage");
    const silent = each.at("disableSpanReporting");
    return [
      ...(percent.number() === tracing.sentPercent ? [] : [wrong(percent, String(tracing.sentPercent), fix)]),
      ...(silent.flag() === true ? [wrong(silent, "false", fix)] : []),
    ];
  });
}

function samplerFindings(sampler: Reader): Finding[] {
  const type = sampler.at("type");
  const argument = sampler.at("argument");
  const name = type.text() ?? "";
  if (all.includes(name)) return [];
  if (!shares.includes(name)) return [wrong(type, [...all, ...shares].join(" or "), fix)];
  return argument.number() === 1 ? [] : [wrong(argument, "1", fix)];
}

/** What instrumented programs are told. */
function programFindings(spec: Reader): Finding[] {
  const list = spec.at("propagators");
  return [
    ...samplerFindings(spec.at("sampler")),
    // Without it a program begins a trace of its own, and says nothing of the one that it is in.
    ...(list.texts().includes(context) ? [] : [wrong(list, `with ${context}`, fix)]),
    ...environments
      .flatMap((path) => spec.items(...path))
      .map((variable) => variable.at("name"))
      .filter((name) => overriding.test(name.text() ?? ""))
      .map((name) => wrong(name, "none that says what is sent", fix)),
  ];
}

export const rule: ResourceRule = {
  id: "traces-sent",
  title: "The mesh and programs send every trace, and say which one they are in",
  why: "At its beginning nobody knows how a request ends: what is left out there is missing whether or not it fails, and a program that does not hand the trace on tears it in two.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["CC7.2"], gdpr: ["32(1)(d)"], hipaa: ["164.312(b)"], ccpa: ["1798.100(e)"] },
  scope: "resource",
  types: [...telemetryTypes, ...instrumentationTypes],
  onUnknown: "fail",
  check: ({ type, props }) =>
    telemetryTypes.includes(type) ? meshFindings(props.at("spec")) : programFindings(props.at("spec")),
};
