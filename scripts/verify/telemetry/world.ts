/**
 * Collectors of the plan on one machine: each at an address of its own, with the plan's configuration, certificates of the names that the
 * plan's certificates have, and a server of names in the place of the cluster's.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerOptions } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "selfsigned";
import { collectorHome, podLogs } from "../../../components/facts/logging";
import { observabilityPorts } from "../../../components/facts/observability";
import type { Plan } from "../../../preview/plan";
import { nameServer } from "./names";

/** What collectors of the plan read and write, each below a folder of the trial. */
const ownPaths = ["/etc/azora", collectorHome, podLogs] as const;

/** A part that is asked of a cluster's API server, and has no answer here. */
const leftOut = "k8s_attributes";

/** Where the names of the clusters are answered, one after the other. */
const nameAddress = (index: number): string => `127.0.20.${index + 1}`;

interface Pair {
  readonly cert: string;
  readonly private: string;
}

interface Started {
  readonly name: string;
  readonly address: string;
  readonly child: ChildProcess;
  said: string;
}

type Config = Record<string, unknown> & {
  service: { pipelines: Record<string, { processors: string[] }> };
};

/** Objects of a kind in a stack of the plan. */
function objects(
  plan: Pick<Plan, "stacks">,
  stack: string,
  type: string,
): readonly Record<string, unknown>[] {
  return (plan.stacks[stack]?.resources ?? [])
    .filter((resource) => resource.type === type)
    .map(({ resolved }) => resolved as Record<string, unknown>);
}

/** What a config map of the plan's holds. @throws Error where there is none of that name. */
export function mapOf(
  plan: Pick<Plan, "stacks">,
  stack: string,
  name: string,
): Readonly<Record<string, string>> {
  const found = objects(plan, stack, "kubernetes:core/v1:ConfigMap").find(
    ({ metadata }) => (metadata as { readonly name?: string }).name === name,
  );
  if (found === undefined) throw new Error(`stack "${stack}" has no config map ${name}`);
  return found.data as Record<string, string>;
}

/** Names that a part's certificate has in a stack. */
function hostsOf(plan: Pick<Plan, "stacks">, stack: string, part: string): readonly string[] {
  const found = objects(plan, stack, "kubernetes:cert-manager.io/v1:Certificate").find(
    ({ spec }) => (spec as { readonly secretName?: string }).secretName === part,
  );
  return (found?.spec as { readonly dnsNames?: readonly string[] } | undefined)?.dnsNames ?? [];
}

const serialNames = [{ name: "commonName", value: "trial" }];

export class TelemetryWorld {
  readonly home = mkdtempSync(path.join(tmpdir(), "azora-telemetry-"));
  private readonly clusters = new Map<string, Map<string, readonly string[]>>();
  private readonly started: Started[] = [];
  private readonly stops: (() => void)[] = [];
  private authority: Pair = { cert: "", private: "" };

  constructor(
    private readonly plan: Pick<Plan, "stacks">,
    private readonly binary: string,
  ) {}

  /** Makes the authority, which all regions trust. */
  async open(): Promise<void> {
    this.authority = await generate([{ name: "commonName", value: "region" }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
  }

  /** Name → addresses in a cluster; they may be changed while collectors run. */
  async names(stack: string): Promise<Map<string, readonly string[]>> {
    const known = this.clusters.get(stack);
    if (known !== undefined) return known;
    const names = new Map<string, readonly string[]>();
    const address = nameAddress(this.clusters.size);
    this.clusters.set(stack, names);
    const socket = await nameServer(address, names);
    this.stops.push(() => socket.close());
    writeFileSync(this.resolvConf(stack), `nameserver ${address}\noptions timeout:1\n`);
    return names;
  }

  /** The file that says where a cluster's names are answered. */
  resolvConf(stack: string): string {
    return path.join(this.home, `${stack}.resolv.conf`);
  }

  /** Where a file of a collector lies here. */
  at(name: string, file: string): string {
    return path.join(this.home, name, file);
  }

  /** A certificate of names, which the authority signs. */
  private proof(hosts: readonly string[]): Promise<Pair> {
    return generate(serialNames, {
      keyType: "ec",
      algorithm: "sha256",
      ca: { cert: this.authority.cert, key: this.authority.private },
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true, clientAuth: true },
        { name: "subjectAltName", altNames: hosts.map((value) => ({ type: 2 as const, value })) },
      ],
    });
  }

  /** By what a stand-in serves that has a part's certificate, to those who show a certificate. */
  async serving(
    stack: string,
    certificateName: string,
  ): Promise<ServerOptions & { readonly cert: string; readonly key: string }> {
    const { cert, private: key } = await this.proof(hostsOf(this.plan, stack, certificateName));
    const ca = this.authority.cert;
    return { cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" };
  }

  /** Files of a certificate, as a pod has them. */
  proofFiles(cert: string, key: string): Readonly<Record<string, string>> {
    return {
      "etc/azora/tls/tls.crt": cert,
      "etc/azora/tls/tls.key": key,
      "etc/azora/authority/ca.crt": this.authority.cert,
      "etc/azora/authorities/authorities.pem": this.authority.cert,
    };
  }

  /** Gives a collector the certificate of a part: of the names that the plan gives it. */
  private async certify(name: string, hosts: readonly string[]): Promise<void> {
    const proof = await this.proof(hosts);
    const files = this.proofFiles(proof.cert, proof.private);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(this.at(name, file)), { recursive: true });
      writeFileSync(this.at(name, file), text);
    }
  }

  /** The plan's text with the trial's paths, and without what only a cluster has. */
  private adapted(name: string, text: string): string {
    const moved = ownPaths.reduce(
      (all, own) => all.replaceAll(`"${own}`, `"${path.join(this.home, name)}${own}`),
      text,
    );
    const config = JSON.parse(moved) as Config;
    delete (config.processors as Record<string, unknown> | undefined)?.[leftOut];
    for (const pipeline of Object.values(config.service.pipelines))
      pipeline.processors = pipeline.processors.filter((processor) => processor !== leftOut);
    return JSON.stringify(config, null, 1);
  }

  /** Starts a collector of a part, with the plan's configuration or another. @throws Error where it does not come up. */
  async start(
    name: string,
    address: string,
    stack: string,
    part: string,
    config = mapOf(this.plan, stack, part)["config.yaml"] ?? "",
  ): Promise<void> {
    const hosts = hostsOf(this.plan, stack, part);
    if (hosts.length === 0) throw new Error(`stack "${stack}" has no certificate of ${part}`);
    await this.certify(name, hosts);
    mkdirSync(this.at(name, podLogs), { recursive: true });
    mkdirSync(this.at(name, collectorHome), { recursive: true });
    writeFileSync(this.at(name, "config.yaml"), this.adapted(name, config));
    await this.run(name, address, stack);
  }

  /** Runs a collector whose files are there. */
  async run(name: string, address: string, stack: string): Promise<void> {
    const script = 'mount --bind "$1" /etc/resolv.conf && exec "$2" --config "$3"';
    const child = spawn(
      "unshare",
      [
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        this.resolvConf(stack),
        this.binary,
        this.at(name, "config.yaml"),
      ],
      { env: { ...process.env, POD_IP: address, NODE_NAME: name }, stdio: ["ignore", "ignore", "pipe"] },
    );
    const started: Started = { name, address, child, said: "" };
    child.stderr.on("data", (data: Buffer) => {
      started.said = `${started.said}${data.toString()}`.slice(-20_000);
    });
    this.started.push(started);
    for (let attempt = 0; attempt < 150; attempt += 1) {
      if (child.exitCode !== null) break;
      const up = await fetch(`http://${address}:${observabilityPorts.collectorHealth}/`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) return;
      await sleep(200);
    }
    throw new Error(`${name} does not come up:\n${started.said.slice(-2000)}`);
  }

  /** What collectors complained of last, for whoever has to find out why something failed. */
  complaints(): string {
    return this.started
      .flatMap(({ name, said }) =>
        said
          .split("\n")
          .filter((line) => /"level":"(warn|error)"|Will retry/.test(line))
          .slice(-2)
          .map((line) => `${name}: ${line.slice(0, 600)}`),
      )
      .join("\n");
  }

  /** Ends a collector: at once, or as a cluster does. */
  async end(name: string, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const found = this.started.findLast((each) => each.name === name);
    if (found === undefined || found.child.exitCode !== null || found.child.signalCode !== null) return;
    const gone = new Promise((done) => found.child.once("exit", done));
    found.child.kill(signal);
    await gone;
  }

  /** Ends all that was started, by its id, and removes what they wrote. */
  async close(): Promise<void> {
    for (const { name } of this.started) await this.end(name, "SIGKILL");
    for (const stop of this.stops) stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}
