import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import { steeringSettings } from "../../components/edge";
import { PoolsApi, retryAfterMs } from "../../images/edge-steering/src/cloudflare";
import { parseConfig } from "../../images/edge-steering/src/config";
import { logOf } from "../../images/edge-steering/src/log";
import { Metrics } from "../../images/edge-steering/src/metrics";
import { isExpected, probe } from "../../images/edge-steering/src/probe";
import { credentialsSource, tokenSource } from "../../images/edge-steering/src/secrets";
import { decodeReport, encodeReport } from "../../images/edge-steering/src/wire";

const settings = steeringSettings();
const accountId = "0123456789abcdef0123456789abcdef";
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

describe("the edge's API", () => {
  const apiOf = (baseUrl: string) =>
    new PoolsApi({
      baseUrl,
      accountId,
      token: () => Promise.resolve("t0ken"),
      regionOf: new Map([["azora-africa", "africa"]]),
      settings: { ...settings, apiTimeoutMs: 300 },
    });
  const envelope = (result: unknown) => JSON.stringify({ success: true, errors: [], messages: [], result });

  test("lists the regions' pools and leaves other people's alone", async () => {
    const asked: unknown[] = [];
    const origin = await serve((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization]);
      response.end(
        envelope([
          {
            id: "1",
            name: "azora-africa",
            enabled: false,
            disabled_at: "2026-11-25T00:00:00Z",
            modified_on: "2026-11-25T00:00:01Z",
            description: "Lagos",
          },
          { id: "2", name: "a-shop", enabled: true },
        ]),
      );
    });
    expect(await apiOf(origin).list()).toEqual([
      {
        id: "1",
        region: "africa",
        enabled: false,
        disabledAt: "2026-11-25T00:00:00Z",
        modifiedAt: "2026-11-25T00:00:01Z",
        description: "Lagos",
      },
    ]);
    expect(asked).toEqual([
      ["GET", `/accounts/${accountId}/load_balancers/pools?per_page=1000`, "Bearer t0ken"],
    ]);
  });

  test("changes `enabled` and the description, and nothing else", async () => {
    const asked: unknown[] = [];
    const origin = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        asked.push([request.method, request.url, JSON.parse(body)]);
        response.end(
          envelope({ id: "1", name: "azora-africa", enabled: false, disabled_at: "2026-11-25T00:00:00Z" }),
        );
      });
    });
    const pool = {
      id: "1",
      region: "africa",
      enabled: true,
      disabledAt: null,
      modifiedAt: null,
      description: "Lagos",
    };
    const change = { enabled: false, description: "Lagos [x]" };
    expect(await apiOf(origin).change(pool, change)).toMatchObject({ enabled: false });
    expect(await apiOf(origin).change(pool, { description: "Lagos" })).toMatchObject({ enabled: false });
    expect(asked).toEqual([
      ["PATCH", `/accounts/${accountId}/load_balancers/pools/1`, change],
      ["PATCH", `/accounts/${accountId}/load_balancers/pools/1`, { description: "Lagos" }],
    ]);
    await expect(apiOf(origin).change(pool, { ...change, enabled: true })).rejects.toThrow(
      "answered with another pool",
    );
  });

  test.each([
    [429, { "retry-after": "7" }, { status: "429", isUnsure: false, retryAfterMs: 7000 }],
    [429, { "retry-after": "9999" }, { status: "429", retryAfterMs: settings.retryAfterMsMax }],
    [502, {}, { status: "502", isUnsure: true, retryAfterMs: undefined }],
    [403, {}, { status: "403", isUnsure: false }],
    [200, {}, { status: "answer" }],
  ])("tells a failure with status %i and headers %j", async (status, headers, expected) => {
    const origin = await serve((_, response) => {
      response.writeHead(status, headers).end(
        JSON.stringify({
          success: false,
          errors: [{ code: 10000, message: "no" }],
          messages: [],
          result: null,
        }),
      );
    });
    const failed = apiOf(origin).list();
    await expect(failed).rejects.toMatchObject(expected);
    await expect(failed).rejects.toThrow(/10000 no/);
    await expect(failed).rejects.not.toThrow(/t0ken/);
  });

  test("gives up after its time, and where nobody listens", async () => {
    const origin = await serve(() => undefined);
    await expect(apiOf(origin).list()).rejects.toMatchObject({ status: "timeout", isUnsure: true });
    await expect(apiOf("http://127.0.0.1:1").list()).rejects.toMatchObject({ status: "network" });
  });

  test("reads Retry-After as seconds or as a date", () => {
    const now = Date.UTC(2026, 10, 25);
    expect(retryAfterMs("30", now)).toBe(30_000);
    expect(retryAfterMs("Wed, 25 Nov 2026 00:01:00 GMT", now)).toBe(60_000);
    expect(retryAfterMs("Tue, 24 Nov 2026 00:01:00 GMT", now)).toBe(0);
    expect(retryAfterMs("soon", now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });
});

describe("a probe", () => {
  const target = (...origins: string[]) => ({
    origins,
    host: "api.example.com",
    path: "/health",
    expectedCodes: "200",
    expectedBody: "ok",
  });

  test("is good when one origin answers as expected, on a connection of its own", async () => {
    const asked: unknown[] = [];
    const origin = await serve((request, response) => {
      asked.push([request.url, request.headers.host, request.headers.connection]);
      response.end("OK");
    });
    expect(await probe(target("http://127.0.0.1:1", origin), 500)).toBeUndefined();
    expect(asked).toEqual([["/health", "api.example.com", "close"]]);
  });

  test.each<[string, RequestListener, RegExp]>([
    ["another status", (_, response) => response.writeHead(503).end("ok"), /^status 503, not 200$/],
    ["a redirect", (_, response) => response.writeHead(301, { location: "/" }).end("ok"), /^status 301/],
    ["another body", (_, response) => response.end("hello"), /^the body lacks "ok"$/],
    [
      "an endless body",
      (_, response) => response.end("x".repeat(5000)),
      /^the body is longer than 4096 bytes$/,
    ],
    ["silence", () => undefined, /^no answer in 300 ms$/],
    ["a body that stops half way", (_, response) => response.writeHead(200).write("o"), /./],
  ])("has failed on %s", async (_, listener, reason) => {
    expect(await probe(target(await serve(listener)), 300)).toMatch(reason);
  });

  test("shows who it is and believes the entries' authorities, where it is told so", async () => {
    const made = await generate([{ name: "commonName", value: "api.example.com" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "api.example.com" }] }],
    });
    const tls = { key: made.private, cert: made.cert, ca: made.cert };
    const server = createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true }, (_, response) =>
      response.end("ok"),
    );
    servers.push(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const entry = target(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const folder = mkdtempSync(path.join(tmpdir(), "azora-probe-"));
    const identity = path.join(folder, "identity");
    const authorities = path.join(folder, "authorities");
    writeFileSync(identity, `${made.cert}\n${made.private}`);
    writeFileSync(authorities, made.cert);
    const both = { EDGE_STEERING_IDENTITY_FILE: identity, EDGE_STEERING_AUTHORITIES_FILE: authorities };
    const answers = async (env: Record<string, string>): Promise<string | undefined> =>
      probe(entry, 2000, await credentialsSource(env)());
    expect(await answers(both)).toBeUndefined();
    expect(await answers({ EDGE_STEERING_AUTHORITIES_FILE: authorities })).toBeDefined();
    expect(await answers({ EDGE_STEERING_IDENTITY_FILE: identity })).toMatch(/self-signed certificate/);

    // A certificate that has ended is the controller's own fault, not the region's.
    const laterOn = (): number => Date.parse("2126-01-01");
    await expect(probe(entry, 2000, await credentialsSource(both)(), laterOn)).rejects.toThrow(
      /^the certificate that is shown ended on /,
    );

    const source = credentialsSource(both);
    const first = await source();
    rmSync(authorities);
    expect(await source()).toEqual(first);
    writeFileSync(authorities, "none");
    await expect(credentialsSource(both)()).rejects.toThrow(
      "the file of EDGE_STEERING_AUTHORITIES_FILE holds no certificates, PEM",
    );
    rmSync(folder, { recursive: true });
  });

  test("takes a code or a class of codes", () => {
    expect([
      isExpected(200, "200"),
      isExpected(204, "200"),
      isExpected(204, "2xx"),
      isExpected(304, "2xx"),
    ]).toEqual([true, false, true, false]);
  });
});

describe("a report", () => {
  const report = {
    from: "b",
    sequence: 7,
    votes: { a: { failures: 2, successes: 0, at: 900 }, c: { failures: 0, successes: 0, at: -Infinity } },
    hears: ["a"],
    apiWorks: true,
    records: {
      a: { version: 1, by: "b", isOut: true, stamps: ["x"], disables: 1, at: 500, putBack: false },
    },
  };
  const text = encodeReport(report, 1000);

  test("travels with ages, so that clocks may differ; a vote before any probe is left out", () => {
    expect(decodeReport(text, ["b"], 50_000)).toEqual({
      ...report,
      votes: { a: { failures: 2, successes: 0, at: 49_900 } },
      records: { a: { ...report.records.a, at: 49_500 } },
      heardAt: 50_000,
    });
  });

  test.each([
    ["{", /report\. is "\{"; allowed: JSON/],
    ["[]", /allowed: an object/],
    [text.replace('"b"', '"x"'), /report\.from is "x"; allowed: a, b/],
    [
      text.replace('"failures":2', '"failures":-1'),
      /report\.votes\.a\.failures is -1; allowed: a whole number from 0/,
    ],
    [text.replace('"hears":["a"]', '"hears":"a"'), /report\.hears is "a"; allowed: a list of strings/],
    [text.replace('"apiWorks":true', '"apiWorks":1'), /report\.apiWorks is 1; allowed: true, false/],
    [text.replace('"isOut":true', '"isOut":0'), /report\.records\.a\.isOut is 0; allowed: true, false/],
    [text.replace('"putBack":false,', ""), /report\.records\.a\.putBack is missing; allowed: true, false/],
    [text.replace('"votes":{', '"votes":{"d":3,'), /report\.votes\.d is 3; allowed: an object/],
  ])("is refused as %j", (wrong, message) => {
    expect(() => decodeReport(wrong, ["a", "b"], 0)).toThrow(message);
  });
});

describe("the configuration", () => {
  const good = {
    region: "a",
    regions: ["a", "b", "c"].map((name) => ({
      name,
      pool: `azora-${name}`,
      peer: `http://${name}.example:8080/`,
      probe: {
        origins: ["https://192.0.2.1"],
        host: "api.example.com",
        path: "/h",
        expectedCodes: "200",
        expectedBody: "ok",
      },
    })),
    hosts: [{ name: "api.example.com", regions: ["a", "b", "c"] }],
    settings,
    api: { baseUrl: "https://api.example.com/client/v4", accountId },
    listen: { host: "0.0.0.0", port: 8080 },
  };

  test("is read", () => {
    expect(parseConfig(JSON.stringify(good))).toMatchObject({
      region: "a",
      settings,
      regions: [{ name: "a", peer: "http://a.example:8080" }, { name: "b" }, { name: "c" }],
    });
  });

  test.each<[unknown, RegExp]>([
    [{ ...good, region: "x" }, /^region is "x"; allowed: a, b, c$/],
    [{ ...good, regions: good.regions.slice(1) }, /^regions is .*; allowed: a list of 3 or more$/],
    [
      { ...good, regions: [...good.regions, good.regions[0]] },
      /^regions\.3\.name is "a"; allowed: each region once$/,
    ],
    [{ ...good, hosts: [] }, /^hosts is \[\]; allowed: a list of 1 or more$/],
    [
      { ...good, hosts: [{ name: "api.example.com", regions: ["a", "b"] }] },
      /^hosts is .*; allowed: hosts that have every region; none has c$/,
    ],
    [
      { ...good, hosts: [...good.hosts, { name: "b.example.com", regions: ["b", "x"] }] },
      /^hosts\.1\.regions\.1 is "x"; allowed: each once of a, b, c$/,
    ],
    [
      { ...good, hosts: [...good.hosts, { name: "b.example.com", regions: ["b", "b"] }] },
      /^hosts\.1\.regions\.1 is "b"; allowed: each once of a, b, c$/,
    ],
    [
      { ...good, settings: { ...settings, goodProbes: 0 } },
      /^settings\.goodProbes is 0; allowed: a whole number above 0$/,
    ],
    [{ ...good, settings: { ...settings, speed: 1 } }, /^settings\.speed is 1; allowed: probeIntervalMs, /],
    [
      { ...good, settings: { ...settings, probeTimeoutMs: 1700 } },
      /^settings\.probeTimeoutMs is 1700; allowed: at most settings\.confirmAfterMs, 1600$/,
    ],
    [
      { ...good, api: { ...good.api, accountId: "1" } },
      /^api\.accountId is "1"; allowed: 32 hexadecimal digits$/,
    ],
    [
      { ...good, api: { ...good.api, baseUrl: "ftp://x" } },
      /^api\.baseUrl is "ftp:\/\/x"; allowed: an http or https URL$/,
    ],
    [{ ...good, listen: { host: "0.0.0.0", port: 0 } }, /^listen\.port is 0; allowed: 1 to 65535$/],
    [{ ...good, listen: undefined }, /^listen is missing; allowed: an object$/],
  ])("is refused: %#", (wrong, message) => {
    expect(() => parseConfig(JSON.stringify(wrong))).toThrow(message);
  });

  test("takes the token from a file that is read anew each time, or from the environment", async () => {
    const home = mkdtempSync(path.join(tmpdir(), "azora-token-"));
    const file = path.join(home, "token");
    writeFileSync(file, "one\n");
    const token = tokenSource({ EDGE_STEERING_TOKEN_FILE: file });
    expect(await token()).toBe("one");
    writeFileSync(file, "two\n");
    expect(await token()).toBe("two");
    rmSync(home, { recursive: true });
    expect(await tokenSource({ EDGE_STEERING_TOKEN: "three" })()).toBe("three");
    expect(() => tokenSource({})).toThrow("neither EDGE_STEERING_TOKEN_FILE nor EDGE_STEERING_TOKEN is set");
  });
});

test("numbers are told in Prometheus' format, and the log has an object a line", () => {
  const metrics = new Metrics();
  metrics.add("edge_steering_probes_total", { target: 'a"b', result: "good" });
  metrics.add("edge_steering_probes_total", { target: 'a"b', result: "good" });
  metrics.set("edge_steering_writer", {}, 1);
  expect(metrics.text()).toContain('edge_steering_probes_total{target="a\\"b",result="good"} 2\n');
  expect(metrics.text()).toContain("# TYPE edge_steering_writer gauge\nedge_steering_writer 1\n");
  const lines: string[] = [];
  logOf("africa", (line) => lines.push(line))("warn", "disabled a pool", { target: "asia" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", region: "africa", target: "asia" });
});
