/** Stands for a store: takes what collectors send it by HTTP as JSON, and can be away. */
import { createServer, type IncomingMessage, type Server } from "node:http";

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
  ) {}

  /** Begins to answer. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        this.taken.push({
          path: request.url ?? "",
          headers: request.headers,
          body: Buffer.concat(parts),
        });
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      });
    });
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
