/**
 * How controllers hear each other: one posts its report and is answered with the other's, over HTTP. Each report carries a
 * proof (`proof.ts`); what has none is not read.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Controller } from "./controller";
import type { Metrics } from "./metrics";
import { isProven, proofHeader, prove, timeHeader, type Keys } from "./proof";
import type { Heard, Report } from "./types";
import { decodeReport, encodeReport, senderOf, WireError } from "./wire";

const reportPath = "/v1/report";
/** Enough for the reports of 64 regions. */
const reportBytesMax = 65_536;

/** Who speaks here, and the clocks. */
export interface Speaker {
  /** The region of this controller. */
  readonly region: string;
  /** Read before each report, so that a replaced key counts at once. */
  readonly keys: () => Promise<Keys>;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly epoch: () => number;
}

/** Tells a peer. @throws Error when it does not answer in time, or with something else than a proven report. */
export async function tell(
  peer: { readonly name: string; readonly peer: string },
  report: Report,
  timeoutMs: number,
  { region, keys: keysNow, now, epoch }: Speaker,
): Promise<Heard> {
  const keys = await keysNow();
  const body = encodeReport(report, now());
  const headers = prove(keys, { from: region, to: peer.name, answers: "", body }, epoch());
  const response = await fetch(peer.peer + reportPath, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${peer.name} answered ${response.status}`);
  const answer = { from: peer.name, to: region, answers: headers[proofHeader] ?? "", body: text };
  const given = {
    time: response.headers.get(timeHeader) ?? "",
    proof: response.headers.get(proofHeader) ?? "",
  };
  if (!isProven(keys, answer, given, epoch())) throw new Error(`${peer.name} answered without a proof`);
  return decodeReport(text, [peer.name], now());
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > reportBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export interface ServerArgs extends Speaker {
  readonly controller: Pick<Controller, "isRunning" | "hear" | "report">;
  readonly metrics: Metrics;
  /** The controllers that may speak. */
  readonly peers: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const headerOf = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
};

async function answer(request: IncomingMessage, args: ServerArgs): Promise<Answer> {
  const { controller, metrics } = args;
  const asked = `${request.method ?? ""} ${request.url ?? ""}`;
  if (asked === "GET /healthz")
    return controller.isRunning ? { status: 200, body: "ok\n" } : { status: 503, body: "stopping\n" };
  if (asked === "GET /metrics")
    return { status: 200, body: metrics.text(), type: "text/plain; version=0.0.4" };
  if (asked !== `POST ${reportPath}`) return { status: 404, body: "not found\n" };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, body: `a report has ${reportBytesMax} bytes at most\n` };
  return answerReport(request, body, args);
}

async function answerReport(request: IncomingMessage, body: string, args: ServerArgs): Promise<Answer> {
  const { controller, metrics, peers, region, now, epoch } = args;
  const keys = await args.keys();
  const given = { time: headerOf(request, timeHeader), proof: headerOf(request, proofHeader) };
  const from = senderOf(body);
  if (from === undefined || !isProven(keys, { from, to: region, answers: "", body }, given, epoch())) {
    metrics.add("edge_steering_reports_refused_total", {});
    return { status: 401, body: "no proof\n" };
  }
  try {
    controller.hear(decodeReport(body, peers, now()));
  } catch (error) {
    if (error instanceof WireError) return { status: 400, body: `${error.message}\n` };
    throw error;
  }
  const own = encodeReport(controller.report(), now());
  const message = { from: region, to: from, answers: given.proof, body: own };
  return { status: 200, body: own, type: "application/json", headers: prove(keys, message, epoch()) };
}

/** The controller's server: reports, `/healthz`, `/metrics`. */
export function serverOf(args: ServerArgs): Server {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request, args)
      .catch((): Answer => ({ status: 500, body: "failed\n" }))
      .then(({ status, body, type = "text/plain", headers = {} }) => {
        response.writeHead(status, { "content-type": type, ...headers }).end(body);
      });
  });
  // A peer that sends a little and stops must not hold a connection for ever.
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  return server;
}
