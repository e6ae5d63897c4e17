/** `npm run verify -- traces`: real collectors with the plan's configuration get ten thousand traces of known kinds; what arrives is counted. */
import { setTimeout as sleep } from "node:timers/promises";
import { observabilityNames, observabilityPorts } from "../../../components/facts/observability";
import { regionNamed } from "../../../components/facts/regions";
import { tracing } from "../../../components/facts/tracing";
import type { Tally } from "../watch/tools";
import { Sink } from "./sink";
import { exportOf, planted, spansIn, spansOf, traceKinds, type Span, type TraceKind } from "./traceKinds";
import { inWorld } from "./trial";
import type { TelemetryWorld } from "./world";

const { collector, traceGateway, traceCollector } = observabilityNames;
const { otlpGrpc, otlpHttp, spanMetrics } = observabilityPorts;

/** Where everything stands. Two regions, since traces cross them. */
const places = {
  africa: {
    agents: ["127.0.21.1", "127.0.21.2"],
    gateways: ["127.0.21.11", "127.0.21.12"],
    store: "127.0.21.21",
  },
  europe: { agents: ["127.0.22.1"], gateways: ["127.0.22.11"], store: "127.0.22.21" },
} as const;
type Place = keyof typeof places;
const sinkAddress = "127.0.20.10";
const sinkPort = 4319;

/** Percent by which the share of all else may be off. */
const shareTolerance = 1.5;
const batch = 100;

/** Takes what gateways keep, and hands it on in a form that can be read here. */
const storeConfig = (place: Place): string =>
  JSON.stringify({
    extensions: { health_check: { endpoint: "${env:POD_IP}:13133" } },
    receivers: {
      otlp: {
        protocols: {
          grpc: {
            endpoint: `\${env:POD_IP}:${otlpGrpc}`,
            tls: {
              cert_file: "/etc/azora/tls/tls.crt",
              key_file: "/etc/azora/tls/tls.key",
              client_ca_file: "/etc/azora/authority/ca.crt",
              min_version: "1.3",
            },
          },
        },
      },
    },
    processors: {},
    exporters: {
      otlp_http: {
        endpoint: `http://${sinkAddress}:${sinkPort}/${place}`,
        encoding: "json",
        compression: "none",
        sending_queue: { queue_size: 100_000 },
      },
    },
    service: {
      extensions: ["health_check"],
      pipelines: { traces: { receivers: ["otlp"], processors: [], exporters: ["otlp_http"] } },
      telemetry: { metrics: { level: "none" } },
    },
  });

/** What there is to send: each trace's first two spans to one node's collector, its last to another's. */
interface Sending {
  readonly kind: TraceKind;
  readonly seed: string;
}

async function post(address: string, spans: readonly Span[]): Promise<void> {
  const response = await fetch(`http://${address}:${otlpHttp}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: exportOf("orders", spans),
  });
  if (!response.ok) throw new Error(`${address} answers ${response.status}: ${await response.text()}`);
}

/** Sends traces in batches, evenly over a time. */
async function send(
  sendings: readonly Sending[],
  [first, second]: readonly [string, string],
  seconds: number,
): Promise<void> {
  const began = Date.now();
  for (let at = 0; at < sendings.length; at += batch) {
    const spans = sendings.slice(at, at + batch).map(({ kind, seed }) => spansOf(kind, seed, Date.now()));
    await Promise.all([
      post(
        first,
        spans.flatMap((each) => each.slice(0, 2)),
      ),
      post(
        second,
        spans.flatMap((each) => each.slice(2)),
      ),
    ]);
    const due = began + (seconds * 1000 * (at + batch)) / sendings.length;
    if (due > Date.now()) await sleep(due - Date.now());
  }
}

/** Spans that arrived in a region's store, by trace. */
function arrived(sink: Sink, place: Place): ReadonlyMap<string, readonly Span[]> {
  const traces = new Map<string, Span[]>();
  for (const { path: at, body } of sink.taken.filter(({ path: to }) => to.startsWith(`/${place}/`)))
    if (at.endsWith("/v1/traces"))
      for (const span of spansIn(body.toString()))
        traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  return traces;
}

/** Waits until nothing has come for a while, when all has been decided. */
async function settled(sink: Sink): Promise<void> {
  await sleep((tracing.decisionWaitSeconds + 2) * 1000);
  for (let before = -1; before !== sink.taken.length;) {
    before = sink.taken.length;
    await sleep(2000);
  }
}

const sendingsOf = (kinds: readonly TraceKind[], name: string): readonly Sending[] => {
  const all = kinds.flatMap((kind) =>
    Array.from({ length: kind.count }, (_, index) => ({ kind, seed: `${name} ${kind.name} ${index}` })),
  );
  // Kinds by turns: the order in which they come must not matter.
  return all
    .map((each, index) => ({ each, at: (index * 7919) % all.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
};

const traceIdOf = ({ kind, seed }: Sending): string => spansOf(kind, seed, 0)[0]?.traceId ?? "";

/** What was kept of each kind, and whether traces are whole. */
function judgeKinds(
  tally: Tally,
  sendings: readonly Sending[],
  kept: ReadonlyMap<string, readonly Span[]>,
): void {
  const kinds = new Map<TraceKind, { sent: number; kept: number }>();
  let torn = 0;
  for (const sending of sendings) {
    const count = kinds.get(sending.kind) ?? { sent: 0, kept: 0 };
    kinds.set(sending.kind, count);
    count.sent += 1;
    const spans = kept.get(traceIdOf(sending));
    if (spans === undefined) continue;
    count.kept += 1;
    if (new Set(spans.map(({ spanId }) => spanId)).size !== 3) torn += 1;
  }
  for (const [{ name, kept: expected }, { sent, kept: found }] of kinds) {
    if (expected === "all") tally.check(found === sent, `all ${sent} of "${name}" are kept`, `${found} are`);
    process.stdout.write(`  ${name}: ${found} of ${sent} kept\n`);
  }
  const shared = [...kinds].filter(([{ kept: expected }]) => expected === "share").map(([, count]) => count);
  const [sent, found] = [
    shared.reduce((sum, count) => sum + count.sent, 0),
    shared.reduce((sum, count) => sum + count.kept, 0),
  ];
  const percent = (found / sent) * 100;
  tally.check(
    Math.abs(percent - tracing.keptPercent) <= shareTolerance,
    `${tracing.keptPercent} % ± ${shareTolerance} of all else is kept`,
    `${percent.toFixed(2)} % is`,
  );
  process.stdout.write(`  of all else: ${percent.toFixed(2)} %\n`);
  tally.check(torn === 0, "no trace that is kept is torn apart", `${torn} are`);
}

/** Sum of a counter over gateways, in the form that carries exemplars. */
async function counted(metric: string): Promise<{ readonly sum: number; readonly text: string }> {
  const texts = await Promise.all(
    places.africa.gateways.map(async (address) => {
      const response = await fetch(`http://${address}:${spanMetrics}/metrics`, {
        headers: { accept: "application/openmetrics-text; version=1.0.0" },
      });
      return response.text();
    }),
  );
  const text = texts.join("\n");
  const sum = text
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`))
    .reduce((total, line) => total + Number(/\}\s+(\S+)/.exec(line)?.[1] ?? 0), 0);
  return { sum, text };
}

/** Traces of two regions: what both decide alike, and what only one sees. */
async function crossRegions(tally: Tally, sink: Sink): Promise<void> {
  const [ordinary] = traceKinds(regionNamed("africa")).slice(-1);
  const [failed] = traceKinds(regionNamed("africa"));
  if (ordinary === undefined || failed === undefined) return;
  const well = sendingsOf([{ ...ordinary, count: 1000 }], "across");
  // Its last span, which failed, is in the other region.
  const wrong = sendingsOf([{ ...failed, count: 500 }], "across");
  const pair = [places.africa.agents[0], places.europe.agents[0]] as const;
  await send([...well, ...wrong], pair, 5);
  await settled(sink);
  const [home, away] = [arrived(sink, "africa"), arrived(sink, "europe")];
  const split = well.map(traceIdOf).filter((id) => home.has(id) !== away.has(id)).length;
  tally.check(
    split === 0,
    "what is neither wrong nor slow is kept in both regions or in neither",
    `${split} in one`,
  );
  const ids = wrong.map(traceIdOf);
  tally.check(
    ids.every((id) => away.has(id)),
    "a region keeps what went wrong in it, whose trace began elsewhere",
  );
  const whole = ids.filter((id) => home.has(id)).length;
  process.stdout.write(
    `  traces with an error in another region only: ${whole} of ${ids.length} kept whole, of the others that region's part\n`,
  );
}

/** One of two gateways is killed while traces with errors come. */
async function gatewayLost(tally: Tally, sink: Sink, world: TelemetryWorld): Promise<void> {
  const [failed] = traceKinds(regionNamed("africa"));
  if (failed === undefined) return;
  const sendings = sendingsOf([{ ...failed, count: 4000 }], "gateway lost");
  const seconds = 40;
  const sending = send(sendings, places.africa.agents, seconds);
  await sleep((seconds * 1000) / 2);
  const [lost, left] = places.africa.gateways;
  await world.end("africa-gateway-0", "SIGKILL");
  // A container that ended is no longer ready, and its address goes from the cluster's names.
  await sleep(1000);
  (await world.names("africa")).set(gatewayName, [left]);
  await sending;
  await settled(sink);
  const kept = arrived(sink, "africa");
  const whole = sendings.filter((each) => kept.get(traceIdOf(each))?.length === 3).length;
  const part = sendings.filter((each) => kept.has(traceIdOf(each))).length - whole;
  const held = (sendings.length / seconds) * tracing.decisionWaitSeconds;
  const gone = sendings.length - whole - part;
  process.stdout.write(
    `  gateway ${lost} killed: of ${sendings.length} traces with errors ${whole} are whole, ${part} in part, ${gone} gone; it held the traces of ${tracing.decisionWaitSeconds} s (${held / 2})\n`,
  );
  // What it held goes with it, and nothing else may: traces that came before its last ones and after its end.
  tally.check(
    gone + part <= held,
    "no more is lost with a gateway than what both held",
    `${gone + part} of ${held}`,
  );
  const after = sendings.slice(Math.ceil((sendings.length * (seconds / 2 + 5)) / seconds));
  const missing = after.filter((each) => kept.get(traceIdOf(each))?.length !== 3).length;
  tally.check(missing === 0, "five seconds after its end every trace is whole again", `${missing} are not`);
}

const gatewayName = `${traceGateway}.observability.svc`;

async function trial(tally: Tally, world: TelemetryWorld, sink: Sink): Promise<void> {
  const began = Date.now();
  const region = regionNamed("africa");
  const sendings = sendingsOf(traceKinds(region), "africa");
  await send(sendings, places.africa.agents, 20);
  await settled(sink);
  judgeKinds(tally, sendings, arrived(sink, "africa"));

  const { sum, text } = await counted("traces_span_metrics_calls_total");
  const spans = sendings.length * 3;
  tally.check(sum === spans, `all ${spans} spans are counted before any is left out`, `${sum} are`);
  tally.check(/# \{.*trace_id=/.test(text), "what is counted names traces as examples");
  const written = [...sink.taken.map(({ body }) => body.toString()), text].join("\n");
  for (const [what, value] of Object.entries(planted))
    tally.check(!written.includes(value), `no ${what} is in what is stored or counted`);
  process.stdout.write(`  ten thousand traces: ${Math.round((Date.now() - began) / 1000)} s\n`);

  await crossRegions(tally, sink);
  await gatewayLost(tally, sink, world);
}

export function verifyTraces(argv: readonly string[]): Promise<number> {
  return inWorld(argv, async (tally, world) => {
    const sink = new Sink(sinkAddress, sinkPort);
    await sink.open();
    try {
      for (const place of Object.keys(places) as Place[]) {
        const { agents, gateways, store } = places[place];
        const names = await world.names(place);
        names.set(traceCollector, [store]);
        names.set(gatewayName, gateways);
        await world.start(`${place}-store`, store, place, traceCollector, storeConfig(place));
        for (const [index, address] of gateways.entries())
          await world.start(`${place}-gateway-${index}`, address, place, traceGateway);
        for (const [index, address] of agents.entries())
          await world.start(`${place}-agent-${index}`, address, place, collector);
      }
      await trial(tally, world, sink);
    } finally {
      await sink.close();
    }
  });
}
