/**
 * A stand-in for Cloudflare's Load Balancing API: the two calls that the controller makes, in the documented shapes ("Pools",
 * developers.cloudflare.com/api). Prints each change as a JSON line; a line `{"pool":NAME,"enabled":BOOLEAN}` on its input is a
 * person's change. `node standIn.js ADDRESS PORT ACCOUNT POOL…`, the token in `STAND_IN_TOKEN`.
 */
import { createServer, type ServerResponse } from "node:http";
import { createInterface } from "node:readline";

interface PoolState {
  readonly id: string;
  readonly name: string;
  readonly created_on: string;
  modified_on: string;
  enabled: boolean;
  description: string;
  disabled_at?: string;
}

/** Half a round trip between regions. */
const answerMs = 150;
const [host, port, account = "", ...names] = process.argv.slice(2);
const base = `/client/v4/accounts/${account}/load_balancers/pools`;
const pools = names.map((name, index): PoolState => {
  const now = new Date().toISOString();
  return {
    id: index.toString(16).padStart(32, "0"),
    name,
    created_on: now,
    modified_on: now,
    enabled: true,
    description: name,
  };
});

interface Asked {
  readonly enabled?: boolean;
  readonly description?: string;
}

function isAsked(value: Record<string, unknown>): boolean {
  const types: Readonly<Record<string, string>> = { enabled: "boolean", description: "string" };
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => typeof value[key] === types[key]);
}

function change(pool: PoolState, asked: Asked, by: string): void {
  const enabled = asked.enabled ?? pool.enabled;
  const isChange = enabled !== pool.enabled;
  const now = new Date();
  pool.modified_on = now.toISOString();
  if (enabled) delete pool.disabled_at;
  else if (pool.enabled) pool.disabled_at = now.toISOString();
  pool.enabled = enabled;
  pool.description = asked.description ?? pool.description;
  const left = pools.filter((each) => each.enabled).length;
  process.stdout.write(
    `${JSON.stringify({ at: now.getTime(), pool: pool.name, isChange, enabled, left, by, description: pool.description })}\n`,
  );
}

function send(
  response: ServerResponse,
  status: number,
  result: unknown,
  error?: readonly [number, string],
): void {
  response.writeHead(status, { "content-type": "application/json" }).end(
    JSON.stringify({
      success: error === undefined,
      errors: error === undefined ? [] : [{ code: error[0], message: error[1] }],
      messages: [],
      result,
    }),
  );
}

createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    const url = new URL(request.url ?? "/", "http://api");
    if (request.headers.authorization !== `Bearer ${process.env.STAND_IN_TOKEN ?? ""}`) {
      send(response, 403, null, [10000, "Authentication error"]);
      return;
    }
    if (request.method === "GET" && url.pathname === base) {
      send(response, 200, pools);
      return;
    }
    const pool = pools.find(({ id }) => url.pathname === `${base}/${id}`);
    if (request.method !== "PATCH" || pool === undefined) {
      send(response, 404, null, [1000, "not found"]);
      return;
    }
    const asked = JSON.parse(body) as Record<string, unknown>;
    if (!isAsked(asked)) {
      send(response, 400, null, [1002, "this stand-in changes `enabled` and `description`"]);
      return;
    }
    change(pool, asked, request.socket.remoteAddress ?? "");
    // As long as a call may take on its way back.
    setTimeout(() => {
      send(response, 200, pool);
    }, answerMs);
  });
}).listen(Number(port), host);

createInterface({ input: process.stdin }).on("line", (line) => {
  const { pool: wanted, ...asked } = JSON.parse(line) as Asked & { readonly pool: string };
  const pool = pools.find(({ name }) => name === wanted);
  if (pool !== undefined) change(pool, asked, "person");
});
