import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { steeringSettings } from "../../components/edge";
import { serverOf } from "../../images/edge-steering/src/exchange";
import { markOf } from "../../images/edge-steering/src/mark";
import { Metrics } from "../../images/edge-steering/src/metrics";
import type { Heard, Report } from "../../images/edge-steering/src/types";

const root = path.resolve(__dirname, "..", "..");
const home = mkdtempSync(path.join(tmpdir(), "azora-steering-"));
const program = path.join(home, "main.js");
const key = "k".repeat(32);
const accountId = "0123456789abcdef0123456789abcdef";
const servers: Server[] = [];
let child: ChildProcess | undefined;

beforeAll(() => {
  buildSync({
    absWorkingDir: root,
    entryPoints: ["images/edge-steering/src/main.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
  });
});
afterEach(() => {
  child?.kill("SIGKILL");
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

async function open(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The edge's API with one pool a region. @param onChange what happens when a change was done, before it is answered. */
function edgeApi(onChange: () => Promise<void>): RequestListener {
  const pools = ["a", "b", "c"].map((name) => ({
    id: name,
    name: `azora-${name}`,
    enabled: true,
    description: name,
    modified_on: new Date().toISOString(),
  }));
  return (request, response) => {
    const answer = (result: unknown): void => {
      response.end(JSON.stringify({ success: true, errors: [], messages: [], result }));
    };
    if (request.method === "GET") {
      answer(pools);
      return;
    }
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const now = new Date().toISOString();
      const pool = pools.find(({ id }) => request.url?.endsWith(`/${id}`));
      const changed = Object.assign(pool ?? {}, JSON.parse(body), {
        modified_on: now,
        disabled_at: now,
      }) as object;
      void onChange().then(() => {
        answer(changed);
      });
    });
  };
}

/** Region b's controller as the test plays it: it says that c is down. */
function regionB(heard: Heard[]): ReturnType<typeof serverOf> {
  let sequence = 0;
  const report = (): Report => {
    sequence += 1;
    const votes = { c: { failures: 2, successes: 0, at: performance.now() } };
    return { from: "b", sequence, votes, hears: ["a"], apiWorks: false, records: {} };
  };
  return serverOf({
    region: "b",
    peers: ["a"],
    keys: () => Promise.resolve([key]),
    now: () => performance.now(),
    epoch: Date.now,
    metrics: new Metrics(),
    controller: {
      isRunning: true,
      report,
      hear: (each) => {
        heard.push(each);
      },
    },
  });
}

/** Starts region a's program. Its times are short: what is tested is an order, not a duration. */
function startA(peer: string, api: string, env: Readonly<Record<string, string>>): ChildProcess {
  const nobody = "http://127.0.0.1:1";
  const probe = (origin: string) => ({
    origins: [origin],
    host: "api.example.com",
    path: "/healthz",
    expectedCodes: "200",
    expectedBody: "ok",
  });
  const region = (name: string, at: string) => ({ name, pool: `azora-${name}`, peer: at, probe: probe(at) });
  const config = {
    region: "a",
    regions: [region("a", nobody), region("b", peer), region("c", nobody)],
    hosts: [{ name: "api.example.com", regions: ["a", "b", "c"] }],
    settings: {
      ...steeringSettings(),
      probeIntervalMs: 400,
      probeTimeoutMs: 200,
      confirmAfterMs: 200,
      reportIntervalMs: 100,
    },
    api: { baseUrl: api, accountId },
    listen: { host: "127.0.0.1", port: 20_000 + (process.pid % 20_000) },
  };
  const file = path.join(home, "config.json");
  writeFileSync(file, JSON.stringify(config));
  return spawn(process.execPath, [program, file], {
    env: { EDGE_STEERING_TOKEN: "t", EDGE_STEERING_KEYS: key, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a program that is asked to end finishes its write, and tells of it", async () => {
  const heard: Heard[] = [];
  const b = await open(regionB(heard));
  let answered = false;
  let changes = 0;
  const api = await open(
    createServer(
      edgeApi(async () => {
        changes += 1;
        if (changes > 1) return;
        child?.kill("SIGTERM");
        await new Promise((resolve) => setTimeout(resolve, 500));
        answered = true;
      }),
    ),
  );
  child = startA(b, api, {});
  const [status] = (await once(child, "exit")) as [number | null];
  expect([status, answered, changes]).toEqual([0, true, 1]);
  const record = heard.at(-1)?.records["c"];
  expect(record).toMatchObject({ by: "a", isOut: true });
  expect(record?.stamps).toHaveLength(1);
}, 30_000);

test("the claim goes out in the call that disables", async () => {
  const b = await open(regionB([]));
  const bodies: string[] = [];
  const listener = edgeApi(() => Promise.resolve());
  const seen = new Promise<void>((resolve) => {
    void open(
      createServer((request, response) => {
        request.on("data", (chunk: Buffer) => {
          bodies.push(chunk.toString());
          resolve();
        });
        listener(request, response);
      }),
    ).then((api) => {
      child = startA(b, api, {});
    });
  });
  await seen;
  const body = JSON.parse(bodies[0] ?? "") as { readonly enabled: boolean; readonly description: string };
  expect(body.enabled).toBe(false);
  expect(markOf(body.description)).toMatchObject({ kind: "claim", by: "a" });
}, 30_000);

test.each([
  [{ EDGE_STEERING_KEYS: "short" }, /^EDGE_STEERING_KEYS: key 1 has 5 characters; allowed: 32 or more\n$/],
  [{ EDGE_STEERING_TOKEN: "" }, /^neither EDGE_STEERING_TOKEN_FILE nor EDGE_STEERING_TOKEN is set/],
])("secrets that are wrong are told at once: %j", async (env, message) => {
  child = startA("http://127.0.0.1:1", "http://127.0.0.1:1", env);
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [status] = (await once(child, "close")) as [number | null];
  expect(status).toBe(2);
  expect(said).toMatch(message);
});
