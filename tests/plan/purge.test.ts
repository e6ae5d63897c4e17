import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { cacheClasses } from "../../components/facts/edgeShield";
import { globalStackName } from "../../components/facts/regions";
import { readStackFile } from "../../preview/stackFiles";

const root = path.join(__dirname, "..", "..");
const token = "0123456789012345678901234567890123456789";
const zoneId = readStackFile(root, "azora", globalStackName).config["azora:cloudflareZoneId"] ?? "";

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: unknown;
}

/** A stand-in of Cloudflare's API: takes one call in its documented shape, and refuses every other token. */
const asked: Asked[] = [];
let server: Server;
let base = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const { authorization = "" } = headers;
      asked.push({ method, url, authorization, body: JSON.parse(body) });
      const may = authorization === `Bearer ${token}`;
      response.writeHead(may ? 200 : 403, { "content-type": "application/json" });
      const errors = may ? [] : [{ code: 10000, message: "Authentication error" }];
      response.end(
        JSON.stringify({ success: may, errors, messages: [], result: may ? { id: zoneId } : null }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

const purge = (tags: readonly string[], apiToken: string = token) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, CLOUDFLARE_API_TOKEN: apiToken, CLOUDFLARE_BASE_URL: base };
    const child = execFile(
      process.execPath,
      ["scripts/run.mjs", "scripts/purge/index.ts", ...tags],
      { cwd: root, env },
      (_error, stdout, stderr) => {
        resolve({ status: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });

test("empties the caches of its tags by one call", async () => {
  const tags = cacheClasses.map(({ tag }) => tag);
  await expect(purge(tags)).resolves.toMatchObject({ status: 0, stdout: `purged: ${tags.join(", ")}\n` });
  expect(asked).toEqual([
    { method: "POST", url: `/zones/${zoneId}/purge_cache`, authorization: `Bearer ${token}`, body: { tags } },
  ]);
});

test("says what the edge refused, and never the token", async () => {
  const other = "9876543210987654321098765432109876543210";
  const { status, stderr } = await purge(["public"], other);
  expect(status).toBe(1);
  expect(stderr).toContain("error the edge refused: 403");
  expect(stderr).not.toContain(other);
});

test.each<[string, readonly string[], string, string]>([
  ["no tag", [], token, "error no tag is given; allowed: static, public\n"],
  ["a tag of no class", ["publik"], token, 'error tag is "publik"; allowed: static, public\n'],
  [
    "no token",
    ["public"],
    "",
    "error CLOUDFLARE_API_TOKEN is not set; allowed: a token that may purge the zone\n",
  ],
])("refuses %s before it asks", async (_what, tags, apiToken, stderr) => {
  await expect(purge(tags, apiToken)).resolves.toMatchObject({ status: 2, stderr });
  expect(asked).toEqual([]);
});
