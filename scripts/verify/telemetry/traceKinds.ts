/** Traces of known kinds, as OpenTelemetry's protocol has them in JSON; what is kept of each is known beforehand. */
import { createHash } from "node:crypto";
import { routeClassCarriers } from "../../../components/facts/routeClasses";
import { slowByClass } from "../../../components/facts/tracing";
import type { Region } from "../../../components/facts/regions";

export interface TraceKind {
  readonly name: string;
  readonly count: number;
  /** Whether all of them are kept, or the share of all else. */
  readonly kept: "all" | "share";
  /** Of the whole request. */
  readonly durationMs: number;
  readonly routeClass?: string;
  /** What the last span says of how it ended. Default: nothing. */
  readonly ended?: "error" | "500";
}

/** Kinds of which ten thousand traces are made. */
export function traceKinds(region: Region): readonly TraceKind[] {
  const slow = slowByClass(region);
  const more = 20;
  return [
    { name: "failed", count: 400, kept: "all", durationMs: 15, routeClass: "read", ended: "error" },
    { name: "answered 500, said no error", count: 100, kept: "all", durationMs: 15, ended: "500" },
    { name: "slow read", count: 400, kept: "all", durationMs: slow.read + more, routeClass: "read" },
    {
      name: "slow fast write",
      count: 200,
      kept: "all",
      durationMs: slow.fast_write + more,
      routeClass: "fast_write",
    },
    {
      name: "slow durable write",
      count: 200,
      kept: "all",
      durationMs: slow.durable_write + more,
      routeClass: "durable_write",
    },
    { name: "slow, of no class", count: 200, kept: "all", durationMs: slow.read + more },
    {
      name: "durable write that waited for its partner only",
      count: 1500,
      kept: "share",
      durationMs: slow.durable_write - more,
      routeClass: "durable_write",
    },
    { name: "ordinary", count: 7000, kept: "share", durationMs: 20, routeClass: "read" },
  ];
}

/** Texts that no store may ever see; each is in every trace. */
export const planted = {
  email: "ada.obi@example.ng",
  token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
  person: "person-4711",
  query: "searched-for-4711",
  card: "4111 1111 1111 1111",
} as const;

/** One span in the protocol's JSON. */
export type Span = Readonly<Record<string, unknown>> & { readonly traceId: string };

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const spansPerTrace = 3;

/** Ids that are the same in each run: what is decided by chance is decided by them. */
function idOf(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** The spans of one trace: its entry, a call, and what that did. @param beganMs when it began. */
export function spansOf(kind: TraceKind, seed: string, beganMs: number): readonly Span[] {
  const traceId = idOf(`trace ${seed}`, 32);
  const spanId = (index: number): string => idOf(`span ${seed} ${index}`, 16);
  const nanos = (ms: number): string => String(BigInt(Math.round(ms)) * 1_000_000n);
  return Array.from({ length: spansPerTrace }, (_, index) => {
    const last = index === spansPerTrace - 1;
    return {
      traceId,
      spanId: spanId(index),
      ...(index === 0 ? {} : { parentSpanId: spanId(index - 1) }),
      name: index === 0 ? `GET /orders of ${planted.email}` : `step ${index}`,
      kind: index === 0 ? 2 : 3,
      startTimeUnixNano: nanos(beganMs + index),
      endTimeUnixNano: nanos(beganMs + kind.durationMs - index),
      attributes: [
        text("kind", kind.name),
        text("user.email", planted.email),
        text("enduser.id", planted.person),
        text("http.request.header.authorization", planted.token),
        text("url.query", planted.query),
        text("note", `paid with ${planted.card}`),
        ...(index === 0 && kind.routeClass !== undefined
          ? [text(routeClassCarriers.attribute, kind.routeClass)]
          : []),
        ...(last && kind.ended === "500"
          ? [{ key: "http.response.status_code", value: { intValue: "503" } }]
          : []),
      ],
      ...(last && kind.ended === "error"
        ? { status: { code: 2, message: `no such person: ${planted.email}` } }
        : {}),
    };
  });
}

/** A request of the protocol. */
export function exportOf(service: string, spans: readonly Span[]): string {
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: [text("service.name", service)] }, scopeSpans: [{ spans }] }],
  });
}

/** What arrived in a request, by its trace. */
export function spansIn(body: string): readonly Span[] {
  const { resourceSpans = [] } = JSON.parse(body) as {
    readonly resourceSpans?: readonly {
      readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
    }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}
