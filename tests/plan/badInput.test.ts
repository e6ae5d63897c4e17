import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

  test("a --diff file that is missing, no JSON, or no plan", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "azora-diff-"));
    const missing = path.join(dir, "none.json");
    const text = path.join(dir, "text.json");
    const other = path.join(dir, "other.json");
    writeFileSync(text, "hello");
    writeFileSync(other, '{"schemaVersion": 99, "stacks": {}}');
    const allowed = "allowed: a plan that --json or --out wrote";
    expectRefusal(
      start(["--diff", missing]),
      `error --diff is "${missing}", which does not exist; ${allowed}`,
    );
    expectRefusal(start(["--diff", text]), `error --diff is "${text}", which is no JSON; ${allowed}`);
    expectRefusal(
      start(["--diff", other]),
      `error --diff is "${other}", which is no plan of schema version 1; ${allowed}`,
    );
    rmSync(dir, { recursive: true });
  });

  test("an --out that cannot be written is refused before anything is planned", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "azora-out-"));
    const file = path.join(dir, "file");
    writeFileSync(file, "");
    const below = path.join(file, "reports");
    expectRefusal(
      start(["--out", below]),
      `error --out is "${below}", which cannot be written; allowed: a folder that can`,
    );
    expect(readdirSync(dir)).toEqual(["file"]);
    rmSync(dir, { recursive: true });
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
      "error asia: Pulumi.asia.yaml is no map; allowed keys: config, environment, secretsprovider, encryptedkey, encryptionsalt",
    );
    files.edit("asia", () => "konfig: {}\n");
    expectRefusal(
      plan("asia"),
      'error asia: Pulumi.asia.yaml: "konfig" is unknown; allowed: config, environment, secretsprovider, encryptedkey, encryptionsalt',
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
