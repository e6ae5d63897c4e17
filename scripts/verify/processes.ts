/** Programs that a drill or a verification starts on the loopback address, and ends. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

/** A port that nobody has. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}

export class Processes {
  private readonly running = new Set<ChildProcess>();

  /** @param logs folder of what they print, a file each. */
  constructor(private readonly logs: string) {}

  /** Starts one, with nothing of this process' environment but the path. */
  start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const log = openSync(path.join(this.logs, `${name}.log`), "a");
    const child = spawn(command, args, {
      env: { PATH: process.env["PATH"], HOME: this.logs, ...env },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.running.add(child);
    child.once("exit", () => this.running.delete(child));
    return child;
  }

  /** Ends one, and waits until it has. */
  async end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  /** Ends all that are left. */
  async endAll(): Promise<void> {
    await Promise.all([...this.running].map((child) => this.end(child)));
  }
}
