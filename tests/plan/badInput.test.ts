import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { start, StackFiles, testDay } from "../support/cli";

/** Bad input gives one clear message on the error stream, exit 2, no stack trace, and nothing on the other stream. */
function expectRefusal(result: ReturnType<typeof start>, message: string): void {
  expect(result.stderr.trim()).toBe(message);
  expect(result).toMatchObject({ status: 2, stdout: "" });
}

const names = "africa, europe, asia, americas, global";

describe("bad usage", () => {
  test.each([
    [["--stack", "atlantis"], `error --stack is "atlantis"; allowed: ${names}`],
    [["--stack", "africa", "atlantis"], `error --stack is "atlantis"; allowed: ${names}`],
    [["africa"], `error argument "africa" is unknown; see npm start -- --help`],
    [["--frobnicate"], `error Unknown option '--frobnicate'; see npm start -- --help`],
    [["--as-of", "2026-02-30"], `error --as-of is "2026-02-30"; allowed: a date as YYYY-MM-DD`],
    [["--as-of", "soon"], `error --as-of is "soon"; allowed: a date as YYYY-MM-DD`],
  ])("%j", (args, message) => {
    expectRefusal(start(args), message);
  });

  describe("a --diff file that", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "azora-diff-"));
    const file = path.join(dir, "plan.json");
    afterAll(() => {
      rmSync(dir, { recursive: true });
    });
    const written = "a plan that --json or --out wrote";
    const resource = '{"urn": "u", "inputs": {}, "resolved": {}}';
    const stack = (resources: string): string =>
      `{"schemaVersion": 1, "stacks": {"asia": {"outputs": {}, "resolvedOutputs": {}, "resources": [${resources}]}}}`;

    test.each([
      ["is no JSON", "hello", "is no JSON", written],
      [
        "has npm's lines before the plan",
        "\n> azora-platform@0.1.0 start\n> node scripts/start.mjs --json\n\n{}",
        "begins with lines of npm's own",
        "what npm start --silent -- --json writes",
      ],
      ["is no map", "[]", "is no plan of schema version 1 (it is no map)", written],
      [
        "is of another version",
        '{"schemaVersion": 99, "stacks": {}}',
        "is no plan of schema version 1 (schemaVersion is 99)",
        written,
      ],
      [
        "has a stack without outputs",
        '{"schemaVersion":1,"stacks":{"asia":{"resources":[1]}}}',
        "is no plan of schema version 1 (stacks.asia.outputs is no map)",
        written,
      ],
      [
        "has a resource that is none",
        stack(`${resource}, 1`),
        "is no plan of schema version 1 (stacks.asia.resources[1] is no resource with urn, inputs and resolved)",
        written,
      ],
      [
        "has a resource without inputs",
        stack('{"urn": "u"}'),
        "is no plan of schema version 1 (stacks.asia.resources[0] is no resource with urn, inputs and resolved)",
        written,
      ],
    ])("%s", (_what, text, why, allowed) => {
      writeFileSync(file, text);
      expectRefusal(start(["--diff", file]), `error --diff is "${file}", which ${why}; allowed: ${allowed}`);
    });

    test("is missing, or a folder", () => {
      const missing = path.join(dir, "none.json");
      expectRefusal(
        start(["--diff", missing]),
        `error --diff is "${missing}", which does not exist; allowed: ${written}`,
      );
      expectRefusal(
        start(["--diff", dir]),
        `error --diff is "${dir}", which is a folder; allowed: ${written}`,
      );
    });

    test("is looked for where the person stands who typed it, not where npm goes", () => {
      const result = start(["--diff", "plan.json"], undefined, { INIT_CWD: dir });
      expect(result.stderr).toContain('--diff is "plan.json", which is no plan');
    });
  });

  describe("an --out that cannot be written is refused before anything is planned:", () => {
    let dir: string;
    beforeEach(() => {
      dir = mkdtempSync(path.join(tmpdir(), "azora-out-"));
    });
    afterEach(() => {
      rmSync(dir, { recursive: true });
    });
    const allowed = "allowed: a folder that can be written";

    test("nothing at all", () => {
      expectRefusal(start(["--out", ""]), `error --out is ""; ${allowed}`);
    });

    test("a file, and what is below one", () => {
      const file = path.join(dir, "file");
      writeFileSync(file, "");
      expectRefusal(start(["--out", file]), `error --out is "${file}", which is no folder; ${allowed}`);
      const below = path.join(file, "a", "b");
      expectRefusal(
        start(["--out", below]),
        `error --out is "${below}", which is below ${file}, which is no folder; ${allowed}`,
      );
      expect(readdirSync(dir)).toEqual(["file"]);
    });

    test("a folder in which a folder has the name of a report", () => {
      mkdirSync(path.join(dir, "europe.mmd"));
      expectRefusal(
        start(["--out", dir]),
        `error --out is "${dir}", which holds a folder named europe.mmd; ${allowed}`,
      );
      expect(readdirSync(dir)).toEqual(["europe.mmd"]);
    });

    // Nobody makes folders there, root neither; Node 20 tried for ever.
    const linux = process.platform === "linux";
    (linux ? test : test.skip)(
      `a place where nobody can${linux ? "" : " (skipped: there is no /proc)"}`,
      () => {
        const { stderr, status } = start(["--out", "/proc/azora/reports"]);
        expect(stderr).toMatch(
          /^error --out is "\/proc\/azora\/reports", which cannot be written \(ENOENT: .+\); allowed: /,
        );
        expect(status).toBe(2);
      },
    );
  });
});

describe("bad configuration", () => {
  let files: StackFiles;
  beforeEach(() => {
    files = new StackFiles();
  });
  afterEach(() => {
    files.remove();
  });
  const plan = (stack: string, ...more: string[]): ReturnType<typeof start> =>
    start(["--as-of", testDay, "--stack", stack, ...more], files.home);

  test("a missing stack file", () => {
    files.edit("asia", () => undefined);
    expectRefusal(plan("asia"), "error asia: Pulumi.asia.yaml is missing");
  });

  test("broken YAML, with its line", () => {
    files.edit("asia", (source) => `${source}  azora:zones: [a, b\n`);
    const lines = plan("asia");
    expect(lines.stderr).toMatch(/^error asia: Pulumi\.asia\.yaml:\d+:\d+ is no valid YAML: .+\n$/);
    expect(lines).toMatchObject({ status: 2, stdout: "" });
  });

  test("a file that is no map, or has keys that Pulumi does not know", () => {
    files.edit("asia", () => "[]\n");
    expectRefusal(
      plan("asia"),
      "error asia: Pulumi.asia.yaml is no map; allowed keys: config, secretsprovider, encryptedkey, encryptionsalt",
    );
    files.edit("asia", () => "konfig: {}\n");
    expectRefusal(
      plan("asia"),
      'error asia: Pulumi.asia.yaml: "konfig" is unknown; allowed: config, secretsprovider, encryptedkey, encryptionsalt',
    );
  });

  test.each([
    [
      "an unknown key",
      "azora:natGatways",
      "single",
      "azora:natGatways is no key of this stack; did you mean azora:natGateways?",
    ],
    [
      "a wrong type",
      "azora:systemNodesMin",
      "many",
      'azora:systemNodesMin is "many"; allowed: a whole number from 3 to 12',
    ],
    [
      "a value out of range",
      "azora:systemNodesMin",
      "2",
      'azora:systemNodesMin is "2"; allowed: a whole number from 3 to 12',
    ],
    [
      "a value between the steps",
      "azora:spotSharePercent",
      "63",
      'azora:spotSharePercent is "63"; allowed: a whole number from 5 to 95 in steps of 5',
    ],
    [
      "a choice that does not exist",
      "azora:natGateways",
      "none",
      'azora:natGateways is "none"; allowed: per-zone | single',
    ],
    [
      "blocks that overlap a region",
      "azora:corporateCidrs",
      "[10.32.128.0/20]",
      "azora:corporateCidrs is 10.32.128.0/20, which overlaps 10.32.0.0/16 of region europe; allowed: blocks that overlap nothing",
    ],
    [
      "blocks that overlap each other",
      "azora:corporateCidrs",
      "[192.168.0.0/16, 192.168.4.0/24]",
      "azora:corporateCidrs is 192.168.4.0/24, which overlaps 192.168.0.0/16 of azora:corporateCidrs; allowed: blocks that overlap nothing",
    ],
    [
      "a zone that the region lacks",
      "azora:zones",
      "[ap-southeast-1a, ap-southeast-1b, ap-southeast-1d]",
      "azora:zones is ap-southeast-1d, which ap-southeast-1 lacks; allowed: ap-southeast-1a, ap-southeast-1b, ap-southeast-1c",
    ],
    [
      "a version of Kubernetes that nobody knows",
      "azora:kubernetesVersion",
      '"1.99"',
      /azora:kubernetesVersion is "1\.99", which is unknown; allowed: 1\.\d\d/,
    ],
    [
      "fewer nodes at most than at least",
      "azora:systemNodesMax",
      "3\n  azora:systemNodesMin: 4",
      "azora:systemNodesMax is 3; allowed: at least azora:systemNodesMin, 4",
    ],
    [
      "a user without a password",
      "azora:chartMirrorUsername",
      "someone",
      "azora:chartMirrorUsername and azora:chartMirrorPassword go together; one of them is missing",
    ],
  ])("%s", (_what, key, value, message) => {
    files.set("asia", key, value);
    const result = plan("asia");
    if (typeof message === "string") expectRefusal(result, `error asia: Pulumi.asia.yaml: ${message}`);
    else {
      expect(result.stderr).toMatch(message);
      expect(result).toMatchObject({ status: 2, stdout: "" });
    }
  });

  test("a version of Kubernetes past its support, though it is the default", () => {
    const result = start(["--as-of", "2031-01-01", "--stack", "asia"], files.home);
    expect(result.stderr).toMatch(
      /^error asia: Pulumi\.asia\.yaml: azora:kubernetesVersion is "1\.\d\d", which is out of standard support since \d{4}-\d\d-\d\d; allowed: none in facts\n$/,
    );
    expect(result).toMatchObject({ status: 2, stdout: "" });
  });

  test("a secret given as plain text is refused, and not repeated", () => {
    files.set("asia", "azora:chartMirrorPassword", "correct-horse-battery");
    const result = plan("asia");
    expect(result.stderr).toContain(
      "azora:chartMirrorPassword is a secret given as plain text; allowed: a secret of 8 characters or more: pulumi config set --secret azora:chartMirrorPassword",
    );
    expect(result.stderr).not.toContain("correct-horse");
    expect(result).toMatchObject({ status: 2, stdout: "" });
  });

  test("a Local Zone without its certificate", () => {
    files.edit("africa", (source) => source.replace(/ {2}azora:edgeCertificateArn:.*\n/, ""));
    expectRefusal(
      plan("africa"),
      "error africa: Pulumi.africa.yaml: azora:edgeCertificateArn is missing; allowed: the ARN of an ACM certificate, or azora:edge: false",
    );
  });

  test("all mistakes of all stacks are reported at once", () => {
    files.set("asia", "azora:environment", "prod");
    files.set("asia", "azora:accountId", "12");
    files.set("europe", "azora:domain", "Azora");
    const result = start(["--as-of", testDay], files.home);
    expect(result.stderr.trim().split("\n")).toEqual([
      'error europe: Pulumi.europe.yaml: azora:domain is "Azora"; allowed: a domain name in lower case, such as azora.example',
      'error asia: Pulumi.asia.yaml: azora:accountId is "12"; allowed: 12 digits, in quotes',
      '  azora:environment is "prod"; allowed: production | staging | development',
    ]);
    expect(result).toMatchObject({ status: 2, stdout: "" });
  });

  test("nothing is written when the plan fails", () => {
    files.set("asia", "azora:environment", "prod");
    const out = path.join(files.home, "out");
    expect(plan("asia", "--out", out).status).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});
