/**
 * Regions on one machine: each has a network of its own with pods in it, and lines to the others that are as long as asked.
 * Nothing has a name outside: every namespace is held by a process of this world, so all of it is gone when these are, and
 * they end when this process does, however it does.
 */
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ipIn, output, type CommandOptions } from "./command";
import { Journal, type WorldEvent } from "./journal";
import { leftovers, namespacesOf, traces } from "./leftovers";
import { Lines, waysOf, type LineStats } from "./lines";
import { hardwareAddress, podAddresses, podHosts, podNames, routerAddress } from "./names";
import { Pod, type ExecOptions } from "./pod";
import { rootHome } from "./root";
import { checkWorld, type PodSpec, type RegionSpec, type RoundTrips } from "./specs";

export interface WorldArgs {
  readonly regions: readonly RegionSpec[];
  readonly roundTripMs: RoundTrips;
  readonly pods: readonly PodSpec[];
  /** Folder for `events.jsonl` and what containers print; default a new one for temporary files. */
  readonly logs?: string;
  /** Pause before a container that ended starts again; default 1 s (a kubelet's first is shorter, later ones longer). */
  readonly restartDelayMs?: number;
  readonly onEvent?: (event: WorldEvent) => void;
  /** Told of each line of a container; `ms` since the world was made. */
  readonly onLine?: (pod: string, container: string, line: string, ms: number) => void;
}

/** What is wrong with lines that are not cut. */
export interface Impairment {
  /** Added to a packet's delay, evenly from 0; order stays. */
  readonly jitterMs: number;
  readonly lossPercent: number;
  /** Default every way between regions. */
  readonly ways?: readonly (readonly [string, string])[];
}

/** Where each pod mounts its own root; full in that pod's eyes only. */
const mountPoint = path.join(path.dirname(rootHome), "drill-mount");
/** Packets that a router's device holds until the switch reads them; the kernel's 500 are 6 ms of 1 Gbit/s. */
const deviceQueueLength = 10_000;

export class World {
  readonly journal: Journal;
  private readonly before = traces();
  private readonly namespaces = new Set<string>();
  private readonly own = new Set(namespacesOf("self"));
  private readonly pods = new Map<string, Pod>();
  private readonly routers = new Map<string, Pod>();
  private readonly addresses: ReadonlyMap<string, string>;
  private readonly lines: Lines;
  private linkCount = 0;
  private closed: Promise<readonly string[]> | undefined;
  private readonly lastMoment = (): void => {
    for (const pod of [...this.pods.values(), ...this.routers.values()]) pod.destroyNow();
    this.lines.closeNow();
  };
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.journal.note("signal", { signal });
    void this.close().then(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };

  /** @throws Error naming what is wrong with the pods or regions; nothing is made yet. */
  constructor(private readonly args: WorldArgs) {
    const { regions, roundTripMs, pods } = args;
    checkWorld(regions, roundTripMs, pods);
    this.addresses = podAddresses(regions, pods);
    this.journal = new Journal(args.logs ?? mkdtempSync(path.join(tmpdir(), "azora-drill-")), args.onEvent);
    this.lines = new Lines(rootHome, (why) => {
      if (this.closed === undefined) this.journal.note("lines ended", { why });
    });
  }

  /** Milliseconds since the world was made. */
  now(): number {
    return this.journal.now();
  }

  /** Makes networks and lines, then every pod, and starts all containers. @throws Error; then nothing is left. */
  async open(): Promise<void> {
    const { regions, roundTripMs, pods } = this.args;
    process.once("exit", this.lastMoment).once("SIGINT", this.onSignal).once("SIGTERM", this.onSignal);
    try {
      mkdirSync(mountPoint, { recursive: true });
      await Promise.all(regions.map((region) => this.addRouter(region)));
      await this.openLines(roundTripMs);
      for (const spec of pods) this.pods.set(spec.name, this.newPod(spec, this.addressOf(spec.name)));
      await Promise.all(pods.map(({ name }) => this.makePod(this.pod(name))));
      await Promise.all([...this.routers.values()].map((router) => router.start()));
      await Promise.all([...this.pods.values()].map((pod) => pod.start()));
    } catch (error) {
      await this.close();
      throw error;
    }
    this.journal.note("open", {
      regions: regions.map(({ name }) => name),
      pods: pods.map(({ name }) => name),
    });
  }

  pod(name: string): Pod {
    const pod = this.pods.get(name);
    if (pod === undefined)
      throw new Error(`there is no pod ${name}; there are ${[...this.pods.keys()].join(", ")}`);
    return pod;
  }

  addressOf(pod: string): string {
    const address = this.addresses.get(pod);
    if (address === undefined) throw new Error(`there is no pod ${pod}`);
    return address;
  }

  /** Cuts regions off from all others, both ways; links stay up, and what is within a region goes on. */
  async cut(...regions: readonly string[]): Promise<void> {
    for (const region of regions) await this.change("cut", { region });
  }

  /** Drops what one region sends to another; the other direction stays. */
  async cutOneWay(from: string, to: string): Promise<void> {
    await this.change("cutWay", { way: `${from} ${to}` });
  }

  /** Drops what goes from one group of regions to another; every region stands in one group. */
  async split(...groups: readonly (readonly string[])[]): Promise<void> {
    await this.change("split", { groups });
  }

  /** Opens every line; or takes back the cut of one region. Jitter and loss stay. */
  async heal(region?: string): Promise<void> {
    await this.change("heal", region === undefined ? {} : { region });
  }

  async impair({ jitterMs, lossPercent, ways }: Impairment): Promise<void> {
    const all = waysOf(this.args.regions.map(({ name }) => name));
    const named = (ways ?? all).map(([from, to]) => `${from} ${to}`);
    await this.change("impair", { jitterMs, lossPercent, ways: named });
  }

  /** Lets every way between regions carry so much, one direction as much as the other; 0 for as much as the machine moves. */
  async rate(mbitPerSecond: number): Promise<void> {
    const ways = waysOf(this.args.regions.map(({ name }) => name)).map(([from, to]) => `${from} ${to}`);
    await this.change("rate", { mbitPerSecond, ways });
  }

  /** Changes how long lines are; pairs not named stay. */
  async roundTrips(
    table: readonly { readonly between: readonly [string, string]; readonly ms: number }[],
  ): Promise<void> {
    const ways = table.flatMap(({ between: [a, b], ms }) => [
      [`${a} ${b}`, ms / 2] as const,
      [`${b} ${a}`, ms / 2] as const,
    ]);
    await this.change("delays", { delayMs: Object.fromEntries(ways) });
  }

  lineStats(): Promise<LineStats> {
    return this.lines.stats();
  }

  /** Names of all pods, lost ones too. */
  get podNames(): readonly string[] {
    return [...this.pods.keys()];
  }

  /** Number of the switch's process, for measuring what it costs. */
  get switchPid(): number | undefined {
    return this.lines.pid;
  }

  async fill(pod: string, volume: string): Promise<void> {
    await this.pod(pod).fill(volume);
    this.journal.note("fill", { pod, volume });
  }

  async unfill(pod: string, volume: string): Promise<void> {
    await this.pod(pod).unfill(volume);
    this.journal.note("unfill", { pod, volume });
  }

  /** Sends a signal to a container's first process; it starts again when it ends, unless its pod's restarts are off. */
  kill(pod: string, container: string, signal: NodeJS.Signals = "SIGKILL"): void {
    this.journal.note("kill", { pod, container, signal });
    if (!this.pod(pod).container(container).signal(signal))
      throw new Error(`container ${container} of pod ${pod} does not run`);
  }

  /** Whether a pod's containers start again when they end; default they do. */
  restarts(pod: string, on: boolean): void {
    this.pod(pod).restarts(on);
    this.journal.note("restarts", { pod, on });
  }

  /** Stops a pod's containers; network and volumes stay. @param graceMs default 30 s, as a kubelet; 0 kills at once. */
  async stopPod(pod: string, graceMs?: number): Promise<void> {
    this.journal.note("stop pod", { pod, ...(graceMs === undefined ? {} : { graceMs }) });
    await this.pod(pod).stop(graceMs);
  }

  /** Loses a pod with its network and its volumes, as when its machine burns. */
  async losePod(pod: string): Promise<void> {
    this.journal.note("lose pod", { pod });
    await this.pod(pod).destroy();
  }

  /** Starts a stopped pod's containers; a lost pod is made anew, with empty volumes, at its old address. */
  async startPod(pod: string): Promise<void> {
    const one = this.pod(pod);
    this.journal.note("start pod", { pod, anew: !one.exists });
    if (!one.exists) await this.makePod(one);
    await one.start();
  }

  /** What a command prints in a container. @throws Error with what it said where it fails. */
  async exec(
    pod: string,
    argv: readonly string[],
    options: ExecOptions & CommandOptions = {},
  ): Promise<string> {
    return this.pod(pod).exec(argv, options);
  }

  /**
   * Ends everything that the world started, and looks whether anything is left.
   * @returns what is left, in words: nothing, or there is a defect.
   */
  close(): Promise<readonly string[]> {
    this.closed ??= this.remove();
    return this.closed;
  }

  private async remove(): Promise<readonly string[]> {
    await Promise.all([...this.pods.values()].map((pod) => pod.destroy()));
    await this.lines.close();
    await Promise.all([...this.routers.values()].map((router) => router.destroy()));
    process.off("exit", this.lastMoment).off("SIGINT", this.onSignal).off("SIGTERM", this.onSignal);
    const left = leftovers(this.before, this.namespaces);
    this.journal.note("closed", { left });
    this.journal.close();
    return left;
  }

  private async change(event: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const askedMs = this.now();
    await this.lines.tell({ do: event, ...data });
    this.journal.note(event, { ...data, tookMs: Math.round((this.now() - askedMs) * 1000) / 1000 });
  }

  private newPod(spec: PodSpec, address: string): Pod {
    const region = this.args.regions.find(({ name }) => name === spec.region);
    if (region === undefined) throw new Error(`there is no region ${spec.region}`);
    const system = {
      passwd: readFileSync(path.join(rootHome, "etc/passwd"), "utf8"),
      group: readFileSync(path.join(rootHome, "etc/group"), "utf8"),
    };
    const hosts = podHosts(this.args.pods, this.addresses);
    return new Pod(spec, {
      root: rootHome,
      mountPoint,
      names: podNames(spec, { address, resolver: routerAddress(region), hosts }, system),
      restartDelayMs: this.args.restartDelayMs ?? 1000,
      tell: (event, data) => {
        if (typeof data["pid"] === "number") this.remember(data["pid"]);
        this.journal.note(event, data);
      },
      onLines: (container, stream, lines) => {
        this.journal.print(spec.name, container, stream, lines);
        const ms = this.now();
        for (const line of lines) this.args.onLine?.(spec.name, container, line, ms);
      },
    });
  }

  /** Remembers the namespaces of a process, to look for them at the end. */
  private remember(pid: number): void {
    try {
      for (const each of namespacesOf(pid)) if (!this.own.has(each)) this.namespaces.add(each);
    } catch {
      // It ended at once; its namespaces with it.
    }
  }

  private async makePod(pod: Pod): Promise<void> {
    await pod.make();
    this.remember(pod.pid);
    const { name, region } = pod.spec;
    const router = this.routers.get(region);
    const spec = this.args.regions.find((each) => each.name === region);
    if (router === undefined || spec === undefined) throw new Error(`there is no region ${region}`);
    // Each link has a name of its own, since a lost pod's goes a moment later than the pod.
    const port = `pod${++this.linkCount}`;
    ipIn(router.pid, [
      `link add ${port} type veth peer name eth0 address ${hardwareAddress(this.addressOf(name))} netns ${pod.pid}`,
      `link set ${port} master br0 up`,
    ]);
    ipIn(pod.pid, [
      "link set lo up",
      `address add ${this.addressOf(name)}/16 dev eth0`,
      "link set eth0 up",
      `route add default via ${routerAddress(spec)}`,
    ]);
  }

  /** A region's router and its name server, as every cluster has one. */
  private async addRouter(region: RegionSpec): Promise<void> {
    const address = routerAddress(region);
    const hosts = "/etc/drill-hosts";
    const dns = [
      "dnsmasq",
      "--keep-in-foreground",
      "--log-facility=-",
      "--no-resolv",
      "--no-hosts",
      "--user=root",
      `--addn-hosts=${hosts}`,
      "--local-ttl=5",
    ];
    const router = this.newPod(
      {
        name: `router-${region.name}`,
        region: region.name,
        hostnames: [],
        containers: [{ name: "names", command: dns, env: {}, uid: 0, gid: 0 }],
        files: [{ path: hosts, content: podHosts(this.args.pods, this.addresses), mode: 0o444 }],
        volumes: [],
      },
      address,
    );
    await router.make();
    this.remember(router.pid);
    this.routers.set(region.name, router);
    output([
      "nsenter",
      `--target=${router.pid}`,
      "--net",
      "sh",
      "-c",
      "echo 1 >/proc/sys/net/ipv4/ip_forward",
    ]);
    ipIn(router.pid, [
      "link set lo up",
      "link add br0 type bridge forward_delay 0",
      `address add ${address}/16 dev br0`,
      "link set br0 up",
    ]);
  }

  private async openLines(roundTripMs: RoundTrips): Promise<void> {
    const routers = this.args.regions.map(({ name, cidr }) => ({
      name,
      pid: this.routers.get(name)?.pid ?? 0,
      network: cidr,
    }));
    await this.lines.open(routers, roundTripMs);
    if (this.lines.pid !== undefined) this.remember(this.lines.pid);
    for (const { name, pid } of routers)
      ipIn(pid, [
        `link set wan mtu 1500 txqueuelen ${deviceQueueLength} up`,
        ...routers
          .filter((other) => other.name !== name)
          .map(({ network }) => `route add ${network} dev wan`),
      ]);
  }
}
