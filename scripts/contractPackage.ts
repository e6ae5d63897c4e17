/**
 * `npm run contract -- DIR [--version X.Y.Z]`: writes the reader of a region's outputs as a package of its own into DIR, for
 * `npm pack` or `npm publish`. Exit status: 0 written; 2 bad usage, nothing written.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { transformSync } from "esbuild";
import ts from "typescript";
import { contractVersion } from "../stacks/contract";

const root = path.resolve(__dirname, "..");

/** What other projects write in their imports. */
export const contractPackageName = "@azora/region-contract";

/** Bad usage; its message says what is allowed. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

const readme = `# ${contractPackageName}

Reads what a region of the Azora platform gives to others, version ${contractVersion} of the contract.

\`\`\`ts
import * as pulumi from "@pulumi/pulumi";
import { readRegionContract } from "${contractPackageName}";

const africa = readRegionContract(new pulumi.StackReference("organization/azora/africa"));
africa.network.apply((network) => network.privateZoneId); // Output<string>
africa.kubeconfig; // a secret
\`\`\`

A region of another contract version gives no field at all: the error names the stack and both versions.
`;

function declarationsOf(source: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(source, {
    fileName: "index.ts",
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      isolatedDeclarations: true,
    },
  });
  const [first] = diagnostics;
  if (first)
    throw new Error(`stacks/contract.ts: ${ts.flattenDiagnosticMessageText(first.messageText, "\n")}`);
  return outputText;
}

/**
 * Every file of the package, by its name.
 * @param version of the package; its first number is the contract's version.
 */
export function contractPackage(version: string): Readonly<Record<string, string>> {
  const source = readFileSync(path.join(root, "stacks", "contract.ts"), "utf8");
  const project = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    readonly license: string;
    readonly engines: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const sdk = "@pulumi/pulumi";
  const manifest = {
    name: contractPackageName,
    version,
    description: "Typed outputs of a region of the Azora platform, and their reader",
    license: project.license,
    main: "index.js",
    types: "index.d.ts",
    files: ["index.js", "index.d.ts"],
    engines: project.engines,
    // The consumer's own SDK: outputs of two copies would not know each other.
    peerDependencies: { [sdk]: `^${project.dependencies[sdk] ?? ""}` },
  };
  return {
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    "index.js": transformSync(source, { loader: "ts", format: "cjs", platform: "node", target: "es2022" })
      .code,
    "index.d.ts": declarationsOf(source),
    "README.md": readme,
    LICENSE: readFileSync(path.join(root, "LICENSE"), "utf8"),
  };
}

interface Usage {
  readonly folder: string;
  readonly version: string;
}

function usageOf(argv: readonly string[]): Usage {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { version: { type: "string", default: `${contractVersion}.0.0` } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0] ?? "");
  }
  const { version } = parsed.values;
  const [folder, ...more] = parsed.positionals;
  if (folder === undefined || more.length > 0)
    throw new UsageError("usage: npm run contract -- DIR [--version X.Y.Z]");
  if (!new RegExp(`^${contractVersion}\\.\\d+\\.\\d+$`).test(version))
    throw new UsageError(
      `--version is "${version}"; allowed: ${contractVersion}.Y.Z, as the contract's version`,
    );
  return { folder, version };
}

/** A folder may be new, empty, or hold an earlier build; anything else in it is somebody's own. */
function checkFolder(folder: string, names: readonly string[]): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new UsageError(`DIR is "${folder}", which is a file; allowed: a folder, new or empty`);
  const other = readdirSync(folder).find((name) => !names.includes(name) && !name.endsWith(".tgz"));
  if (other !== undefined)
    throw new UsageError(`DIR is "${folder}", which holds ${other}; allowed: a folder, new or empty`);
}

function main(): void {
  try {
    const { folder, version } = usageOf(process.argv.slice(2));
    const files = contractPackage(version);
    checkFolder(folder, Object.keys(files));
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    process.stdout.write(
      `${contractPackageName} ${version} is in ${folder}; pack it: npm pack "${path.resolve(folder)}"\n`,
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (process.argv[1] === __filename) main();
