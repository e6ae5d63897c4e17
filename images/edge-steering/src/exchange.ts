/**
 * How controllers hear each other: one posts its report and is answered with the other's. In production the service mesh
 * proves who calls and encrypts; here it is plain HTTP, on a port that the mesh and the network policies guard.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Controller } from "./controller";
import type { Metrics } from "./metrics";
import type { Heard, Report } from "./types";
import { decodeReport, encodeReport, WireError } from "./wire";

const reportPath = "/v1/report";
/** Enough for the reports of 64 regions. */
const reportBytesMax = 65_536;

/** Tells a peer. @throws Error when it does not answer in time, or with something else than a report. */
export async function tell(
  peer: { readonly name: string; readonly peer: string },
  report: Report,
  timeoutMs: number,
  now: () => number,
): Promise<Heard> {
  const response = await fetch(peer.peer + reportPath, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: encodeReport(report, now()),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${peer.name} answered ${response.status}`);
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

export interface ServerArgs {
  readonly controller: Controller;
  readonly metrics: Metrics;
  /** The controllers that may speak. */
  readonly peers: readonly string[];
  readonly now: () => number;
}

async function answer(
  request: IncomingMessage,
  args: ServerArgs,
): Promise<readonly [number, string, string?]> {
  const { controller, metrics, peers, now } = args;
  const asked = `${request.method ?? ""} ${request.url ?? ""}`;
  if (asked === "GET /healthz") return controller.isRunning ? [200, "ok\n"] : [503, "stopping\n"];
  if (asked === "GET /metrics") return [200, metrics.text(), "text/plain; version=0.0.4"];
  if (asked !== `POST ${reportPath}`) return [404, "not found\n"];
  const body = await bodyOf(request);
  if (body === undefined) return [413, `a report has ${reportBytesMax} bytes at most\n`];
  try {
    controller.hear(decodeReport(body, peers, now()));
  } catch (error) {
    if (error instanceof WireError) return [400, `${error.message}\n`];
    throw error;
  }
  return [200, encodeReport(controller.report(), now()), "application/json"];
}

/** The controller's server: reports, `/healthz`, `/metrics`. */
export function serverOf(args: ServerArgs): Server {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request, args)
      .catch((): readonly [number, string, string?] => [500, "failed\n"])
      .then(([status, body, type = "text/plain"]) => {
        response.writeHead(status, { "content-type": type }).end(body);
      });
  });
  // A peer that sends a little and stops must not hold a connection for ever.
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  return server;
}
