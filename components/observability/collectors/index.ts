export { agentConfig } from "./agentConfig";
export { gatewayConfig } from "./gatewayConfig";
export { NodeCollectors } from "./nodeCollectors";
export { TraceGateways } from "./traceGateways";
