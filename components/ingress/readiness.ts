import { gatewayPorts, gatewayReadinessPath, targetHealthCheck } from "../facts/network";

/** How load balancers ask a gateway pod whether it takes traffic: its own readiness, not merely an open port. */
export const readiness = {
  enabled: true,
  protocol: "HTTP",
  port: String(gatewayPorts.status),
  path: gatewayReadinessPath,
  matcher: "200",
  interval: targetHealthCheck.intervalSeconds,
  timeout: targetHealthCheck.timeoutSeconds,
  healthyThreshold: targetHealthCheck.threshold,
  unhealthyThreshold: targetHealthCheck.threshold,
} as const;
