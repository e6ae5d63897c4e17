/** The real cfn-lint, from the project's Python environment. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { environment, pythonTool, ToolError } from "../pythonTools";
import type { LintMatch } from "./findings";
import { templateBody, type Template } from "./template";

const root = path.resolve(__dirname, "..", "..", "..");
const workFolder = path.join(root, ".cache", "verify", "aws");

/** Folder of the CloudFormation schemas that cfn-lint holds. */
export function schemaFolder(): string {
  const lib = path.join(environment, "lib");
  const python = readdirSync(lib).find((name) => name.startsWith("python3."));
  if (python === undefined) throw new ToolError(`no Python in ${lib}`);
  return path.join(lib, python, "site-packages", "cfnlint", "data", "schemas");
}

function lint(file: string, region: string): Promise<LintMatch[]> {
  const command = pythonTool("cfn-lint");
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
