/** One running pod: a network, a root and processes of its own. All of it lives as long as one process, its holder. */
import { spawn, type ChildProcess } from "node:child_process";
import { childOf, enterAll, printed, type CommandOptions } from "./command";
import { asUser, Container } from "./container";
import { hostnameOf, type PodNames } from "./names";
import { preparation, quoted } from "./preparation";
import type { ContainerSpec, PodSpec } from "./specs";

export interface PodPlace {
  readonly root: string;
  /** An empty folder to mount in. */
  readonly mountPoint: string;
  readonly names: PodNames;
  /** Pause before a container that ended starts again. */
  readonly restartDelayMs: number;
  readonly tell: (event: string, data: Readonly<Record<string, unknown>>) => void;
  readonly onLines: (container: string, stream: "out" | "err", lines: readonly string[]) => void;
}

/** How long SIGTERM has until SIGKILL follows: Kubernetes' own default (`terminationGracePeriodSeconds`). */
const kubeletGraceMs = 30_000;
const fillerName = ".drill-filler";

export class Pod {
  private holder: ChildProcess | undefined;
  private holderPid: number | undefined;
  private restarting = true;
  private readonly containers: ReadonlyMap<string, Container>;

  constructor(
    readonly spec: PodSpec,
    private readonly place: PodPlace,
  ) {
    const hostname = hostnameOf(spec);
    this.containers = new Map(
      spec.containers.map((container) => [
        container.name,
        new Container(
          container,
          hostname,
          () => this.pid,
          () => (this.restarting ? place.restartDelayMs : undefined),
          {
            onLines: (stream, lines) => {
              place.onLines(container.name, stream, lines);
            },
            onStart: (pid) => {
              place.tell("container started", { pod: spec.name, container: container.name, pid });
            },
            onEnd: (how) => {
              place.tell("container ended", { pod: spec.name, container: container.name, how });
            },
          },
        ),
      ]),
    );
  }

  /** Number of the process that holds the pod. @throws Error where the pod does not exist. */
  get pid(): number {
    if (this.holderPid === undefined) throw new Error(`pod ${this.spec.name} does not exist now`);
    return this.holderPid;
  }

  get exists(): boolean {
    return this.holderPid !== undefined;
  }

  /**
   * Makes its namespaces, root, volumes and files; nothing runs in it yet, and it has no link.
   * @throws Error with what the preparation said.
   */
  async make(): Promise<void> {
    const { spec, place } = this;
    const holder = spawn(
      "unshare",
      [
        "--mount",
        "--net",
        "--uts",
        "--ipc",
        "--pid",
        "--fork",
        "--kill-child",
        "--propagation",
        "private",
        "/bin/sh",
        "-s",
      ],
      {
        stdio: ["pipe", "pipe", "pipe"],
        env: {
          PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
          ROOT: place.root,
          MOUNT: place.mountPoint,
          DEVICES: "net/tun",
        },
      },
    );
    this.holder = holder;
    let said = "";
    holder.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    holder.stdin.on("error", () => {
      // It ended early; its exit says so.
    });
    // When this process goes, however it goes, the pipe ends, then `cat`, then everything in the pod.
    holder.stdin.write(`${preparation(spec, place.names)}echo ready\nexec cat >/dev/null\n`);
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once("data", () => {
        resolve();
      });
      holder.once("exit", (code, signal) => {
        reject(new Error(`pod ${spec.name} could not be made (${String(code ?? signal)}): ${said.trim()}`));
      });
    });
    this.holderPid = holder.pid === undefined ? undefined : childOf(holder.pid);
    holder.once("exit", () => {
      this.holderPid = undefined;
    });
  }

  /** Starts all containers, and holds them running. */
  async start(): Promise<void> {
    this.restarting = true;
    await Promise.all([...this.containers.values()].map((container) => container.start()));
  }

  /** Stops all containers; volumes stay. @param graceMs default 30 s; 0 kills at once. */
  async stop(graceMs = kubeletGraceMs): Promise<void> {
    await Promise.all([...this.containers.values()].map((container) => container.stop(graceMs)));
  }

  /** Ends everything in it at once with its network and volumes, as the loss of its machine and disk does. */
  async destroy(): Promise<void> {
    const { holder } = this;
    for (const container of this.containers.values()) void container.stop(0);
    if (holder === undefined || holder.exitCode !== null || holder.signalCode !== null) return;
    const gone = new Promise((resolve) => holder.once("exit", resolve));
    this.destroyNow();
    await gone;
    await this.stop(0);
  }

  /** The same without waiting, for the last moment of this process. */
  destroyNow(): void {
    this.holder?.kill("SIGKILL");
  }

  /** Whether a container that ends starts again. */
  restarts(on: boolean): void {
    this.restarting = on;
  }

  container(name: string): Container {
    const container = this.containers.get(name);
    if (container === undefined)
      throw new Error(
        `pod ${this.spec.name} has no container ${name}; it has ${[...this.containers.keys()].join(", ")}`,
      );
    return container;
  }

  /**
   * What a command prints in a container, as its user and with its environment.
   * @param container default the first.
   * @throws Error with what it said where it fails or takes too long.
   */
  async exec(argv: readonly string[], options: ExecOptions & CommandOptions = {}): Promise<string> {
    return printed(["nsenter", ...this.entered(argv, options)], options);
  }

  /** Starts a command beside the containers; the caller reads its output. It ends with the container. */
  spawn(argv: readonly string[], options: ExecOptions = {}): ChildProcess {
    return spawn("nsenter", this.entered(argv, options), {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: process.env.PATH },
    });
  }

  /** Writes a volume full, to its last byte. */
  async fill(folder: string): Promise<void> {
    const filler = quoted(`${this.volume(folder)}/${fillerName}`);
    await this.asRoot(`cat /dev/zero >>${filler} 2>/dev/null || true`);
  }

  async unfill(folder: string): Promise<void> {
    await this.asRoot(`rm -f ${quoted(`${this.volume(folder)}/${fillerName}`)}`);
  }

  private volume(folder: string): string {
    const found = this.spec.volumes.find(({ path }) => path === folder);
    if (found === undefined)
      throw new Error(
        `pod ${this.spec.name} has no volume ${folder}; it has ${this.spec.volumes.map(({ path }) => path).join(", ")}`,
      );
    return found.path;
  }

  private async asRoot(script: string): Promise<void> {
    await printed(["nsenter", ...enterAll(this.pid), "/bin/sh", "-c", script]);
  }

  private entered(
    argv: readonly string[],
    { container: name, env = {}, user }: ExecOptions,
  ): readonly string[] {
    const container = this.container(name ?? this.spec.containers[0]?.name ?? "");
    const { spec } = container;
    const who = { uid: user?.uid ?? spec.uid, gid: user?.gid ?? spec.gid, env: { ...spec.env, ...env } };
    // While it does not run, in the pod beside it.
    return [...enterAll(container.pid ?? this.pid), ...asUser(who, hostnameOf(this.spec), argv)];
  }
}

export interface ExecOptions {
  /** Default the first. */
  readonly container?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default the container's. */
  readonly user?: Pick<ContainerSpec, "uid" | "gid">;
}
