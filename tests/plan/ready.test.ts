import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ReadyBench } from "../support/readyBench";

const root = path.resolve(__dirname, "..", "..");
const { stacks } = ReadyBench;
const bench = new ReadyBench();
beforeAll(() => bench.start());
beforeEach(() => {
  bench.reset();
});
afterAll(() => {
  bench.stop();
});

describe("what is up", () => {
  test("is ready: every thing that facts call for is asked once", async () => {
    const { status, text } = await bench.ready();
    const all = ReadyBench.questions();
    expect(text).toContain(`Ready: ${all} of ${all} are up.`);
    expect(status).toBe(0);
    expect(text).toMatch(/^ok +cluster azora-africa-cluster +af-south-1 +ACTIVE$/m);
    expect(text).toMatch(/^ok +host europe\.azora\.example +Internet +200 with "ok"$/m);
  });

  test("is as much as the page on deployment shows", () => {
    const page = readFileSync(path.join(root, "docs", "deploy.md"), "utf8");
    expect(page).toContain(`Not ready: 1 of ${ReadyBench.questions()} are not up.`);
  });

  test("is asked with as few calls as answer it", async () => {
    await bench.ready();
    const of = (part: string): number => bench.world.calls.filter((label) => label.startsWith(part)).length;
    // A call a region for its peerings; one for each of its two tables; one a zone.
    expect([of("ec2"), of("route53"), of("eks"), of("acm")]).toEqual([4 + 8, 4, 4, 1]);
    // Two a pool; eight authorities, a client certificate and its showing; one for each host answers both its questions.
    expect([of("cloudflare"), of("host ")]).toEqual([5 + 8 + 1 + 15 + 1 + 8 + 2, 5]);
  });

  test("is printed as the same JSON every time", async () => {
    const once = await bench.ready(["--json", ...bench.files()]);
    // A state's order follows from what was ready first.
    for (const stack of stacks)
      bench.write(`${stack}-reversed`, { resources: [...bench.deployed(stack).resources].reverse() });
    const reversed = stacks.map((stack) => bench.file(`${stack}-reversed`)).reverse();
    const again = await bench.ready(["--json", ...reversed]);
    expect(again.text).toBe(once.text);
    expect(Object.keys(JSON.parse(once.text) as object)).toEqual(["schemaVersion", "ready", "checks"]);
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
      15,
    ],
    ["Cloudflare's pools", "/health", "403 not allowed to ROLE (10000)", 4],
  ])("%s refuses", async (_, label, reason, rows) => {
    bench.world.faults.set(label, { status: 403, message: "not allowed to ROLE" });
    const [status, down] = await bench.notUp();
    expect(status).toBe(1);
    expect(down.map((row) => row.replace(/^.*\): /, ""))).toEqual(Array(rows).fill(`cannot tell: ${reason}`));
  });

  test.each<[string, string, string]>([
    ["EKS", "eks ap-southeast-1", "cluster azora-asia-cluster (ap-southeast-1)"],
    ["ACM", "acm af-south-1", "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1)"],
    ["Cloudflare", "/dnssec", "DNSSEC edge-zone-dnssec (Cloudflare)"],
  ])("%s does not answer", async (_, label, row) => {
    bench.world.faults.set(label, "hangs");
    expect(await bench.notUp()).toEqual([1, [`${row}: cannot tell: no answer within 0.5 s`]]);
  });

  test("a host does not answer: neither it nor its certificate is known", async () => {
    bench.world.faults.set("host asia.azora.example", "hangs");
    const reason = "cannot tell: no answer within 0.5 s";
    expect(await bench.notUp()).toEqual([
      1,
      [
        `certificate of asia.azora.example (Internet): ${reason}`,
        `host asia.azora.example (Internet): ${reason}`,
      ],
    ]);
  });

  test("a service fails, however often the SDK asks again", async () => {
    bench.world.faults.set("eks ap-southeast-1", { status: 500, message: "broken" });
    const [status, down] = await bench.notUp();
    expect([status, down]).toEqual([1, [expect.stringContaining("cannot tell: ")]]);
    expect(
      bench.world.calls.filter((label) => label.startsWith("eks ap-southeast-1")).length,
    ).toBeGreaterThan(1);
  });

  test("and its reason holds no secret, even where an API gives one back", async () => {
    bench.world.faults.set("eks", { status: 403, message: `not with ${ReadyBench.secretKey}` });
    bench.world.faults.set("/dnssec", { status: 403, message: `not with ${ReadyBench.token}` });
    const { text } = await bench.ready();
    expect(text).toContain("cannot tell: 403 not with … (10000)");
    expect(text).not.toContain(ReadyBench.token);
    expect(text).not.toContain(ReadyBench.secretKey);
  });
});

describe("bad usage and configuration", () => {
  const refused = (args: readonly string[]): Promise<string> =>
    bench.ready(args).then(
      () => "no refusal",
      (error: unknown) => {
        expect(error).toMatchObject({ name: "StateError" });
        return (error as Error).message;
      },
    );

  test("a region without a state", async () => {
    expect(await refused(["africa", "asia", "americas", "global"].map((stack) => bench.file(stack)))).toBe(
      "state of europe is missing; allowed: one file each of africa, europe, asia, americas, global",
    );
  });

  test("a stack that is given twice", async () => {
    expect(await refused([...bench.files(), bench.file("asia")])).toBe(
      `state of asia is given twice, again by "${bench.file("asia")}"; allowed: one file a stack`,
    );
  });

  test("a contract of another version", async () => {
    bench.write("asia-2", bench.deployed("asia", { contractVersion: 3 }));
    expect(await refused(bench.files({ asia: "asia-2" }))).toBe(
      "contract of asia: contractVersion is 3; allowed: 2 (use the command of that release)",
    );
  });

  test("a region without outputs", async () => {
    const { resources } = bench.deployed("asia");
    bench.write("asia-bare", { resources: resources.map((resource) => ({ ...resource, outputs: {} })) });
    expect(await refused(bench.files({ asia: "asia-bare" }))).toBe(
      "state of asia has no outputs; allowed: the state after a whole `pulumi up`",
    );
  });

  test("a stack of another project", async () => {
    const { resources } = bench.deployed("asia");
    const moved = resources.map((resource) => ({
      ...resource,
      urn: resource.urn.replace("::azora::", "::shop::"),
    }));
    bench.write("asia-moved", { resources: moved });
    expect(await refused(bench.files({ asia: "asia-moved" }))).toBe(
      `state "${bench.file("asia-moved")}" is of stack "asia" in project "shop"; allowed: project azora`,
    );
  });

  test("a stack that the project does not have", async () => {
    const { resources } = bench.deployed("asia");
    const moved = resources.map((resource) => ({
      ...resource,
      urn: resource.urn.replace(":asia::", ":oceania::"),
    }));
    bench.write("oceania", { resources: moved });
    expect(await refused(bench.files({ asia: "oceania" }))).toBe(
      `state "${bench.file("oceania")}" is of stack "oceania"; allowed: africa, europe, asia, americas, global`,
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
        env: { PATH: process.env.PATH, HOME: bench.folder, AWS_EC2_METADATA_DISABLED: "true", ...env },
      },
    );
    return [status, stdout, stderr];
  }

  test.each<[string, readonly string[], NodeJS.ProcessEnv, string]>([
    ["no state", [], {}, "error no state is given; see npm run ready -- --help\n"],
    ["an unknown option", ["--fast"], {}, "error Unknown option '--fast'; see npm run ready -- --help\n"],
    [
      "no token of the edge",
      bench.files(),
      {},
      "error CLOUDFLARE_API_TOKEN is absent; allowed: a token that may read the zone and its pools\n",
    ],
    [
      "no credentials of AWS",
      bench.files(),
      { CLOUDFLARE_API_TOKEN: ReadyBench.token },
      "error AWS gives no credentials (CredentialsProviderError: Could not load credentials from any providers); allowed: what the AWS SDK finds, such as AWS_PROFILE after aws sso login\n",
    ],
    [
      "a file that is no state",
      [bench.file("gone")],
      {},
      `error state is "${bench.file("gone")}", which does not exist; allowed: what \`pulumi stack export --file FILE\` wrote\n`,
    ],
  ])("%s: exit status 2", (_, args, env, message) => {
    // The SDK may have something to say about the version of Node.
    expect(command(args, env)).toEqual([2, "", expect.stringContaining(message)]);
  });
});
