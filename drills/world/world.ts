/**
 * Regions on one machine: each has a network of its own with pods in it, and the lines between them are as long as facts say.
 * All of it stands in namespaces that carry this process' number, and is gone when the world is closed.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { Pod } from "./pod";
import { podKey, type PodSpec } from "./pods";
import { rootHome } from "./root";

/** A region and its block, a /16. */
export interface Site {
  readonly name: string;
  readonly cidr: string;
}

export interface WorldArgs {
  readonly sites: readonly Site[];
  /** Round trip in milliseconds. */
  readonly roundTripMs: (a: string, b: string) => number;
  readonly pods: readonly PodSpec[];
  /** Folder for what containers print, a file each. */
  readonly logs: string;
  /** Told of each line of a container, and of each thing that the drill does; `ms` since the world was made. */
  readonly onLine?: (pod: string, container: string, line: string, ms: number) => void;
  readonly onEvent?: (event: WorldEvent) => void;
}

/** Something that the drill did, or saw. */
export interface WorldEvent {
  readonly ms: number;
  readonly event: string;
  readonly [more: string]: unknown;
}

/** The state of the lines. */
export interface Lines {
  /** Ways that lead nowhere: `[from, to]`. */
  readonly blocked: readonly (readonly [string, string])[];
  readonly lossPercent?: number;
  readonly jitterMs?: number;
}

const dnsUser = 0;

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

export class World {
  readonly startedAt = process.hrtime.bigint();
  private readonly prefix = `azd${process.pid}`;
  private readonly home = mkdtempSync(path.join(tmpdir(), "azora-drill-"));
  private readonly namespaces: string[] = [];
  private readonly pods = new Map<string, Pod>();
  private readonly addresses = new Map<string, string>();
  private lines: ChildProcess | undefined;
  private answers: Interface | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly args: WorldArgs) {
    mkdirSync(args.logs, { recursive: true });
  }

  /** Milliseconds since the world was made. */
  now(): number {
    return Number(process.hrtime.bigint() - this.startedAt) / 1e6;
  }

  /** The same of a time of the machine's monotonic clock, which programs in pods read too. */
  since(monotonicMs: number): number {
    return monotonicMs - Number(this.startedAt) / 1e6;
  }

  /** Makes networks and lines, then starts every pod. */
  async open(): Promise<void> {
    const { sites, pods } = this.args;
    for (const site of sites) this.addSite(site);
    await this.openLines();
    for (const { name } of sites) {
      const router = this.namespaceOf(name);
      ip("-n", router, "link", "set", "wan", "up");
      ip("-n", router, "route", "add", "10.0.0.0/8", "dev", "wan");
    }
    for (const site of sites) {
      const mine = pods.filter(({ region }) => region === site.name);
      mine.forEach((spec, index) => this.addresses.set(podKey(spec), this.addressIn(site, index + 10)));
    }
    const names = pods.flatMap((spec) =>
      spec.hosts.map((host) => `${this.addressOf(podKey(spec))} ${host}\n`),
    );
    for (const site of sites) await this.add(this.nameServer(site, names.join("")), this.addressIn(site, 2));
    await Promise.all(pods.map((spec) => this.add(spec, this.addressOf(podKey(spec)))));
    this.note("open", { pods: pods.length });
  }

  pod(key: string): Pod {
    const pod = this.pods.get(key);
    if (!pod) throw new Error(`there is no pod ${key}; there are ${[...this.pods.keys()].join(", ")}`);
    return pod;
  }

  addressOf(key: string): string {
    const address = this.addresses.get(key);
    if (address === undefined) throw new Error(`there is no pod ${key}`);
    return address;
  }

  /** Changes the lines; done when it is in force. */
  async setLines(lines: Lines): Promise<void> {
    const { blocked, lossPercent = 0, jitterMs = 0 } = lines;
    const done = this.answer();
    const ways = blocked.map(([from, to]) => `${from} ${to}`);
    this.lines?.stdin?.write(`${JSON.stringify({ blocked: ways, lossPercent, jitterMs })}\n`);
    await done;
    this.note("lines", { blocked: ways, lossPercent, jitterMs });
  }

  /** Cuts regions off from all others, both ways; what is within a region goes on. */
  async cut(...regions: readonly string[]): Promise<void> {
    const others = this.args.sites.map(({ name }) => name);
    await this.setLines({
      blocked: others.flatMap((a) =>
        others.flatMap((b) =>
          a !== b && (regions.includes(a) || regions.includes(b)) ? [[a, b] as const] : [],
        ),
      ),
    });
  }

  async heal(): Promise<void> {
    await this.setLines({ blocked: [] });
  }

  /** Keys of the pods that fit. */
  keysOf(fits: (spec: PodSpec) => boolean): readonly string[] {
    return this.args.pods.filter(fits).map(podKey);
  }

  /** Writes down what somebody else saw at another time. */
  record(event: WorldEvent): void {
    this.args.onEvent?.(event);
  }

  /** Writes down that something happened. */
  note(event: string, data: object = {}): void {
    this.args.onEvent?.({ ms: Math.round(this.now()), event, ...data });
  }

  /** Ends everything that the world started, and removes what it made. */
  async close(): Promise<void> {
    await Promise.all([...this.pods.values()].map((pod) => pod.kill()));
    this.lines?.stdin?.end();
    this.lines?.kill("SIGKILL");
    this.answers?.close();
    for (const namespace of this.namespaces.splice(0).reverse()) {
      try {
        ip("netns", "delete", namespace);
      } catch {
        // It was never made.
      }
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  private namespaceOf(name: string): string {
    return `${this.prefix}-${name.replaceAll("/", "-")}`;
  }

  private addressIn({ cidr }: Site, host: number): string {
    return cidr.replace(/0\.0\/16$/, `0.${host}`);
  }

  private gatewayOf(site: Site): string {
    return this.addressIn(site, 1);
  }

  private makeNamespace(namespace: string): void {
    ip("netns", "add", namespace);
    this.namespaces.push(namespace);
    ip("-n", namespace, "link", "set", "lo", "up");
  }

  private addSite(site: Site): void {
    const router = this.namespaceOf(site.name);
    this.makeNamespace(router);
    ip("-n", router, "link", "add", "br0", "type", "bridge", "forward_delay", "0");
    ip("-n", router, "addr", "add", `${this.gatewayOf(site)}/16`, "dev", "br0");
    ip("-n", router, "link", "set", "br0", "up");
    execFileSync("ip", ["netns", "exec", router, "sysctl", "-qw", "net.ipv4.ip_forward=1"]);
  }

  private async add(spec: PodSpec, address: string): Promise<void> {
    const site = this.args.sites.find(({ name }) => name === spec.region);
    if (!site) throw new Error(`pod ${spec.name} is in region ${spec.region}, which the drill does not have`);
    const router = this.namespaceOf(site.name);
    const key = podKey(spec);
    const namespace = this.namespaceOf(key);
    this.makeNamespace(namespace);
    // Names of links end at 15 characters.
    const port = `p${this.namespaces.length}`;
    ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", router);
    ip("-n", namespace, "addr", "add", `${address}/16`, "dev", "eth0");
    ip("-n", namespace, "link", "set", "eth0", "up");
    ip("-n", namespace, "route", "add", "default", "via", this.gatewayOf(site));
    ip("-n", router, "link", "set", port, "master", "br0", "up");
    const pod = new Pod(spec, namespace, this.home, this.addressIn(site, 2), (container, line) => {
      this.args.onLine?.(key, container, line, this.now());
      appendFileSync(
        path.join(this.args.logs, `${key.replaceAll("/", ".")}.${container}.log`),
        `${Math.round(this.now())} ${line}\n`,
      );
    });
    this.pods.set(key, pod);
    await pod.start();
  }

  /** A name server a region, as every cluster has one. */
  private nameServer(site: Site, names: string): PodSpec {
    return {
      name: "dns",
      namespace: "kube-system",
      region: site.name,
      userId: dnsUser,
      hosts: [],
      containers: [
        {
          name: "dns",
          command: [
            "dnsmasq",
            "--keep-in-foreground",
            "--no-resolv",
            "--no-hosts",
            "--user=root",
            "--addn-hosts=/etc/drill-names",
            "--local-ttl=5",
          ],
          env: {},
        },
      ],
      files: [{ path: "/etc/drill-names", content: names, mode: 0o444 }],
      volumes: [],
    };
  }

  private async openLines(): Promise<void> {
    const { sites, roundTripMs } = this.args;
    const mount = path.join(this.home, "lines");
    mkdirSync(mount);
    writeFileSync(
      path.join(this.home, "switch.py"),
      execFileSync("cat", [path.join(__dirname, "switch.py")]),
    );
    const script = `
set -e
mount -t tmpfs tmpfs "$M" && mkdir "$M/upper" "$M/work" "$M/root"
mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$M/upper,workdir=$M/work" "$M/root"
mount --rbind /dev "$M/root/dev"
mkdir -p "$M/root/run/netns" && mount --rbind /run/netns "$M/root/run/netns"
cp "$HOME_OF_WORLD/switch.py" "$M/root/opt/switch.py"
exec chroot "$M/root" python3 /opt/switch.py`;
    this.lines = spawn("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { PATH: process.env.PATH, M: mount, ROOT: rootHome, HOME_OF_WORLD: this.home },
    });
    const { stdin, stdout } = this.lines;
    if (stdin === null || stdout === null) throw new Error("the lines have no pipes");
    this.answers = createInterface(stdout);
    this.answers.on("line", () => this.waiting.shift()?.());
    this.lines.once("exit", (code) => {
      this.note("lines ended", { code });
    });
    const ready = this.answer();
    const ways = sites.flatMap(({ name: a }) =>
      sites
        .filter(({ name: b }) => b !== a)
        .map(({ name: b }) => [`${a} ${b}`, roundTripMs(a, b) / 2] as const),
    );
    stdin.write(
      `${JSON.stringify({
        regions: Object.fromEntries(
          sites.map(({ name, cidr }) => [
            name,
            { namespace: this.namespaceOf(name), prefix: cidr.split(".").slice(0, 2).map(Number) },
          ]),
        ),
        delayMs: Object.fromEntries(ways),
      })}\n`,
    );
    await ready;
  }

  private answer(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
