/** The real cfn-lint, in a virtual environment of the project. */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { LintMatch } from "./findings";
import { templateBody, type Template } from "./template";

const root = path.resolve(__dirname, "..", "..", "..");
const environment = path.join(root, ".venv");
const requirements = path.join(__dirname, "requirements.txt");
const stamp = path.join(environment, "azora-verify-aws");
const workFolder = path.join(root, ".cache", "verify", "aws");

/** The tool cannot be had or did not work; its message says why. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

function runOrFail(command: string, args: readonly string[], what: string): void {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (error !== undefined) throw new ToolError(`${what}: ${error.message}`);
  if (status !== 0) throw new ToolError(`${what}: ${command} ended with ${status ?? "a signal"}`);
}

/** Makes the virtual environment if it is missing or its versions changed, saying so. */
export function ensureCfnLint(): void {
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write("Installing cfn-lint into .venv (first use, or its version changed) …\n");
  runOrFail(
    "python3",
    ["-m", "venv", environment],
    "a Python virtual environment cannot be made (Python 3.11 or later, with venv, is needed)",
  );
  const pip = path.join(environment, "bin", "pip");
  const options = ["install", "--quiet", "--disable-pip-version-check", "--requirement", requirements];
  runOrFail(pip, options, "cfn-lint cannot be installed from PyPI");
  writeFileSync(stamp, wanted);
}

/** Folder of the CloudFormation schemas that cfn-lint holds. */
export function schemaFolder(): string {
  const lib = path.join(environment, "lib");
  const python = readdirSync(lib).find((name) => name.startsWith("python3."));
  if (python === undefined) throw new ToolError(`no Python in ${lib}`);
  return path.join(lib, python, "site-packages", "cfnlint", "data", "schemas");
}

function lint(file: string, region: string): Promise<LintMatch[]> {
  const command = path.join(environment, "bin", "cfn-lint");
  const args = ["--format", "json", "--non-zero-exit-code", "none", "--regions", region, "--", file];
  // A configuration file in the caller's home would change what is judged.
  const env = { ...process.env, HOME: workFolder };
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: workFolder, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const fail = (why: string): void => {
        reject(new ToolError(`cfn-lint on ${file}: ${why}`));
      };
      if (error) {
        fail(stderr || error.message);
        return;
      }
      try {
        resolve(JSON.parse(stdout.trim() === "" ? "[]" : stdout) as LintMatch[]);
      } catch {
        fail(`its output is not JSON: ${stdout.slice(0, 200)}`);
      }
    });
  });
}

/** Writes each template to `.cache/verify/aws` and lints it against its region's specification. */
export async function lintTemplates(
  templates: readonly Template[],
): Promise<ReadonlyMap<Template, readonly LintMatch[]>> {
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(workFolder, { recursive: true });
  const results = new Map<Template, readonly LintMatch[]>();
  const waiting = [...templates];
  const worker = async (): Promise<void> => {
    for (let template = waiting.shift(); template !== undefined; template = waiting.shift()) {
      const file = path.join(workFolder, `${template.stack}-${template.region}.json`);
      writeFileSync(file, JSON.stringify(templateBody(template), undefined, 1));
      results.set(template, await lint(file, template.region));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
