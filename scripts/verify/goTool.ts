import { spawnSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import path from "node:path";

const bin = path.resolve(__dirname, "..", "..", ".cache", "bin");

/** A tool that is built from a Go module. */
export interface GoTool {
  readonly name: string;
  /** Import path of its command. */
  readonly module: string;
  readonly version: string;
}

/**
 * The path of a Go tool, built at its pinned version on first use and kept in `.cache/bin`, which git ignores.
 * @returns the path, or why it cannot be had.
 */
export function goTool({
  name,
  module,
  version,
}: GoTool): { readonly file: string } | { readonly why: string } {
  const file = path.join(bin, `${name}-${version}`);
  if (existsSync(file)) return { file };
  process.stdout.write(`building ${name} ${version} …\n`);
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "-trimpath" };
  const { status, error, stderr } = spawnSync("go", ["install", `${module}@${version}`], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
  });
  if (error) return { why: `${name} is built by go, which is not here` };
  if (status !== 0)
    return { why: `${name} ${version} cannot be built: ${stderr.trim().split("\n").at(-1) ?? ""}` };
  renameSync(path.join(bin, name), file);
  return { file };
}
