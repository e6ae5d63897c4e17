import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { allRegions } from "../../components/facts/regions";
import type { ModeResult } from "../../preview/mode";
import { projectName, readStackFile, type StackFile } from "../../preview/stackFiles";
import { start, StackFiles, testDay } from "../support/cli";
import canaryProgram = require("../support/canaryProgram");

const root = path.resolve(__dirname, "..", "..");
const entry = path.join(root, "tests", "support", "canaryProgram.ts");
const project = projectName(root);
const { tokenCanary, configCanary } = canaryProgram;

/** What the plan makes up for a generated password. */
function passwordCanary(stack: string): string {
  const urn = `urn:pulumi:${stack}::${project}::random:index/randomPassword:RandomPassword::password`;
  return createHash("sha256").update(urn).digest("hex");
}

/** Pieces by which a secret is known wherever it stands: as it is, in JSON, and in base64 at any place of a text. */
function traces(secret: string): string[] {
  const encoded = [0, 1, 2].map((shift) =>
    // Without the signs that neighbours have a part in.
    Buffer.from(" ".repeat(shift) + secret)
      .toString("base64")
      .slice(4, -4),
  );
  return [...secret.split(/["\n]+/), ...encoded].filter((piece) => piece.length >= 8);
}

/** The secrets of which a trace is in a text. */
function found(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => traces(secret).some((trace) => text.includes(trace)))
    .map(([name]) => name);
}

interface ChildAnswer {
  readonly error: string | undefined;
  /** What `npm start` would print and write: the page, plan.json, the diagrams, the changes. */
  readonly printed: string;
  readonly faults: Readonly<Record<string, string>>;
  /** What both modes recorded, as it travels between program and engine. */
  readonly raw: readonly ModeResult[];
}

/** Plans stacks in a process of its own, as preview/cli.ts does, so that every byte that it says is seen. */
const child = `
  require("./scripts/transpile.cjs");
  const { makePlan } = require("./preview/plan.ts");
  const { runMode } = require("./preview/mode.ts");
  const { page, faultLines } = require("./preview/page/index.ts");
  const { painter } = require("./preview/page/text.ts");
  const { markdown } = require("./preview/reports/markdown.ts");
  const { sarif } = require("./preview/reports/sarif.ts");
  const { mermaid } = require("./preview/reports/diagram.ts");
  const { comparePlans } = require("./preview/diff.ts");
  const { withRaw, ...request } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const answer = { printed: "", faults: {}, raw: [] };
  const paint = painter(false, {});
  (async () => {
    try {
      const plan = await makePlan(request);
      const other = { ...plan, stacks: Object.fromEntries(Object.keys(plan.stacks).map((stack) => [stack, { resources: [] }])) };
      answer.printed = [
        JSON.stringify(plan, null, 1),
        page(plan, comparePlans(other, plan), paint),
        markdown(plan),
        sarif(plan),
        ...Object.entries(plan.stacks).map(([stack, stackPlan]) => mermaid(stack, stackPlan)),
      ].join("\\n");
    } catch (error) {
      answer.error = [error.message, error.stack, JSON.stringify(error)].join("\\n");
      answer.printed = faultLines(error.faults ?? [], paint);
      answer.faults = Object.fromEntries((error.faults ?? []).map((fault) => [fault.stack, fault.reason]));
    }
    if (withRaw)
      for (const preview of [true, false])
        answer.raw.push(await runMode({ ...request, preview, selected: undefined }));
    require("node:fs").writeFileSync(3, JSON.stringify(answer));
  })();
`;

function planned(stackFiles: readonly StackFile[], withRaw = false, program?: string) {
  const request = {
    asOf: testDay,
    project,
    stackFiles,
    selected: stackFiles.map(({ stack }) => stack),
    extraRegions: [],
    withRaw,
    ...(program === undefined ? {} : { entry: program }),
  };
  const run = spawnSync(process.execPath, ["-e", child], {
    cwd: root,
    input: JSON.stringify(request),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const channel = run.output[3] ?? "";
  if (channel === "") throw new Error(run.stderr);
  return { ...(JSON.parse(channel) as ChildAnswer), stdout: run.stdout, stderr: run.stderr };
}

function canaryStack(stack: string, config: Readonly<Record<string, string>> = {}): StackFile {
  return {
    stack,
    config: { [`${project}:given`]: configCanary, ...config },
    secretKeys: [`${project}:given`],
  };
}

const secretsOf = (stack: string): Record<string, string> => ({
  configuration: configCanary,
  password: passwordCanary(stack),
  token: tokenCanary(stack),
});

describe("the search for canaries", () => {
  test.each([
    ["as it is", tokenCanary("canary")],
    ["in JSON in JSON", JSON.stringify(JSON.stringify({ a: configCanary }))],
    ["in base64", Buffer.from(`{"token": "${tokenCanary("canary")}"}`).toString("base64")],
    ["in base64 at another place", Buffer.from(`{"tokens": "${tokenCanary("canary")}"}`).toString("base64")],
    ["in base64 at a third place", Buffer.from(`{"a-token": "${tokenCanary("canary")}"}`).toString("base64")],
  ])("finds one %s", (_, text) => {
    expect(found(text, secretsOf("canary"))).toHaveLength(1);
  });
});

describe("a program full of secrets", () => {
  let answer: ReturnType<typeof planned>;
  beforeAll(() => {
    answer = planned([canaryStack("canary")], true, entry);
  });

  test("is planned, and its secrets are where the program put them", () => {
    expect(answer.error).toBeUndefined();
    const [preview, resolved] = answer.raw.map((mode) => JSON.stringify(mode));
    expect(found(preview ?? "", secretsOf("canary"))).toEqual(["configuration", "token"]);
    expect(found(resolved ?? "", secretsOf("canary"))).toEqual(["configuration", "password", "token"]);
    expect(answer.printed).toContain("RandomPassword");
  });

  test("is refused by the rules that say what they found", () => {
    expect(answer.printed).toContain("[helm-values-seen]");
    expect(answer.printed).toContain("[kubernetes-one-by-one]");
  });

  test("shows none of them on the page, in the plan, in a report, in the diagram or in what changed", () => {
    expect(found(answer.printed, secretsOf("canary"))).toEqual([]);
    expect(answer.printed.split('"$secret": true').length).toBeGreaterThan(10);
  });

  test("says none of them on either stream", () => {
    expect(found(answer.stdout + answer.stderr, secretsOf("canary"))).toEqual([]);
  });
});

describe("a program that fails with a secret in its message", () => {
  const endings = ["throw", "reject", "apply", "log", "json"];
  const cases = endings.flatMap((ending) =>
    ["config", "token", "password"].map((secret) => ({ stack: `${ending}-${secret}`, ending, secret })),
  );
  let answer: ReturnType<typeof planned>;
  beforeAll(() => {
    const files = [
      ...cases.map(({ stack, ending, secret }) =>
        canaryStack(stack, { [`${project}:fail`]: ending, [`${project}:secret`]: secret }),
      ),
      canaryStack("bad-configuration", {
        [`${project}:fail`]: "configuration",
        [`${project}:secret`]: "config",
      }),
    ];
    answer = planned(files, false, entry);
  });

  test.each([...cases.map(({ stack }) => stack), "bad-configuration"])(
    "%s ends with a message that does not repeat it",
    (stack) => {
      const reason = answer.faults[stack];
      expect(reason).toContain("cannot use ");
      expect(found(reason ?? "", secretsOf(stack))).toEqual([]);
    },
  );

  test("says none of them anywhere else", () => {
    const said = answer.stdout + answer.stderr + answer.printed + (answer.error ?? "");
    expect(said).toContain("cannot use ");
    for (const { stack } of cases) expect(found(said, secretsOf(stack))).toEqual([]);
  });
});

describe("a secret of the real configuration", () => {
  const password = "canary-mirror-8d2b7e61f0";
  const ciphertext = "v1:Y2FuYXJ5:ODY3NTMwOS1jYW5hcnktY2lwaGVy";
  const placeholder = `(encrypted value of ${project}:chartMirrorPassword)`;
  const secrets = { password, ciphertext, placeholder };
  const mirrored = {
    [`${project}:chartMirror`]: "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts",
    [`${project}:chartMirrorUsername`]: "azora",
    [`${project}:asOf`]: testDay,
  };

  test("reaches every Helm release, and no byte of the plan", () => {
    const file = readStackFile(root, project, "europe");
    const key = `${project}:chartMirrorPassword`;
    const answer = planned(
      [{ ...file, config: { ...file.config, ...mirrored, [key]: password }, secretKeys: [key] }],
      true,
    );
    expect(answer.error).toBeUndefined();
    for (const { runs } of answer.raw) {
      const releases =
        runs[0]?.resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release") ?? [];
      expect(releases.length).toBeGreaterThan(5);
      for (const { inputs } of releases) expect(found(JSON.stringify(inputs), secrets)).toEqual(["password"]);
    }
    expect(found(answer.printed + answer.stdout + answer.stderr, secrets)).toEqual([]);
  });

  describe("as a stack file holds it, encrypted", () => {
    let files: StackFiles;
    let out: string;
    beforeAll(() => {
      files = new StackFiles();
      out = mkdtempSync(path.join(tmpdir(), "azora-canaries-"));
      for (const { name } of allRegions())
        files.edit(name, (source) =>
          [
            source.trimEnd(),
            "  azora:chartMirror: oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts",
            "  azora:chartMirrorUsername: azora",
            "  azora:chartMirrorPassword:",
            `    secure: ${ciphertext}`,
            "",
          ].join("\n"),
        );
    });
    afterAll(() => {
      files.remove();
      rmSync(out, { recursive: true });
    });

    test("goes to the program as a secret, by the text that stands for it", () => {
      const file = readStackFile(files.home, project, "asia");
      expect(file.config[`${project}:chartMirrorPassword`]).toBe(placeholder);
      expect(file.secretKeys).toEqual([`${project}:chartMirrorPassword`]);
    });

    test("is in no byte that npm start prints or writes", () => {
      const runs = [
        start(["--as-of", testDay, "--out", out], files.home),
        start(["--as-of", testDay, "--json"], files.home),
        start(["--as-of", testDay, "--diff", path.join(out, "plan.json")], files.home),
      ];
      for (const run of runs) expect(run.status).toBe(0);
      const written = readdirSync(out, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "utf8"));
      expect(written.join("")).toContain(
        "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/karpenter",
      );
      for (const text of [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written])
        expect(found(text, secrets)).toEqual([]);
    });

    test("is not repeated when the configuration is refused", () => {
      files.set("asia", "azora:natGateways", "many");
      files.edit("asia", (source) => source.replace("  azora:chartMirrorUsername: azora\n", ""));
      const run = start(["--as-of", testDay, "--stack", "asia"], files.home);
      expect(run.status).toBe(2);
      expect(run.stderr).toContain("azora:chartMirrorUsername and azora:chartMirrorPassword go together");
      expect(found(run.stdout + run.stderr, secrets)).toEqual([]);
    });
  });
});
