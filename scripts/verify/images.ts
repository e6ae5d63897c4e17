import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensurePythonTools, pythonTool, ToolError } from "./pythonTools";

const root = path.resolve(__dirname, "..", "..");

/** `npm run verify -- images`: hadolint judges each image's Dockerfile. Exit status 1 if it finds anything, 2 where it cannot be had. */
export function verifyImages(): Promise<number> {
  try {
    ensurePythonTools();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return Promise.resolve(2);
  }
  const files = readdirSync(path.join(root, "images")).map((name) => path.join("images", name, "Dockerfile"));
  const failed = files.filter((file) => {
    // Any finding counts, and nobody's own configuration.
    const args = [
      "--config",
      path.join(__dirname, "hadolint.yaml"),
      "--failure-threshold",
      "style",
      "--no-color",
      file,
    ];
    return (
      spawnSync(pythonTool("hadolint"), args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
        .status !== 0
    );
  });
  process.stdout.write(`${files.length - failed.length} passed, ${failed.length} failed\n`);
  return Promise.resolve(failed.length === 0 ? 0 : 1);
}
