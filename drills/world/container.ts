/** One container of a pod: a process of the planned user that is number 1 to itself, and is started anew when it ends. */
import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { childOf, eachLine, enterAll } from "./command";
import { rootPath } from "./rootPlan";
import type { ContainerSpec } from "./specs";

export interface ContainerEvents {
  /** Lines that it printed, or `undefined` with what became of it. */
  readonly onLines: (stream: "out" | "err", lines: readonly string[]) => void;
  readonly onStart: (pid: number) => void;
  readonly onEnd: (how: string) => void;
}

/** Gives the container a `/proc` that shows its own processes only, and says that it begins. */
const begin = 'mount -t proc proc /proc && echo begun >&3 && exec 3>&- "$@"';

/** The words that run a command as a container's user with its environment and nothing else. */
export function asUser(
  { uid, gid, env }: Pick<ContainerSpec, "uid" | "gid" | "env">,
  hostname: string,
  argv: readonly string[],
): readonly string[] {
  const all = { PATH: rootPath, HOME: "/tmp", HOSTNAME: hostname, ...env };
  return [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    `--groups=${gid}`,
    // What every planned pod that is not root's drops.
    ...(uid === 0 ? [] : ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]),
    "env",
    "-i",
    ...Object.entries(all).map(([key, value]) => `${key}=${value}`),
    ...argv,
  ];
}

export class Container {
  private child: ChildProcess | undefined;
  private pidOfFirst: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    readonly spec: ContainerSpec,
    private readonly hostname: string,
    private readonly holder: () => number,
    private readonly restartDelayMs: () => number | undefined,
    private readonly events: ContainerEvents,
  ) {}

  /** Number of its first process on the machine; `undefined` while it does not run. */
  get pid(): number | undefined {
    return this.pidOfFirst;
  }

  /** Starts it, and holds it running from then on; done when its program has begun. */
  async start(): Promise<void> {
    this.wanted = true;
    if (this.child === undefined) await this.run();
  }

  /**
   * Ends it for good, as a kubelet does: SIGTERM to its first process, and SIGKILL to all after the grace.
   * @param graceMs 0 ends it at once.
   */
  async stop(graceMs: number): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.child === undefined) return;
    if (graceMs > 0) this.signal("SIGTERM");
    const kill = setTimeout(() => {
      this.signal("SIGKILL");
    }, graceMs);
    await this.ended;
    clearTimeout(kill);
  }

  /** Sends a signal to its first process; SIGKILL ends all processes with that one. */
  signal(signal: NodeJS.Signals): boolean {
    const { pidOfFirst } = this;
    if (pidOfFirst === undefined) return false;
    try {
      return process.kill(pidOfFirst, signal);
    } catch {
      return false;
    }
  }

  private async run(): Promise<void> {
    const args = [
      ...enterAll(this.holder()),
      "unshare",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "--propagation",
      "private",
      "/bin/sh",
      "-c",
      begin,
      "container",
      ...asUser(this.spec, this.hostname, this.spec.command),
    ];
    const child = spawn("nsenter", args, {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: { PATH: process.env.PATH },
    });
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.child = undefined;
        this.pidOfFirst = undefined;
        this.events.onEnd(String(code ?? signal));
        this.startAgain();
        resolve();
      });
    });
    const [, out, err] = child.stdio as unknown as readonly [unknown, Readable, Readable];
    eachLine(out, (lines) => {
      this.events.onLines("out", lines);
    });
    eachLine(err, (lines) => {
      this.events.onLines("err", lines);
    });
    await Promise.race([this.begun(child), this.ended]);
  }

  private async begun(child: ChildProcess): Promise<void> {
    await new Promise((resolve) => (child.stdio[3] as Readable).once("data", resolve));
    // The machine sees: nsenter, its child unshare, and that one's child, the container's first process.
    const inside = child.pid === undefined ? undefined : childOf(child.pid);
    this.pidOfFirst = inside === undefined ? undefined : childOf(inside);
    if (this.pidOfFirst !== undefined) this.events.onStart(this.pidOfFirst);
  }

  private startAgain(): void {
    const delay = this.restartDelayMs();
    if (!this.wanted || delay === undefined) return;
    this.timer = setTimeout(() => {
      if (!this.wanted || this.child !== undefined) return;
      this.run().catch((error: unknown) => {
        this.events.onEnd(`not started: ${(error as Error).message}`);
      });
    }, delay);
  }
}
