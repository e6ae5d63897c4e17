import { growing, series, type AlertCases } from "./case";

const region = "africa";
const at_gateway = {
  region,
  reporter: "source",
  source_workload_namespace: "istio-ingress",
};

/** Requests of a class by their answers, so many a minute. */
function answered(routeClass: string, good: number, bad: number, minutes: number): Record<string, string> {
  const of = (code: string): string =>
    series("istio_requests_total", { ...at_gateway, route_class: routeClass, response_code: code });
  return { [of("200")]: growing(good, minutes), [of("503")]: growing(bad, minutes) };
}

/** Requests that take as long, by buckets in milliseconds. */
function took(routeClass: string, milliseconds: number, minutes: number): Record<string, string> {
  const bounds = ["50", "100", "250", "500", "1000", "2500", "+Inf"];
  return Object.fromEntries(
    bounds.map((le) => [
      series("istio_request_duration_milliseconds_bucket", { ...at_gateway, route_class: routeClass, le }),
      growing(le === "+Inf" || Number(le) >= milliseconds ? 600 : 0, minutes),
    ]),
  );
}

const about = { region, route_class: "read" };

export const requestCases: AlertCases = {
  "RequestsMissing warning": {
    fires: { up: "1x30" },
    // None failed and none came, but somebody says so.
    quiet: answered("read", 0, 0, 30),
    at: 25,
    about: { region, reporter: "source", source_workload_namespace: "istio-ingress" },
  },
  // 0.2 % of requests: 20 times as fast as allowed.
  "ErrorBudgetBurns critical 1h": {
    fires: answered("read", 6000, 12, 90),
    quiet: answered("read", 6000, 6, 90),
    at: 80,
    about,
  },
  "ErrorBudgetBurns critical 6h": {
    fires: answered("read", 6000, 4.8, 400),
    quiet: answered("read", 6000, 3, 400),
    at: 380,
    about,
  },
  "ErrorBudgetBurns warning 1d": {
    fires: answered("read", 6000, 2.4, 1500),
    quiet: answered("read", 6000, 1.2, 1500),
    at: 1460,
    about,
  },
  "ErrorBudgetBurns warning 3d": {
    fires: answered("read", 6000, 0.9, 4400),
    quiet: answered("read", 6000, 0.3, 4400),
    at: 4340,
    about,
  },
  "ErrorsHigh critical": {
    fires: answered("read", 1000, 20, 30),
    // As many of a hundred, but so few that they are three in five minutes.
    quiet: answered("read", 30, 0.6, 30),
    at: 20,
    about,
  },
  "LatencyHigh critical": {
    fires: took("read", 900, 30),
    // A durable write waits for Europe; the same of a read is too long.
    quiet: took("durable_write", 400, 30),
    at: 20,
    about,
  },
  "LatencyHigh warning": {
    fires: took("read", 230, 30),
    quiet: took("durable_write", 230, 30),
    at: 20,
    about,
  },
};

const served = {
  region,
  reporter: "destination",
  destination_service_namespace: "shop",
  destination_service_name: "orders",
};
const ofService = (good: number, bad: number): Record<string, string> => ({
  [series("istio_requests_total", { ...served, response_code: "200" })]: growing(good, 30),
  [series("istio_requests_total", { ...served, response_code: "500" })]: growing(bad, 30),
});

export const serviceCases: AlertCases = {
  "ServiceFails warning": {
    fires: ofService(600, 60),
    // A call a minute that fails wakes nobody.
    quiet: ofService(0, 1),
    at: 20,
    about: { region, destination_service_namespace: "shop", destination_service_name: "orders" },
  },
};
