import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const bin = path.resolve(__dirname, "..", "..", ".cache", "bin");

/** A tool that is built from a Go module. */
export interface GoTool {
  readonly name: string;
  /** Import path of its command. */
  readonly module: string;
  readonly version: string;
  /** Tags of its build. Default none. */
  readonly tags?: readonly string[];
  /**
   * For a module that takes others from elsewhere (`replace`), which `go install` refuses: its own path, the version of those that
   * it has beside it and publishes as well, and versions of others in place of some that no proxy has. Default: it takes none.
   */
  readonly replacing?: {
    readonly module: string;
    readonly besideVersion?: string;
    readonly instead?: Readonly<Record<string, string>>;
  };
  /**
   * For a module that is published without what its own build makes, such as pages for browsers: its own path, and files that stand
   * empty in their places. Default: nothing is missing.
   */
  readonly unmade?: { readonly module: string; readonly files: readonly string[] };
}

type Built = { readonly file: string } | { readonly why: string };

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: Error;
}

function go(args: readonly string[], cwd?: string): Ended {
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "-trimpath" };
  return spawnSync("go", args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 });
}

/** A directive of go.mod's, alone or in a block, each without its first word. */
function directives(text: string, word: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/\/\/.*/, "").trim());
  const found: string[] = [];
  let inside = false;
  for (const line of lines) {
    if (line === `${word} (`) inside = true;
    else if (line === ")") inside = false;
    else if (inside && line !== "") found.push(line);
    else if (line.startsWith(`${word} `)) found.push(line.slice(word.length + 1));
  }
  return found;
}

/**
 * A module of one's own that stands in a tool's place, with what the tool takes from elsewhere.
 * @param text the tool's go.mod.
 * @throws Error where it takes something from beside it, and no version of that is said.
 * @example standIn("replace a => ./a", { module: "b", besideVersion: "v0.1.0" }, "v1.0.0") // … replace a => a v0.1.0
 */
export function standIn(
  text: string,
  { module, besideVersion, instead = {} }: NonNullable<GoTool["replacing"]>,
  version: string,
): string {
  const replaced = directives(text, "replace").map((line) => {
    const [from = "", to = ""] = line.split(/\s+=>\s+/);
    if (!to.startsWith(".")) return `replace ${line}`;
    if (besideVersion === undefined)
      throw new Error(`${module} has ${from} beside it, of which no version is said`);
    return `replace ${from} => ${from.split(/\s+/)[0] ?? ""} ${besideVersion}`;
  });
  const others = Object.entries(instead).map(([name, other]) => `replace ${name} => ${name} ${other}`);
  const [goVersion = ""] = directives(text, "go");
  return ["module tool", `go ${goVersion}`, `require ${module} ${version}`, ...replaced, ...others, ""].join(
    "\n",
  );
}

/** Builds a tool in a module that stands in its place. */
function builtAside({ name, module, version }: GoTool, replacing: NonNullable<GoTool["replacing"]>): Ended {
  const described = go(["mod", "download", "-json", `${replacing.module}@${version}`]);
  if (described.status !== 0) return described;
  const { GoMod } = JSON.parse(described.stdout) as { readonly GoMod: string };
  const home = mkdtempSync(path.join(tmpdir(), "go-tool-"));
  try {
    writeFileSync(path.join(home, "go.mod"), standIn(readFileSync(GoMod, "utf8"), replacing, version));
    return go(["build", "-mod=mod", "-o", path.join(bin, name), module], home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Builds a tool from a copy of its module, with what is missing. */
function builtWhole({ name, module, version }: GoTool, unmade: NonNullable<GoTool["unmade"]>): Ended {
  const described = go(["mod", "download", "-json", `${unmade.module}@${version}`]);
  if (described.status !== 0) return described;
  const { Dir } = JSON.parse(described.stdout) as { readonly Dir: string };
  const home = mkdtempSync(path.join(tmpdir(), "go-tool-"));
  try {
    cpSync(Dir, home, { recursive: true });
    // Modules are kept so that nobody writes to them.
    for (const folder of ["", ...unmade.files.flatMap(parentsOf)].map((each) => path.join(home, each))) {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o755);
    }
    for (const file of unmade.files) writeFileSync(path.join(home, file), "");
    return go(["build", "-o", path.join(bin, name), `.${module.slice(unmade.module.length)}`], home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Folders that a file stands in, the outermost first. @example parentsOf("a/b/c") // ["a", "a/b"] */
function parentsOf(file: string): readonly string[] {
  const names = path.dirname(file).split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/**
 * The path of a Go tool, built at its pinned version on first use and kept in `.cache/bin`, which git ignores.
 * @returns the path, or why it cannot be had.
 */
export function goTool(tool: GoTool): Built {
  const { name, module, version, tags = [], replacing, unmade } = tool;
  const file = path.join(bin, `${name}-${version}`);
  if (existsSync(file)) return { file };
  process.stdout.write(`building ${name} ${version} …\n`);
  const { status, error, stderr } =
    replacing !== undefined
      ? builtAside(tool, replacing)
      : unmade !== undefined
        ? builtWhole(tool, unmade)
        : go(["install", ...(tags.length === 0 ? [] : ["-tags", tags.join(",")]), `${module}@${version}`]);
  if (error) return { why: `${name} is built by go, which is not here` };
  if (status !== 0)
    return { why: `${name} ${version} cannot be built: ${stderr.trim().split("\n").at(-1) ?? ""}` };
  renameSync(path.join(bin, name), file);
  return { file };
}

const collectorBuilder = {
  name: "builder",
  module: "go.opentelemetry.io/collector/cmd/builder",
  version: "v0.165.0",
} as const;

/**
 * The path of an OpenTelemetry collector with the parts that a manifest names, built by its own builder and kept until that changes.
 * @returns the path, or why it cannot be had.
 */
export function builtCollector(manifest: string): Built {
  const text = readFileSync(manifest, "utf8");
  const hash = createHash("sha256").update(`${collectorBuilder.version}\n${text}`).digest("hex").slice(0, 16);
  const file = path.join(bin, `collector-${hash}`);
  if (existsSync(file)) return { file };
  const builder = goTool(collectorBuilder);
  if ("why" in builder) return builder;
  process.stdout.write("building a collector …\n");
  const home = mkdtempSync(path.join(tmpdir(), "collector-"));
  try {
    const copy = path.join(home, "manifest.yaml");
    writeFileSync(copy, text.replace(/^dist:$/m, `dist:\n  output_path: ${path.join(home, "build")}`));
    const { status, error, stderr } = spawnSync(
      builder.file,
      ["--skip-strict-versioning", "--config", copy],
      { encoding: "utf8", maxBuffer: 1 << 26 },
    );
    if (error) return { why: `the collector's builder does not start: ${error.message}` };
    if (status !== 0)
      return { why: `a collector cannot be built: ${stderr.trim().split("\n").at(-1) ?? ""}` };
    // From one file system to another, perhaps.
    copyFileSync(path.join(home, "build", "collector"), file);
    return { file };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * The path of a program of the project's own in Go, built from its folder and kept likewise until a file of it changes.
 * @returns the path, or why it cannot be had.
 */
export function ownGoTool(name: string, folder: string): Built {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(path.join(folder, file)));
  const file = path.join(bin, `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(file)) return { file };
  process.stdout.write(`building ${name} …\n`);
  const { status, error, stderr } = go(["build", "-o", file, "."], folder);
  if (error) return { why: `${name} is built by go, which is not here` };
  return status === 0
    ? { file }
    : { why: `${name} cannot be built: ${stderr.trim().split("\n").at(-1) ?? ""}` };
}
