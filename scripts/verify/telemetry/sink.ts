/** Stands for a store: takes what collectors send it, and can be away. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { gunzipSync } from "node:zlib";

/** A request that was taken. */
export interface Taken {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export class Sink {
  readonly taken: Taken[] = [];
  private server: Server | undefined;

  constructor(
    private readonly address: string,
    private readonly port: number,
    /** By what it serves; default in plain. */
    private readonly tls?: ServerOptions,
  ) {}

  private readonly answer: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const body = Buffer.concat(parts);
      this.taken.push({
        path,
        headers,
        body: headers["content-encoding"] === "gzip" ? gunzipSync(body) : body,
      });
      response.writeHead(200, { "content-type": headers["content-type"] ?? "application/json" }).end();
    });
  };

  /** Begins to answer. */
  async open(): Promise<void> {
    const server =
      this.tls === undefined ? createServer(this.answer) : createTlsServer(this.tls, this.answer);
    await new Promise<void>((done, failed) => {
      server.once("error", failed);
      server.listen(this.port, this.address, done);
    });
    this.server = server;
  }

  /** Is away: refuses whoever calls, and hangs up on whoever is there. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }
}
