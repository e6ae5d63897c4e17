/** Tools from PyPI, in a virtual environment of the project. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..", "..");
export const environment = path.join(root, ".venv");
const requirements = path.join(__dirname, "requirements.txt");
const stamp = path.join(environment, "azora-verify");

/** The tool cannot be had or did not work; its message says why. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

function runOrFail(command: string, args: readonly string[], what: string): void {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (error !== undefined) throw new ToolError(`${what}: ${error.message}`);
  if (status !== 0) throw new ToolError(`${what}: ${command} ended with ${status ?? "a signal"}`);
}

/**
 * Makes the virtual environment if it is missing or its versions changed, saying so.
 * @throws ToolError where Python or PyPI cannot be had.
 */
export function ensurePythonTools(): void {
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write("Installing cfn-lint and hadolint into .venv (first use, or a version changed) …\n");
  runOrFail(
    "python3",
    ["-m", "venv", environment],
    "a Python virtual environment cannot be made (Python 3.11 or later, with venv, is needed)",
  );
  const options = ["install", "--quiet", "--disable-pip-version-check", "--requirement", requirements];
  runOrFail(pythonTool("pip"), options, "the tools cannot be installed from PyPI");
  writeFileSync(stamp, wanted);
}

/** Path of a tool's command. */
export function pythonTool(name: string): string {
  return path.join(environment, "bin", name);
}
