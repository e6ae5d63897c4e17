import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { allRegions, globalStackName } from "../../components/facts/regions";
import type { CliResult } from "./cli";

const root = path.resolve(__dirname, "..", "..");

const parts = [
  "Pulumi.yaml",
  ...[...allRegions().map(({ name }) => name), globalStackName].map((stack) => `Pulumi.${stack}.yaml`),
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "components",
  "stacks",
  "policies",
  "preview",
  "scripts",
  "drills/results",
  "tests/support",
];

/** A copy of the project with the same packages, for tests that change what only a file of the project decides. */
export class Checkout {
  readonly home = mkdtempSync(path.join(tmpdir(), "azora-checkout-"));

  constructor() {
    for (const part of parts) cpSync(path.join(root, part), path.join(this.home, part), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(this.home, "node_modules"));
  }

  /** Replaces a file by a value, as JSON or YAML by its name. */
  write(file: string, value: unknown): void {
    const text = file.endsWith(".json") ? JSON.stringify(value) : stringify(value);
    writeFileSync(path.join(this.home, file), text);
  }

  /** Runs `npm start -- ARGUMENT…` without npm. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): CliResult {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs", ...args], {
      cwd: this.home,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, AZORA_ROOT: this.home, ...env },
    });
    return { status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
