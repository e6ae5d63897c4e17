import { growing, series, steady, type AlertCases } from "./case";

const region = "africa";
const spent = series("azora_cost_usd_total", { region, cost_service: "orders", team: "shop" });
const requests = (count: number): Record<string, string> => ({
  [series("istio_requests_total", {
    region,
    reporter: "source",
    source_workload_namespace: "istio-ingress",
    route_class: "read",
    response_code: "200",
  })]: growing(count, 500),
});
const controls = (result: string, count: number): Record<string, string> => ({
  [series("azora_compliance_controls", { region, framework: "gdpr", result })]: steady(count, 120),
});

export const businessCases: AlertCases = {
  "RequestsCostTooMuch warning": {
    // Two dollars a minute for a hundred requests.
    fires: { [spent]: growing(2, 500), ...requests(100) },
    quiet: { [spent]: growing(2, 500), ...requests(1000) },
    at: 450,
    about: { region },
  },
  "ControlNotMet warning": {
    fires: { ...controls("met", 19), ...controls("failed", 1) },
    quiet: controls("met", 20),
    at: 90,
    about: { region, framework: "gdpr" },
  },
};
