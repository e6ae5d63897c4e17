import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { goTool } from "./goTool";

const root = path.resolve(__dirname, "..", "..");

const actionlint = {
  name: "actionlint",
  module: "github.com/rhysd/actionlint/cmd/actionlint",
  version: "v1.7.12",
};

/** `npm run verify -- workflows`: actionlint judges the workflow templates. Exit status 1 if it finds anything. */
export function verifyWorkflows(): Promise<number> {
  const tool = goTool(actionlint);
  const files = readdirSync(path.join(root, ".github", "workflows"));
  if ("why" in tool) {
    process.stdout.write(`skipped: ${tool.why}\n0 passed, 0 failed, ${files.length} skipped\n`);
    return Promise.resolve(0);
  }
  const failed = files.filter((file) => {
    const { status } = spawnSync(tool.file, [path.join(".github", "workflows", file)], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    return status !== 0;
  });
  process.stdout.write(`${files.length - failed.length} passed, ${failed.length} failed, 0 skipped\n`);
  return Promise.resolve(failed.length === 0 ? 0 : 1);
}
