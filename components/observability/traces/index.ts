export { Instrumentation } from "./instrumentation";
export { Jaeger } from "./jaeger";
