import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import type { WireObject } from "../../preview/engine/values";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { contractVersion } from "../../stacks/contract";
import { testDay } from "../support/cli";

const root = path.resolve(__dirname, "..", "..");
const home = mkdtempSync(path.join(tmpdir(), "azora-contract-"));
const consumer = path.join(home, "consumer");
const installed = path.join(consumer, "node_modules", "@azora", "region-contract");

/** Runs `npm run contract` with arguments. */
function build(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ["scripts/run.mjs", "scripts/contractPackage.ts", ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
}

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

beforeAll(() => {
  const folder = path.join(home, "built");
  const { status, stderr } = build(folder);
  if (status !== 0) throw new Error(stderr);
  execFileSync("npm", ["pack", "--offline", "--silent", "--pack-destination", home, folder], { cwd: home });
  // As `npm install FILE` would lay it out: the package unpacked, its peer beside it.
  mkdirSync(installed, { recursive: true });
  const [tarball = ""] = readdirSync(home).filter((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", path.join(home, tarball), "-C", installed, "--strip-components=1"]);
  symlinkSync(path.join(root, "node_modules", "@pulumi"), path.join(consumer, "node_modules", "@pulumi"));
  cpSync(path.join(root, "examples", "consumer"), consumer, { recursive: true });
  const entry = path.join(consumer, "index.ts");
  const source = readFileSync(entry, "utf8");
  const imports = '"../../stacks/contract"';
  if (!source.includes(imports)) throw new Error(`the example does not import ${imports}`);
  writeFileSync(entry, source.replace(imports, '"@azora/region-contract"'));
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true });
});

describe("the contract's package", () => {
  test("holds the reader, its types and what a package needs, and nothing else of the platform", () => {
    expect(readdirSync(installed).sort()).toEqual([
      "LICENSE",
      "README.md",
      "index.d.ts",
      "index.js",
      "package.json",
    ]);
    const required = readFileSync(path.join(installed, "index.js"), "utf8").matchAll(/require\("([^"]+)"\)/g);
    expect([...required].map(([, name]) => name)).toEqual(["@pulumi/pulumi"]);
  });

  test("leaves the SDK to whoever uses it, and carries the contract's version", () => {
    const manifest = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as Manifest;
    expect(Object.keys(manifest.peerDependencies)).toEqual(["@pulumi/pulumi"]);
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest.version).toBe(`${contractVersion}.0.0`);
  });

  test("has types that know every field and no other", () => {
    const use = (field: string): readonly string[] => {
      const file = path.join(consumer, "use.ts");
      writeFileSync(
        file,
        `import type * as pulumi from "@pulumi/pulumi";
         import { readRegionContract } from "@azora/region-contract";
         export const id = (reference: pulumi.StackReference): pulumi.Output<string> =>
           readRegionContract(reference).network.apply((network) => network.${field});`,
      );
      const program = ts.createProgram([file], {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        types: [],
      });
      return ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    };
    expect(use("vpcId")).toEqual([]);
    expect(use("vpcID")).toEqual([expect.stringContaining("'vpcID' does not exist")]);
  });

  test("serves the example in place of the source: the same resources and outputs", () => {
    const project = projectName(root);
    const stackFile = readStackFile(root, project, "europe");
    // In a process of its own: Jest's loader would resolve the package in its own way.
    const child = `
      require("./scripts/transpile.cjs");
      const { runMode } = require("./preview/mode.ts");
      const { runProgram } = require("./preview/engine/run.ts");
      const { project, asOf, stackFile, entries } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
      const regionStack = "organization/" + project + "/europe";
      (async () => {
        const { runs, faults } = await runMode({
          project, asOf, preview: false, stackFiles: [stackFile], extraRegions: [],
        });
        if (faults.length > 0) throw new Error(JSON.stringify(faults));
        const answers = [];
        for (const entry of entries) {
          const { resources, outputs } = await runProgram({
            project: "payments", stack: "europe", preview: false, secretKeys: [],
            config: { "payments:accountId": "111122223333", "payments:regionStack": regionStack },
            program: () => require(entry),
            stackOutputs: new Map([[regionStack, runs[0].outputs]]),
          });
          answers.push({ resources: [...resources.values()], outputs });
        }
        const loaded = Object.keys(require.cache).filter((file) => file.includes("region-contract"));
        process.stdout.write(JSON.stringify({ answers, loaded }));
      })();`;
    const printed = execFileSync(process.execPath, ["-e", child], {
      cwd: root,
      input: JSON.stringify({
        project,
        asOf: testDay,
        stackFile: { ...stackFile, config: { ...stackFile.config, [`${project}:asOf`]: testDay } },
        entries: [path.join(root, "examples", "consumer", "index.ts"), path.join(consumer, "index.ts")],
      }),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const { answers, loaded } = JSON.parse(printed) as {
      readonly answers: readonly { readonly resources: readonly unknown[]; readonly outputs: WireObject }[];
      readonly loaded: readonly string[];
    };
    const [fromSource, fromPackage] = answers;
    expect(loaded).toEqual([expect.stringMatching(/region-contract\/index\.js$/)]);
    expect(fromSource?.resources.length).toBeGreaterThanOrEqual(4);
    expect(fromPackage).toEqual(fromSource);
  });
});

describe("building the contract's package", () => {
  test.each([
    ["no folder", [], "usage: npm run contract -- DIR [--version X.Y.Z]"],
    ["another contract's version", ["x", "--version", "7.0.0"], '--version is "7.0.0"; allowed: 2.Y.Z'],
    ["a folder with something else", [root], "which holds"],
    ["a file", [path.join(root, "README.md")], "which is a file; allowed: a folder, new or empty"],
    ["an unknown option", ["x", "--publish"], "--publish"],
  ])("is refused for %s, and writes nothing", (_what, args, message) => {
    const { status, stderr, stdout } = build(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(existsSync(path.join(root, "x"))).toBe(false);
  });

  test("again into the same folder is fine", () => {
    const { status, stdout } = build(path.join(home, "built"), "--version", `${contractVersion}.2.3`);
    expect(status).toBe(0);
    expect(stdout).toContain(`@azora/region-contract ${contractVersion}.2.3`);
  });
});
