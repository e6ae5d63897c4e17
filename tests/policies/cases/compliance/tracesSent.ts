import { rule } from "../../../../policies/compliance/rules/tracesSent";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";
import {
  instrumentation,
  logTelemetry,
  meshTelemetry,
  plainInstrumentation,
} from "../../../support/telemetryFixtures";

const [atPrograms, atPlain] = [2, 3].map((resource) => ({ resource }));
const samplers = "always_on or parentbased_always_on or traceidratio or parentbased_traceidratio";
const overriding = [
  "OTEL_SDK_DISABLED",
  "OTEL_TRACES_EXPORTER",
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "OTEL_PROPAGATORS",
];

export const cases: RuleCases = {
  rule,
  fixtures: [meshTelemetry, logTelemetry, instrumentation, plainInstrumentation],
  mutations: [
    ...[0, 1].flatMap((index) =>
      [99.9, 0, 1, absent].map((percent) =>
        refused(
          `${String(percent)} % by entry ${index}`,
          `spec.tracing[${index}].randomSamplingPercentage`,
          percent,
          "100",
        ),
      ),
    ),
    refused("spans told nobody", "spec.tracing[0].disableSpanReporting", true, "false"),
    refused("spans of callers told nobody", "spec.tracing[1].disableSpanReporting", true, "false"),
    ...["always_off", "parentbased_always_off", "jaeger_remote", absent].map((type) =>
      refused(`programs ${String(type)}`, "spec.sampler.type", type, samplers, atPrograms),
    ),
    refused("no sampler", "spec.sampler", absent, samplers, {
      ...atPlain,
      at: "spec.sampler.type",
      found: "absent",
    }),
    ...["0.1", "0.99", "all", absent].map((share) =>
      refused(`a share of ${String(share)}`, "spec.sampler.argument", share, "1", atPrograms),
    ),
    refused("by headers of Zipkin's", "spec.propagators", ["b3"], "with tracecontext", atPrograms),
    refused("by no headers", "spec.propagators", absent, "with tracecontext", atPlain),
    ...overriding.flatMap((name) =>
      ["spec.env[0].name", "spec.java.env[0].name"].map((path) =>
        refused(name, path, name, "none that says what is sent", { ...atPrograms, of: path }),
      ),
    ),
    ...allUndecided([
      "spec.tracing",
      "spec.tracing[0].randomSamplingPercentage",
      "spec.tracing[0].disableSpanReporting",
    ]),
    ...allUndecided(
      ["spec.sampler.type", "spec.sampler.argument", "spec.propagators", "spec.env", "spec.java.env[0].name"],
      { ...atPrograms, of: "programs" },
    ),
  ],
  survivors: [
    { path: "spec.tracing", why: "what says nothing of traces changes nothing of them" },
    { path: "spec.tracing[*].disableSpanReporting", why: "absent it is false" },
    { path: "spec.env*", why: "no variable of its own is needed" },
    { path: "spec.java.env*", why: "the same" },
  ],
  partly: [{ path: "spec.propagators[*]", why: "what stands beside it, as baggage, is not asked for" }],
};
