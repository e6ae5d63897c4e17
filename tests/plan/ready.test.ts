import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import type { WireValue } from "../../preview/engine/values";
import type { StackRun } from "../../preview/mode";
import type { ReadyReport } from "../../scripts/ready/report";
import { run } from "../../scripts/ready/run";
import { ownRuns } from "../support/planViews";
import { StandIn, type World } from "../support/readyStandIn";
import { upWorld, type ProgramStack } from "../support/readyWorld";
import { stateOf } from "../support/states";

const root = path.resolve(__dirname, "..", "..");
const stacks = ["africa", "europe", "asia", "americas", "global"];
const token = "a-token-of-the-edge";
const secretKey = "a-secret-key-of-aws";
const dayMs = 86_400_000;
/** Certificates know seconds, not less. */
const begin = new Date(Math.floor(Date.now() / 1000) * 1000);
/** When every certificate ends. */
const end = new Date(begin.getTime() + 100 * dayMs);

const folder = mkdtempSync(path.join(tmpdir(), "azora-ready-"));
const file = (name: string): string => path.join(folder, `${name}.json`);
const files = (...names: readonly string[]): string[] => names.map(file);

let program: readonly StackRun[];
let world: World;
let certificate: string;
const standIn = new StandIn(() => world, token);

/** The program's stacks as deployed: the authority's certificate is a real one, since the plan only makes up its text. */
function deployed(outputs: (stack: string) => Record<string, WireValue> = () => ({})): ProgramStack[] {
  return program.map(({ stack, resources, outputs: own }) => ({
    stack,
    resources: resources.map((resource) =>
      resource.type === "pulumi:pulumi:Stack"
        ? { ...resource, outputs: { ...own, ...authority(stack), ...outputs(stack) } }
        : resource,
    ),
  }));
}

function authority(stack: string): Record<string, WireValue> {
  return stack === "global" ? {} : { caCertificatePem: certificate };
}

/** Writes a stack's state under a name of its own. */
function write(name: string, { resources }: Pick<ProgramStack, "resources">): void {
  writeFileSync(file(name), JSON.stringify(stateOf(resources, false)));
}

function stackOf(all: readonly ProgramStack[], name: string): ProgramStack {
  return all.find(({ stack }) => stack === name) as ProgramStack;
}

beforeAll(async () => {
  const hosts = ["api", "africa", "europe", "asia", "americas"].map((name) => `${name}.azora.example`);
  const made = await generate([{ name: "commonName", value: "azora.example" }], {
    keyType: "ec",
    notBeforeDate: new Date(begin.getTime() - dayMs),
    notAfterDate: end,
    extensions: [{ name: "subjectAltName", altNames: hosts.map((value) => ({ type: 2, value })) }],
  });
  certificate = made.cert;
  program = ownRuns().resolved;
  for (const one of deployed()) write(one.stack, one);
  await standIn.start({ key: made.private, cert: made.cert });
});
beforeEach(() => {
  world = upWorld(program, end);
});
afterAll(() => {
  standIn.stop();
  rmSync(folder, { recursive: true });
});

interface Result {
  readonly status: number;
  readonly text: string;
}

/** Asks the stand-ins; a call that is not answered is given up after half a second. */
async function ready(args: readonly string[] = files(...stacks), now = begin): Promise<Result> {
  let text = "";
  const status = await run(args, {
    env: { CLOUDFLARE_API_TOKEN: token },
    write: (part) => {
      text += part;
    },
    isTerminal: false,
    now,
    timeoutMs: [...world.faults.values()].includes("hangs") ? 500 : 10_000,
    awsKeys: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secretKey },
    awsEndpoint: `http://127.0.0.1:${standIn.apiPort}`,
    edgeEndpoint: `http://127.0.0.1:${standIn.apiPort}/client/v4`,
    hosts: { address: "127.0.0.1", port: standIn.hostsPort, ca: certificate },
  });
  return { status, text };
}

/** What is not up, as `what: found`. */
async function notUp(now = begin, args: readonly string[] = files(...stacks)): Promise<[number, string[]]> {
  const { status, text } = await ready(["--json", ...args], now);
  const { ready: all, checks } = JSON.parse(text) as ReadyReport;
  const down = checks.filter(({ ok }) => !ok).map(({ what, where, found }) => `${what} (${where}): ${found}`);
  expect(all).toBe(status === 0);
  return [status, down];
}

describe("what is up", () => {
  test("is ready: every thing that the states hold is asked once", async () => {
    const { status, text } = await ready();
    // 4 clusters, 6 peerings with 2 ends, 12 routes between regions and 4 inwards, 4 zones in 4 networks, a certificate of
    // ACM, 4 of authorities, 5 of hosts, 5 load balancers, 4 pools, 1 monitor, 11 records, DNSSEC, 5 hosts.
    expect(text).toContain("Ready: 85 of 85 are up.");
    expect(status).toBe(0);
    expect(text).toMatch(/^ok +cluster azora-africa-cluster +af-south-1 +ACTIVE$/m);
    expect(text).toMatch(/^ok +host europe\.azora\.example +Internet +200 with "ok"$/m);
  });

  test("is asked with as few calls as answer it", async () => {
    await ready();
    const of = (part: string): number => world.calls.filter((label) => label.startsWith(part)).length;
    // A call a region for its peerings; one for each of its two tables; one a zone.
    expect([of("ec2"), of("route53"), of("eks"), of("acm")]).toEqual([4 + 8, 4, 4, 1]);
    // Two a pool; one for each host answers both its questions.
    expect([of("cloudflare"), of("host ")]).toEqual([5 + 8 + 1 + 11 + 1, 5]);
  });

  test("is printed as the same JSON every time", async () => {
    const once = await ready(["--json", ...files(...stacks)]);
    // A state's order follows from what was ready first.
    for (const { stack, resources } of deployed())
      write(`${stack}-reversed`, { resources: [...resources].reverse() });
    const again = await ready(["--json", ...files(...stacks.map((stack) => `${stack}-reversed`).reverse())]);
    expect(again.text).toBe(once.text);
    expect(Object.keys(JSON.parse(once.text) as object)).toEqual(["schemaVersion", "ready", "checks"]);
  });
});

/** Sets a thing of Cloudflare's whose path ends so. */
function edge(ending: string, value: Record<string, unknown> | undefined): void {
  const found = [...world.edge.keys()].filter((key) => key.endsWith(ending));
  expect(found).toHaveLength(1);
  const key = found[0] as string;
  if (value === undefined) world.edge.delete(key);
  else world.edge.set(key, { ...world.edge.get(key), ...value });
}

/** Id of a resource of `global`. */
const idOf = (name: string): string =>
  stackOf(program, "global").resources.find((resource) => resource.name === name)?.id ?? "";

/** The route of a table of one region to a block. */
function routeTo(region: string, cidr: string): { state: string; attachment: string } {
  const routes = [...world.routes].filter(([key]) => key.startsWith(region)).flatMap(([, all]) => all);
  const found = routes.filter((route) => route.cidr === cidr);
  expect(found).toHaveLength(1);
  return found[0] as { state: string; attachment: string };
}

const acmArn = "arn:aws:acm:af-south-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000";

describe("what is not up is named", () => {
  test.each<[string, () => void, string]>([
    [
      "a cluster that is still being made",
      () => world.clusters.set("sa-east-1 azora-americas-cluster", "CREATING"),
      "cluster azora-americas-cluster (sa-east-1): CREATING",
    ],
    [
      "a cluster that is gone",
      () => world.clusters.delete("eu-central-1 azora-europe-cluster"),
      "cluster azora-europe-cluster (eu-central-1): absent",
    ],
    [
      "a peering that waits, at its other end only",
      () => world.peerings.set(`eu-central-1 ${idOf("mesh-transit-africa-europe")}`, "pendingAcceptance"),
      "peering mesh-transit-africa-europe-accepted (eu-central-1): pendingAcceptance",
    ],
    [
      "a peering that is gone",
      () => world.peerings.delete(`af-south-1 ${idOf("mesh-transit-africa-asia")}`),
      "peering mesh-transit-africa-asia (af-south-1): absent",
    ],
    [
      "a route into nothing, in one direction",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { state: "blackhole" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): blackhole to ATTACHMENT",
    ],
    [
      "a route by another attachment",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { attachment: "tgw-attach-other" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): active to tgw-attach-other",
    ],
    [
      "a route that is gone",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { cidr: "10.99.0.0/16" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): absent",
    ],
    [
      "a certificate that is not issued",
      () => world.certificates.set(acmArn, { status: "PENDING_VALIDATION" }),
      "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): PENDING_VALIDATION",
    ],
    [
      "a certificate that is gone",
      () => world.certificates.delete(acmArn),
      "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): absent",
    ],
    [
      "a pool that was taken out",
      () => {
        edge(`/pools/${idOf("geo-dns-pools-asia")}`, { enabled: false });
      },
      "pool azora-asia (Cloudflare): disabled, healthy",
    ],
    [
      "a pool that one place sees down",
      () => {
        edge(`/pools/${idOf("geo-dns-pools-asia")}/health`, {
          pop_health: {
            "Amsterdam, NL": { healthy: true },
            "Newark, NJ": {
              healthy: false,
              origins: [{ "203.0.113.1": { healthy: false, failure_reason: "HTTP timeout occurred" } }],
            },
          },
        });
      },
      "pool azora-asia (Cloudflare): enabled, unhealthy from Newark, NJ (HTTP timeout occurred)",
    ],
    [
      "a pool that is down, as the SDK's types have it",
      () => {
        const origins = [{ ip: { healthy: false, failure_reason: "TCP connection failed" } }];
        edge(`/pools/${idOf("geo-dns-pools-asia")}/health`, { pop_health: { healthy: false, origins } });
      },
      "pool azora-asia (Cloudflare): enabled, unhealthy (TCP connection failed)",
    ],
    [
      "a pool that nobody has looked at",
      () => {
        edge(`/pools/${idOf("geo-dns-pools-asia")}/health`, { pop_health: {} });
      },
      "pool azora-asia (Cloudflare): enabled, seen by nobody",
    ],
    [
      "a monitor that is gone",
      () => {
        edge(`/monitors/${idOf("geo-dns-pools-monitor")}`, undefined);
      },
      "monitor geo-dns-pools-monitor (Cloudflare): absent",
    ],
    [
      "a load balancer that is off",
      () => {
        edge(`/load_balancers/${idOf("geo-dns-global")}`, { enabled: false });
      },
      "load balancer api.azora.example (Cloudflare): disabled, proxied",
    ],
    [
      "a load balancer that shows its origins",
      () => {
        edge(`/load_balancers/${idOf("geo-dns-global")}`, { proxied: false });
      },
      "load balancer api.azora.example (Cloudflare): enabled, not proxied",
    ],
    [
      "a record of other content",
      () => {
        edge(`/dns_records/${idOf("edge-zone-spf")}`, { content: '"v=spf1 +all"' });
      },
      "record edge-zone-spf (Cloudflare): TXT azora.example v=spf1 +all",
    ],
    [
      "a record of other data",
      () => {
        edge(`/dns_records/${idOf("edge-zone-caa-issue-pki-goog")}`, {
          data: { flags: 0, tag: "issue", value: "elsewhere.example" },
        });
      },
      "record edge-zone-caa-issue-pki-goog (Cloudflare): CAA azora.example 0 issue elsewhere.example",
    ],
    [
      "a record that is proxied against the state",
      () => {
        edge(`/dns_records/${idOf("edge-zone-mx")}`, { proxied: true });
      },
      "record edge-zone-mx (Cloudflare): MX azora.example 0 . proxied",
    ],
    [
      "a record that is gone",
      () => {
        edge(`/dns_records/${idOf("edge-zone-dmarc")}`, undefined);
      },
      "record edge-zone-dmarc (Cloudflare): absent",
    ],
    [
      "DNSSEC that waits for the registrar",
      () => {
        edge("/dnssec", { status: "pending" });
      },
      "DNSSEC edge-zone-dnssec (Cloudflare): pending",
    ],
    [
      "a host that answers with another code",
      () => world.hosts.set("asia.azora.example", { code: 503, body: "ok" }),
      'host asia.azora.example (Internet): 503 with "ok"',
    ],
    [
      "a host that answers with another body",
      () => world.hosts.set("asia.azora.example", { code: 200, body: "<html>parked</html>" }),
      'host asia.azora.example (Internet): 200 without "ok"',
    ],
  ])("%s", async (_, change, row) => {
    change();
    const attachment = idOf("mesh-transit-asia-americas");
    expect(await notUp()).toEqual([1, [row.replace("ATTACHMENT", attachment)]]);
  });

  test("but a pool that is healthy as the SDK's types have it is up", async () => {
    edge(`/pools/${idOf("geo-dns-pools-asia")}/health`, { pop_health: { healthy: true, origins: [] } });
    expect(await notUp()).toEqual([0, []]);
  });

  test("a text that the API gives back without its quotes is the same", async () => {
    edge(`/dns_records/${idOf("edge-zone-spf")}`, { content: "v=spf1 -all" });
    expect(await notUp()).toEqual([0, []]);
  });

  test("a zone that a region's network cannot see", async () => {
    const { resources } = stackOf(program, "africa");
    const zone = resources.find(({ type }) => type === "aws:route53/zone:Zone")?.id ?? "";
    const others = (world.zones.get(zone) ?? []).filter(({ region }) => region !== "sa-east-1");
    world.zones.set(zone, others);
    expect(await notUp()).toEqual([1, ["zone mesh-africa-in-americas (sa-east-1): not associated"]]);
  });

  test("certificates with less than 14 days left", async () => {
    const until = end.toISOString().slice(0, 10);
    const [status, down] = await notUp(new Date(end.getTime() - 14 * dayMs + 1000));
    expect(status).toBe(1);
    // One of ACM, four of authorities, five of hosts.
    expect(down).toHaveLength(10);
    expect(down).toContain(
      `certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): ISSUED until ${until}`,
    );
    expect(down).toContain(`certificate of asia's authority (ap-southeast-1): until ${until}`);
    expect(down).toContain(`certificate of api.azora.example (Internet): until ${until}`);
    expect((await notUp(new Date(end.getTime() - 14 * dayMs)))[0]).toBe(0);
  });

  test("at a glance: the row is marked, and told again with what was wanted", async () => {
    world.clusters.set("sa-east-1 azora-americas-cluster", "CREATING");
    const { status, text } = await ready();
    expect(status).toBe(1);
    expect(text).toMatch(/^NOT +cluster azora-americas-cluster +sa-east-1 +CREATING$/m);
    expect(text).toContain(
      "Not ready: 1 of 85 are not up.\n  cluster azora-americas-cluster (sa-east-1) is CREATING; wanted: ACTIVE\n",
    );
  });
});

describe("what cannot be told is not ready", () => {
  test.each<[string, string, string, number]>([
    ["EC2", "ec2 eu-central-1 SearchTransitGatewayRoutes", "UnauthorizedOperation: not allowed to ROLE", 4],
    [
      "EC2's peerings",
      "ec2 eu-central-1 DescribeTransitGatewayPeeringAttachments",
      "UnauthorizedOperation: not allowed to ROLE",
      3,
    ],
    ["EKS", "eks eu-central-1", "AccessDeniedException: not allowed to ROLE", 1],
    ["ACM", "acm af-south-1", "AccessDeniedException: not allowed to ROLE", 1],
    // The four zones are asked for four networks each.
    ["Route 53", "route53", "AccessDenied: not allowed to ROLE", 16],
    [
      "Cloudflare's records",
      "cloudflare /zones/fedcba9876543210fedcba9876543210/dns_records",
      "403 not allowed to ROLE (10000)",
      11,
    ],
    ["Cloudflare's pools", "/health", "403 not allowed to ROLE (10000)", 4],
  ])("%s refuses", async (_, label, reason, rows) => {
    world.faults.set(label, { status: 403, message: "not allowed to ROLE" });
    const [status, down] = await notUp();
    expect(status).toBe(1);
    expect(down.map((row) => row.replace(/^.*\): /, ""))).toEqual(Array(rows).fill(`cannot tell: ${reason}`));
  });

  test.each<[string, string, string]>([
    ["EKS", "eks ap-southeast-1", "cluster azora-asia-cluster (ap-southeast-1)"],
    ["ACM", "acm", "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1)"],
    ["Cloudflare", "/dnssec", "DNSSEC edge-zone-dnssec (Cloudflare)"],
  ])("%s does not answer", async (_, label, row) => {
    world.faults.set(label, "hangs");
    expect(await notUp()).toEqual([1, [`${row}: cannot tell: no answer within 0.5 s`]]);
  });

  test("a host does not answer: neither it nor its certificate is known", async () => {
    world.faults.set("host asia.azora.example", "hangs");
    const reason = "cannot tell: no answer within 0.5 s";
    expect(await notUp()).toEqual([
      1,
      [
        `certificate of asia.azora.example (Internet): ${reason}`,
        `host asia.azora.example (Internet): ${reason}`,
      ],
    ]);
  });

  test("a service fails, however often the SDK asks again", async () => {
    world.faults.set("eks ap-southeast-1", { status: 500, message: "broken" });
    const [status, down] = await notUp();
    expect([status, down]).toEqual([1, [expect.stringContaining("cannot tell: ")]]);
    expect(world.calls.filter((label) => label.startsWith("eks ap-southeast-1")).length).toBeGreaterThan(1);
  });

  test("and its reason holds no secret, even where an API gives one back", async () => {
    world.faults.set("eks", { status: 403, message: `not with ${secretKey}` });
    world.faults.set("/dnssec", { status: 403, message: `not with ${token}` });
    const { text } = await ready();
    expect(text).toContain("cannot tell: 403 not with … (10000)");
    expect(text).not.toContain(token);
    expect(text).not.toContain(secretKey);
  });
});

describe("what the states do not hold", () => {
  test("a region in its first phase has no cluster yet", async () => {
    const outputs = { phase: "network", cluster: null, caCertificatePem: null };
    const all = deployed((stack) => (stack === "asia" ? outputs : {}));
    write("asia-network", stackOf(all, "asia"));
    const args = files("africa", "europe", "asia-network", "americas", "global");
    expect(await notUp(begin, args)).toEqual([
      1,
      ["cluster of asia (ap-southeast-1): none in phase network"],
    ]);
  });

  test("a direction that global does not know is not ready", async () => {
    const { resources } = stackOf(deployed(), "global");
    write("global-less", {
      resources: resources.filter(({ name }) => name !== "mesh-transit-africa-to-asia"),
    });
    const args = files("africa", "europe", "asia", "americas", "global-less");
    expect(await notUp(begin, args)).toEqual([
      1,
      ["route africa to asia (af-south-1): not in the state of global"],
    ]);
  });
});

describe("bad usage and configuration", () => {
  const refused = (args: readonly string[]): Promise<string> =>
    ready(args).then(
      () => "no refusal",
      (error: unknown) => {
        expect(error).toMatchObject({ name: "StateError" });
        return (error as Error).message;
      },
    );

  test("a region without a state", async () => {
    expect(await refused(files("africa", "asia", "americas", "global"))).toBe(
      "state of europe is missing; allowed: one file each of africa, europe, asia, americas, global",
    );
  });

  test("a stack that is given twice", async () => {
    expect(await refused(files(...stacks, "asia"))).toBe(
      `state of asia is given twice, again by "${file("asia")}"; allowed: one file a stack`,
    );
  });

  test("a contract of another version", async () => {
    const all = deployed((stack) => (stack === "asia" ? { contractVersion: 2 } : {}));
    write("asia-2", stackOf(all, "asia"));
    expect(await refused(files("africa", "europe", "asia-2", "americas", "global"))).toBe(
      "contract of asia: contractVersion is 2; allowed: 1 (use the command of that release)",
    );
  });

  test("a region without outputs", async () => {
    const { resources } = stackOf(program, "asia");
    write("asia-bare", { resources: resources.map((resource) => ({ ...resource, outputs: {} })) });
    expect(await refused(files("africa", "europe", "asia-bare", "americas", "global"))).toBe(
      "state of asia has no outputs; allowed: the state after a whole `pulumi up`",
    );
  });

  test("a state that lacks a whole kind", async () => {
    const { resources } = stackOf(deployed(), "global");
    const type = "cloudflare:index/loadBalancerPool:LoadBalancerPool";
    write("global-bare", { resources: resources.filter((resource) => resource.type !== type) });
    expect(await refused(files("africa", "europe", "asia", "americas", "global-bare"))).toBe(
      `state of global holds no ${type}; allowed: the state after a whole \`pulumi up\``,
    );
  });

  /** The command itself, with no credentials but those given. */
  function command(args: readonly string[], env: NodeJS.ProcessEnv): [number | null, string, string] {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["scripts/run.mjs", "scripts/ready/index.ts", ...args],
      {
        cwd: root,
        encoding: "utf8",
        env: { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: "true", ...env },
      },
    );
    return [status, stdout, stderr];
  }

  test.each<[string, readonly string[], NodeJS.ProcessEnv, string]>([
    ["no state", [], {}, "error no state is given; see npm run ready -- --help\n"],
    ["an unknown option", ["--fast"], {}, "error Unknown option '--fast'; see npm run ready -- --help\n"],
    [
      "no token of the edge",
      files(...stacks),
      {},
      "error CLOUDFLARE_API_TOKEN is absent; allowed: a token that may read the zone and its pools\n",
    ],
    [
      "no credentials of AWS",
      files(...stacks),
      { CLOUDFLARE_API_TOKEN: token },
      "error AWS gives no credentials (CredentialsProviderError: Could not load credentials from any providers); allowed: what the AWS SDK finds, such as AWS_PROFILE after aws sso login\n",
    ],
    [
      "a file that is no state",
      [file("gone")],
      {},
      `error state is "${file("gone")}", which does not exist; allowed: what \`pulumi stack export --file FILE\` wrote\n`,
    ],
  ])("%s: exit status 2", (_, args, env, message) => {
    // The SDK may have something to say about the version of Node.
    expect(command(args, env)).toEqual([2, "", expect.stringContaining(message)]);
  });
});
