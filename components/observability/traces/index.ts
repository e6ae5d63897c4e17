export { Jaeger } from "./jaeger";
