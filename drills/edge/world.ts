/**
 * A network of its own for each region, joined by a bridge in yet another: nothing outside these namespaces is touched.
 * A cut leaves every link up and answers nothing, as a black hole does: a port leaves the bridge, or a neighbour's address
 * leads to nobody.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";

const bridge = "br0";
/** An address that no link has: frames to it reach nobody. */
const nobody = "02:00:00:00:00:ff";
/** Index of the API's namespace in addresses; regions count from 1. */
const apiIndex = 250;

/** The Node that the regions' programs run on: the image's version, which may be another than the harness'. */
const drillNode = process.env.AZORA_DRILL_NODE ?? process.execPath;

/** Version of that Node, for example `v22.20.0`. */
export function drillNodeVersion(): string {
  return execFileSync(drillNode, ["--version"], { encoding: "utf8" }).trim();
}

export interface Process {
  readonly child: ChildProcess;
  /** Lines of its output so far. */
  readonly lines: readonly string[];
}

export type Part = "control" | "ingress";

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Why namespaces cannot be made here; `undefined` when they can. */
export function whyNot(): string | undefined {
  const name = `azora-drill-${process.pid}-try`;
  try {
    ip("netns", "add", name);
    ip("-n", name, "link", "add", bridge, "type", "bridge");
    return undefined;
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer };
    return code === "ENOENT"
      ? "the command ip is missing (iproute2)"
      : (stderr?.toString().trim() ?? "no reason given");
  } finally {
    try {
      ip("netns", "delete", name);
    } catch {
      // It was never made.
    }
  }
}

export class World {
  private readonly prefix = `azora-drill-${process.pid}-`;
  private readonly net = `${this.prefix}net`;
  private readonly processes = new Set<Process>();

  constructor(private readonly regions: readonly string[]) {
    ip("netns", "add", this.net);
    ip("-n", this.net, "link", "add", bridge, "type", "bridge", "forward_delay", "0");
    ip("-n", this.net, "link", "set", bridge, "up");
    for (const region of regions) {
      this.addNamespace(region);
      this.addLink(region, "control");
      this.addLink(region, "ingress");
    }
    this.addNamespace("api");
    this.addLink("api", "control");
    for (const from of [...regions, "api"]) this.introduce(from);
  }

  /** Address of a region's controller, of its ingress, or of the API. */
  address(name: string, part: Part): string {
    return `10.213.${part === "control" ? 0 : 1}.${this.indexOf(name)}`;
  }

  /** Starts Node in a region's namespace. */
  start(name: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv): Process {
    const child = spawn("ip", ["netns", "exec", this.namespace(name), drillNode, file, ...args], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...env },
    });
    const lines: string[] = [];
    const started = { child, lines };
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
    });
    child.on("exit", () => this.processes.delete(started));
    this.processes.add(started);
    return started;
  }

  /** What a region's own program answers in its namespace; `undefined` where it does not within two seconds. */
  ask(name: string, url: string): string | undefined {
    const script = "fetch(process.argv[1]).then((r) => r.text()).then((t) => process.stdout.write(t))";
    try {
      return execFileSync("ip", ["netns", "exec", this.namespace(name), drillNode, "-e", script, url], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 2000,
      });
    } catch {
      return undefined;
    }
  }

  /** Stops one process that this world started, and waits until it is gone. */
  async stop(one: Process): Promise<void> {
    if (one.child.exitCode !== null || one.child.signalCode !== null) return;
    const gone = new Promise((resolve) => one.child.once("exit", resolve));
    one.child.kill("SIGKILL");
    await gone;
  }

  /** Takes a region's links from the bridge. */
  cut(name: string, parts: readonly Part[] = ["control", "ingress"]): void {
    for (const part of parts) ip("-n", this.net, "link", "set", this.port(name, part), "nomaster");
  }

  restore(name: string, parts: readonly Part[] = ["control", "ingress"]): void {
    for (const part of parts) ip("-n", this.net, "link", "set", this.port(name, part), "master", bridge);
  }

  /** What one region sends to others reaches nobody; the API stays in reach. */
  deafen(from: string, to: readonly string[]): void {
    for (const other of to)
      for (const part of ["control", "ingress"] as const) this.neighbour(from, other, part, nobody);
  }

  undeafen(from: string, to: readonly string[]): void {
    for (const other of to)
      for (const part of ["control", "ingress"] as const)
        this.neighbour(from, other, part, this.mac(other, part));
  }

  /** Ends what runs here and removes the namespaces, with all links in them; only those of this drill's own number. */
  async remove(): Promise<void> {
    await Promise.all([...this.processes].map((one) => this.stop(one)));
    for (const name of readdirSync("/run/netns"))
      if (name.startsWith(this.prefix)) ip("netns", "delete", name);
  }

  private namespace(name: string): string {
    return this.prefix + name;
  }

  private indexOf(name: string): number {
    return name === "api" ? apiIndex : this.regions.indexOf(name) + 1;
  }

  private port(name: string, part: Part): string {
    return `${part}${this.indexOf(name)}`;
  }

  private mac(name: string, part: Part): string {
    return `02:00:00:00:${part === "control" ? "00" : "01"}:${this.indexOf(name).toString(16).padStart(2, "0")}`;
  }

  private addNamespace(name: string): void {
    ip("netns", "add", this.namespace(name));
    ip("-n", this.namespace(name), "link", "set", "lo", "up");
  }

  private addLink(name: string, part: Part): void {
    const namespace = this.namespace(name);
    const port = this.port(name, part);
    ip("-n", this.net, "link", "add", port, "type", "veth", "peer", "name", part, "netns", namespace);
    ip("-n", namespace, "link", "set", part, "address", this.mac(name, part));
    ip(
      "-n",
      namespace,
      "address",
      "add",
      `${this.address(name, part)}/${part === "control" ? 24 : 32}`,
      "dev",
      part,
    );
    ip("-n", namespace, "link", "set", part, "up");
    ip("-n", this.net, "link", "set", port, "up", "master", bridge);
  }

  /** Fixed neighbours: without them a black hole would turn into "no route to host" after three seconds. */
  private introduce(from: string): void {
    ip("-n", this.namespace(from), "route", "add", "10.213.1.0/24", "dev", "control");
    for (const other of [...this.regions, "api"])
      if (other !== from)
        for (const part of ["control", "ingress"] as const)
          this.neighbour(from, other, part, this.mac(other, part));
  }

  private neighbour(from: string, to: string, part: Part, mac: string): void {
    ip(
      "-n",
      this.namespace(from),
      "neigh",
      "replace",
      this.address(to, part),
      "lladdr",
      mac,
      "dev",
      "control",
      "nud",
      "permanent",
    );
  }
}
