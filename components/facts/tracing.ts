/**
 * Traces: how a request is followed, what is kept of it, and how much that may be. Every program sends all that it has; the collectors
 * decide, when a trace is whole.
 */
import { scale, slo, telemetry } from "./promises";
import { allRegions, type Region } from "./regions";
import { routeClassNames, waitMs, type RouteClass } from "./routeClasses";

/** How programs tell each other which trace they are in: W3C's own headers (w3.org/TR/trace-context). */
export const propagators = ["tracecontext", "baggage"] as const;

export const tracing = {
  /** Of the requests, what programs and the mesh send: all, since nobody knows at the beginning how a request ends. */
  sentPercent: 100,
  /** Of what is neither wrong nor slow, what is kept. */
  keptPercent: telemetry.traceSamplePercent,
  /** The same in all regions, so that a trace that crosses them is kept in both or in neither. */
  hashSalt: "azora",
  /** From a trace's first span to its decision: what comes later is kept as the decision was. */
  decisionWaitSeconds: 10,
  /** What a request leaves behind on its way through gateway, sidecars and services; of the mesh's two spans a hop, and a few of the program. */
  spansPerRequest: 8,
} as const;

/**
 * A gateway: collects the whole of a trace, and decides. Its share of all traces follows from their ids.
 * Spans a second: `npm run verify -- traces` sends some ten thousand a second through one core of a build machine, of which the sender
 * takes its part; one collector core is said to take 10,000 to 15,000 ("Estimating and scaling", opentelemetry.io).
 */
export const traceGateway = {
  cpu: "2",
  memoryGib: 4,
  spansPerSecond: 20_000,
  /** Bytes that a span takes while it waits: its own, and what its attributes take beside it. */
  spanBytes: 1500,
  replicasMin: 3,
  /** CPU at which another is started; the more there are, the fewer traces each start tears. */
  cpuPercentTarget: 60,
  /** Until one that is not needed goes, for the same reason. */
  scaleDownMinutes: 30,
  /** Share of what one takes that may be of traces with errors: beyond it such traces are kept as all others are. */
  errorShare: 0.2,
} as const;

/** Spans that a region's services make a second, at the whole load that the platform carries. */
export function spansPerSecondMax(): number {
  return (scale.requestsPerSecond / allRegions().length) * tracing.spansPerRequest;
}

/** Gateways that this takes. @example traceGatewaysMax() // 10 */
export function traceGatewaysMax(): number {
  return Math.max(traceGateway.replicasMin, Math.ceil(spansPerSecondMax() / traceGateway.spansPerSecond));
}

/**
 * Of traces that cross regions and failed in one only: of how many the other region kept its part as well, as its share of all
 * (`npm run verify -- traces`, docs/decisions/0017).
 */
export const tornAcrossRegions = { whole: 45, of: 500, triedOn: "2026-11-28" } as const;

/**
 * Spans a second of traces with errors that one gateway keeps whatever else there is. An outage makes an error of every request; what
 * is kept then is this, and of the rest as much as ever.
 * @example errorSpansPerSecond() // 4000
 */
export function errorSpansPerSecond(): number {
  return traceGateway.spansPerSecond * traceGateway.errorShare;
}

/** Spans that a region keeps in a second: on a quiet day, and while every request fails. */
export function keptSpansPerSecond(): { readonly quiet: number; readonly outage: number } {
  const all = spansPerSecondMax();
  const quiet = (all * tracing.keptPercent) / 100;
  const errors = Math.min(all, traceGatewaysMax() * errorSpansPerSecond());
  return { quiet, outage: errors + ((all - errors) * tracing.keptPercent) / 100 };
}

/** Traces that a gateway holds while they wait, with room for thrice as many. */
export function tracesHeld(): number {
  const { spansPerSecond } = traceGateway;
  return (
    Math.ceil((4 * spansPerSecond * tracing.decisionWaitSeconds) / tracing.spansPerRequest / 1000) * 1000
  );
}

/** Above how many milliseconds a trace of a class is slow, in a region: the objective, and what the class has to wait for. */
export function slowMs(routeClass: RouteClass, region: Region): number {
  return slo.p95LatencyMsMax + waitMs(routeClass, region);
}

/** The same for all classes. */
export function slowByClass(region: Region): Readonly<Record<RouteClass, number>> {
  return Object.fromEntries(routeClassNames.map((name) => [name, slowMs(name, region)])) as Record<
    RouteClass,
    number
  >;
}
