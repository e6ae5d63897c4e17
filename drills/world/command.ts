/** Commands of the machine: run to their end, or started with their output read line by line. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";

/** What `nsenter` is told to lead a command into all namespaces of a process. */
export function enterAll(pid: number): readonly string[] {
  return [`--target=${pid}`, "--mount", "--net", "--pid", "--uts", "--ipc"];
}

export interface CommandOptions {
  readonly input?: string;
  /** Default 30000. */
  readonly timeoutMs?: number;
}

function failure(why: string, said: string, argv: readonly string[]): Error {
  return new Error(`${why}: ${said.trim()}\n  ${argv.join(" ").slice(0, 500)}`);
}

/**
 * What a command prints, while this process goes on: servers whose output nobody reads stand still once their pipes are full.
 * @throws Error with what it said where it fails, or does not end within `timeoutMs`.
 */
export async function printed(
  argv: readonly string[],
  { input = "", timeoutMs = 30_000 }: CommandOptions = {},
): Promise<string> {
  const [command = "", ...args] = argv;
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    env: { PATH: process.env.PATH },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.on("error", () => {
    // It ended without reading all; its exit says why.
  });
  child.stdin.end(input);
  const started = Date.now();
  const how = await new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve(code ?? signal ?? "nothing");
    });
  });
  if (how === 0) return out;
  const why =
    how === "SIGKILL" && Date.now() - started >= timeoutMs
      ? `not done after ${timeoutMs} ms`
      : `ended with ${how}`;
  throw failure(why, err, argv);
}

/**
 * The same while this process stands still: for what takes milliseconds, before servers run.
 * @throws Error with what it said where it fails, or does not end within `timeoutMs`.
 */
export function output(
  argv: readonly string[],
  { input = "", timeoutMs = 30_000 }: CommandOptions = {},
): string {
  const [command = "", ...args] = argv;
  const ended = spawnSync(command, args, {
    encoding: "utf8",
    input,
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH },
  });
  if (ended.status === 0) return ended.stdout;
  const why = ended.error?.message ?? `ended with ${String(ended.status ?? ended.signal)}`;
  throw failure(why, ended.stderr, argv);
}

/** Runs lines of `ip` in the network namespace of a process. */
export function ipIn(pid: number, lines: readonly string[]): void {
  output(["nsenter", `--target=${pid}`, "--net", "ip", "-batch", "-"], { input: `${lines.join("\n")}\n` });
}

/** The process that a process started last; `undefined` where it has none, or is gone. */
export function childOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const last = children[children.length - 1] ?? "";
    return last === "" ? undefined : Number(last);
  } catch {
    return undefined;
  }
}

/** Tells of each whole line that a stream brings, and of a last one without an end. */
export function eachLine(stream: Readable, tell: (lines: readonly string[]) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) tell(lines);
  });
  stream.on("end", () => {
    if (rest !== "") tell([rest]);
  });
}
