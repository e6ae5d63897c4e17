import { growing, series, steady, type AlertCases } from "./case";

const region = "africa";
const of = (metric: string, labels: Record<string, string>): string => series(metric, { region, ...labels });
const gateway = { job: "trace-gateway", pod: "trace-gateway-0" };
const policy = { ...gateway, policy: "errors", sampled: "true" };
const node = { job: "node-collector", pod: "node-collector-a" };
const store = { job: "trace-collector", pod: "trace-collector-0" };

export const traceCases: AlertCases = {
  "SpansRefused warning": {
    fires: { [of("otelcol_receiver_refused_spans", gateway)]: growing(60, 20) },
    // It was full once, and is not any more.
    quiet: { [of("otelcol_receiver_refused_spans", gateway)]: steady(60, 20) },
    at: 15,
    about: { region, job: "trace-gateway" },
  },
  "SpansLost warning": {
    fires: { [of("otelcol_exporter_enqueue_failed_spans", node)]: growing(60, 20) },
    quiet: {
      [of("otelcol_exporter_enqueue_failed_spans", node)]: steady(60, 20),
      [of("otelcol_exporter_send_failed_spans", node)]: steady(0, 20),
    },
    at: 15,
    about: { region, job: "node-collector" },
  },
  "TracesDecidedTooEarly warning": {
    fires: {
      [of("otelcol_processor_tail_sampling_sampling_trace_dropped_too_early", gateway)]: growing(1, 20),
    },
    quiet: {
      [of("otelcol_processor_tail_sampling_sampling_trace_dropped_too_early", gateway)]: steady(1, 20),
    },
    at: 15,
    about: { region, pod: "trace-gateway-0" },
  },
  "ErrorTracesCut warning": {
    // 420 traces a second of eight spans are 3,360 of the 4,000 spans that one may keep for their errors.
    fires: {
      [of("otelcol_processor_tail_sampling_count_traces_sampled", policy)]: growing(420 * 60, 20),
    },
    // 380 are 3,040; and as many that were not kept are none of it.
    quiet: {
      [of("otelcol_processor_tail_sampling_count_traces_sampled", policy)]: growing(380 * 60, 20),
      [of("otelcol_processor_tail_sampling_count_traces_sampled", { ...policy, sampled: "false" })]: growing(
        90_000,
        20,
      ),
    },
    at: 15,
    about: { region },
  },
  "TraceStoreFails warning": {
    fires: { [of("jaeger_storage_bulk_index_errors", store)]: growing(60, 20) },
    quiet: { [of("jaeger_storage_bulk_index_errors", store)]: steady(60, 20) },
    at: 15,
    about: { region },
  },
  "TracesMissing warning": {
    fires: {
      [of("otelcol_receiver_accepted_spans", node)]: growing(600, 40),
      [of("jaeger_storage_bulk_index_inserts", store)]: steady(7, 40),
    },
    quiet: {
      [of("otelcol_receiver_accepted_spans", node)]: growing(600, 40),
      [of("jaeger_storage_bulk_index_inserts", store)]: growing(60, 40),
    },
    at: 35,
    about: { region },
  },
};
