export { Instrumentation } from "./instrumentation";
export { Jaeger } from "./jaeger";
export { TraceStore } from "./traceStore";
export { TraceStoreExporter } from "./traceStoreExporter";
