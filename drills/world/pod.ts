/** One running pod: a network, a file system and processes of its own, which end with it. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rootHome } from "./root";
import { podKey, type ContainerSpec, type PodSpec } from "./pods";

/** Told of each line that a container prints, and of what becomes of it. */
export type Listener = (container: string, line: string) => void;

/** Makes the pod's file system over the shared one, says "ready", and holds all of it until it is killed. */
const holder = `
set -e
mount -t tmpfs -o size=256m,mode=755 tmpfs "$HOME_OF_POD/mount"
mkdir "$HOME_OF_POD/mount/upper" "$HOME_OF_POD/mount/work" "$HOME_OF_POD/mount/root"
R="$HOME_OF_POD/mount/root"
mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$HOME_OF_POD/mount/upper,workdir=$HOME_OF_POD/mount/work" "$R"
mount -t proc proc "$R/proc"
mount -t tmpfs -o size=1m,mode=755 tmpfs "$R/dev"
for device in null zero full random urandom tty; do
  touch "$R/dev/$device"
  mount --bind "/dev/$device" "$R/dev/$device"
done
ln -s /proc/self/fd "$R/dev/fd"
mkdir "$R/dev/shm"
mount -t tmpfs -o size=1g,mode=1777 tmpfs "$R/dev/shm"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$R/tmp"
while read -r size folder; do
  mkdir -p "$R$folder"
  mount -t tmpfs -o "size=\${size}m,mode=700,uid=$USER_OF_POD,gid=$USER_OF_POD" tmpfs "$R$folder"
done <"$HOME_OF_POD/volumes"
cp -a "$HOME_OF_POD/files/." "$R/"
echo ready
exec sleep infinity
`;

export class Pod {
  private holder: ChildProcess | undefined;
  private readonly containers = new Map<string, ChildProcess>();
  private restarts = true;
  private readonly home: string;

  constructor(
    readonly spec: PodSpec,
    private readonly namespace: string,
    worldHome: string,
    private readonly nameServer: string,
    private readonly listener: Listener,
  ) {
    this.home = path.join(worldHome, podKey(spec));
  }

  /** Starts the pod with empty volumes, and all its containers. */
  async start(): Promise<void> {
    this.restarts = true;
    await this.hold();
    for (const container of this.spec.containers) this.run(container);
  }

  /** Ends everything in the pod at once, as the loss of its machine does; its volumes are gone too. */
  async kill(): Promise<void> {
    this.restarts = false;
    const { holder: held } = this;
    this.holder = undefined;
    if (held === undefined || held.exitCode !== null || held.signalCode !== null) return;
    const gone = new Promise((resolve) => held.once("exit", resolve));
    held.kill("SIGKILL");
    await gone;
  }

  /** What a command prints in the pod's first container, as its user; fails as the command does. */
  exec(argv: readonly string[], { input = "" }: { readonly input?: string } = {}): string {
    return execFileSync("nsenter", this.inContainer(argv, {}), {
      encoding: "utf8",
      input,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: 30_000,
    });
  }

  /** Starts a command beside the pod's containers, whose output the caller reads. */
  spawn(argv: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn("nsenter", this.entered(argv, env), { stdio: ["pipe", "pipe", "pipe"] });
  }

  private async hold(): Promise<void> {
    const { spec } = this;
    mkdirSync(path.join(this.home, "mount"), { recursive: true });
    this.stage();
    const held = spawn(
      "ip",
      [
        "netns",
        "exec",
        this.namespace,
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child=SIGKILL",
        "--propagation",
        "private",
        "/bin/sh",
        "-c",
        holder,
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
        env: {
          PATH: process.env.PATH,
          HOME_OF_POD: this.home,
          USER_OF_POD: String(spec.userId),
          ROOT: rootHome,
        },
      },
    );
    this.holder = held;
    await new Promise<void>((resolve, reject) => {
      held.stdout.once("data", () => {
        resolve();
      });
      held.once("exit", (code) => {
        reject(new Error(`${podKey(spec)} could not be made: its holder ended with ${String(code)}`));
      });
    });
  }

  /** Files of the pod, as they are copied into it. */
  private stage(): void {
    const { spec } = this;
    const files = path.join(this.home, "files");
    const write = (name: string, content: string, mode: number): void => {
      const target = path.join(files, name);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      chmodSync(target, mode);
      // As a kubelet does with fsGroup: root's, and readable for the pod's group.
      chownSync(target, 0, spec.userId);
    };
    for (const { path: name, content, mode } of spec.files) write(name, content, mode);
    write("/etc/hosts", "127.0.0.1 localhost\n", 0o444);
    write("/etc/resolv.conf", `nameserver ${this.nameServer}\noptions timeout:1 attempts:2\n`, 0o444);
    writeFileSync(
      path.join(this.home, "volumes"),
      spec.volumes.map(({ path: folder, sizeMib }) => `${sizeMib} ${folder}\n`).join(""),
    );
  }

  /** The pod's root, from its own mounts. */
  private get root(): string {
    return path.join(this.home, "mount", "root");
  }

  /** What runs a command in the pod's root as its user, from the pod's mounts. */
  private asUser(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
    const { userId } = this.spec;
    const all = {
      PATH: "/opt/patroni/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/tmp",
      LC_ALL: "C.UTF-8",
      ...env,
    };
    return [
      "chroot",
      `--userspec=${userId}:${userId}`,
      `--groups=${userId}`,
      this.root,
      "env",
      "-i",
      ...Object.entries(all).map(([key, value]) => `${key}=${value}`),
      ...argv,
    ];
  }

  /** The only child of a process. */
  private childOf(pid: number | undefined): number {
    const children =
      pid === undefined ? "" : readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    if (!/^\d+$/.test(children)) throw new Error(`${podKey(this.spec)} does not run`);
    return Number(children);
  }

  /** Arguments of `nsenter` that lead into the pod. */
  private entered(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
    const held = this.childOf(this.holder?.pid);
    return [`--target=${held}`, "--mount", "--pid", "--net", ...this.asUser(argv, env)];
  }

  /** Arguments of `nsenter` that lead into the first container, where its processes have the numbers that they know. */
  private inContainer(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
    const [first] = this.containers.values();
    const init = this.childOf(this.childOf(first?.pid));
    return [`--target=${init}`, "--mount", "--pid", "--net", ...this.asUser(argv, env)];
  }

  private run(container: ContainerSpec): void {
    const held = this.childOf(this.holder?.pid);
    // Its first process has number 1, as in a real container: it inherits and buries what others leave behind.
    const child = spawn(
      "nsenter",
      [
        `--target=${held}`,
        "--mount",
        "--pid",
        "--net",
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child=SIGKILL",
        "/bin/sh",
        "-c",
        'mount -t proc proc "$0/proc"; exec "$@"',
        this.root,
        ...this.asUser(container.command, container.env),
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.containers.set(container.name, child);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.listener(container.name, line);
      });
    }
    child.once("exit", (code, signal) => {
      this.listener(container.name, `(ended with ${String(code ?? signal)})`);
      // As a kubelet does, whose first pause is shorter than this.
      if (this.restarts)
        setTimeout(() => {
          if (this.restarts) this.run(container);
        }, 1000).unref();
    });
  }
}
