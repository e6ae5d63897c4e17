import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exampleAuthority } from "../../stacks/certificates";
import { allRegions } from "../../components/facts/regions";

const root = path.resolve(__dirname, "..", "..");

/** The day that tests take for today. */
export const testDay = "2026-11-24";

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm start -- ARGUMENT…` without npm; `home` holds the stack files, default the project's own. */
export function start(args: readonly string[], home = root, env: NodeJS.ProcessEnv = {}): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs", ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, AZORA_ROOT: home, ...env },
  });
  return { status, stdout, stderr };
}

/** What guard rails of an organisation are set for, and by whom. */
export const organization = {
  target: "ou-ab12-cd34ef56",
  roleArn: "arn:aws:iam::444455556666:role/azora-guard-rails",
} as const;

/** A folder with copies of the project's stack files, for tests that break them. */
export class StackFiles {
  readonly home = mkdtempSync(path.join(tmpdir(), "azora-stacks-"));

  constructor() {
    for (const name of readdirSync(root)) {
      if (/^Pulumi(\..+)?\.yaml$/.test(name)) cpSync(path.join(root, name), path.join(this.home, name));
    }
  }

  /** Replaces a stack's file by what `edit` makes of it; `undefined` removes it. */
  edit(stack: string, edit: (source: string) => string | undefined): void {
    const file = path.join(this.home, `Pulumi.${stack}.yaml`);
    const edited = edit(readFileSync(file, "utf8"));
    if (edited === undefined) rmSync(file);
    else writeFileSync(file, edited);
  }

  /** Adds or replaces one line of configuration. */
  set(stack: string, key: string, value: string): void {
    this.edit(stack, (source) => {
      const kept = source.split("\n").filter((line) => !line.startsWith(`  ${key}:`));
      return [...kept.filter((line) => line !== ""), `  ${key}: ${value}`, ""].join("\n");
    });
  }

  /** Has the account guarded by an organisation, which the project's own files leave open. */
  setOrganization(): void {
    this.set("global", "azora:organization", organization.target);
    this.set("global", "azora:organizationRoleArn", organization.roleArn);
  }

  /** Switches every region's edge-steering controller on, which the project's own files leave for after the first `up`. */
  setSteering(): void {
    // Offline nobody can decrypt a secret; that it is one is enough.
    const secure = "{ secure: v1:AAAA }";
    for (const { name } of allRegions()) {
      this.set(name, "azora:cloudflareAccountId", "0123456789abcdef0123456789abcdef");
      this.set(name, "azora:edgeSteeringDigest", `sha256:${"0a".repeat(32)}`);
      this.set(name, "azora:edgeSteeringToken", secure);
      this.set(name, "azora:edgeSteeringKeys", secure);
      this.set(name, "azora:edgeSteeringIdentity", secure);
      this.set(name, "azora:edgeSteeringAuthorities", JSON.stringify(exampleAuthority));
    }
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
