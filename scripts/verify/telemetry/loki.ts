/** Real Lokis with the plan's configuration, where `loki` is on the PATH: none of its modules' licence lets us build it here. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { request, type ServerOptions } from "node:https";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tenantHeader, type LogTenant } from "../../../components/facts/logging";
import { observabilityNames, observabilityPorts } from "../../../components/facts/observability";
import type { Plan } from "../../../preview/plan";
import { mapOf } from "./world";

const { logs } = observabilityNames;
const { lokiHttp } = observabilityPorts;

/** Why none can be had. */
export function whyNoLoki(): string | undefined {
  return spawnSync("loki", ["-version"], { stdio: "ignore" }).status === 0
    ? undefined
    : "loki is not on the PATH, and what its licence (AGPL) asks for is not ours to build";
}

type Config = Record<string, Record<string, unknown>> & {
  schema_config: { configs: Record<string, unknown>[] };
};

/** What a trial's certificates are: those of the members, by which they serve and are called. */
export interface Proof {
  readonly files: Readonly<Record<string, string>>;
  readonly tls: ServerOptions;
}

export class Lokis {
  private readonly running = new Map<string, ChildProcess>();

  constructor(
    private readonly home: string,
    private readonly plan: Pick<Plan, "stacks">,
    private readonly stack: string,
    private readonly addresses: readonly string[],
    private readonly resolvConf: string,
    private readonly proof: Proof,
  ) {}

  /** The plan's text, with the trial's paths, one machine's addresses, and a folder in the place of a bucket. */
  private adapted(name: string, address: string): string {
    const text = (mapOf(this.plan, this.stack, `${logs}-config`)["loki.yaml"] ?? "")
      .replaceAll('"/etc/azora', `"${this.at(name)}/etc/azora`)
      .replaceAll('"/var/loki', `"${this.at(name)}/var/loki`);
    const config = JSON.parse(text) as Config;
    Object.assign(config.server ?? {}, { http_listen_address: address, grpc_listen_address: address });
    Object.assign(config.memberlist ?? {}, { bind_addr: [address], advertise_addr: address });
    for (const schema of config.schema_config.configs) schema.object_store = "filesystem";
    Object.assign(config.storage_config ?? {}, {
      object_store: { filesystem: { dir: path.join(this.home, "bucket") } },
    });
    // Sooner than every ten minutes, so that it is seen.
    Object.assign(config.compactor ?? {}, {
      delete_request_store: "filesystem",
      compaction_interval: "30s",
    });
    return JSON.stringify(config, null, 1);
  }

  private at(name: string): string {
    return path.join(this.home, name);
  }

  /** Starts all members, and waits until each takes lines. */
  async start(): Promise<void> {
    mkdirSync(path.join(this.home, "bucket"), { recursive: true });
    for (const [index, address] of this.addresses.entries()) {
      const name = `${logs}-${index}`;
      const files: Record<string, string> = {
        ...this.proof.files,
        "etc/azora/loki/loki.yaml": this.adapted(name, address),
        "etc/azora/loki/tenants.yaml": mapOf(this.plan, this.stack, `${logs}-config`)["tenants.yaml"] ?? "",
        ...Object.fromEntries(
          (["platform", "services", "audit"] as const).map((tenant) => [
            `etc/azora/log-rules/${tenant}/rules.yaml`,
            mapOf(this.plan, this.stack, `log-rules-${tenant}`)["rules.yaml"] ?? "",
          ]),
        ),
      };
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(this.at(name), file)), { recursive: true });
        writeFileSync(path.join(this.at(name), file), text);
      }
      mkdirSync(path.join(this.at(name), "var/loki"), { recursive: true });
      const script =
        'mount --bind "$1" /etc/resolv.conf && exec loki -config.file="$2" -config.expand-env=true';
      this.running.set(
        name,
        spawn(
          "unshare",
          [
            "--mount",
            "sh",
            "-c",
            script,
            "sh",
            this.resolvConf,
            path.join(this.at(name), "etc/azora/loki/loki.yaml"),
          ],
          { env: { ...process.env, POD_IP: address, POD_NAME: name }, stdio: "ignore" },
        ),
      );
    }
    for (const address of this.addresses)
      for (let attempt = 0; ; attempt += 1) {
        const { status, text } = await this.ask("/ready", "platform", address).catch((error: unknown) => ({
          status: 0,
          text: String(error),
        }));
        if (status === 200) break;
        if (attempt > 120) throw new Error(`Loki at ${address} does not come up: ${status} ${text}`);
        await sleep(1000);
      }
  }

  /** Ends all, as a cluster does. */
  async stop(): Promise<void> {
    const all = [...this.running.values()].filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    const gone = all.map((child) => new Promise((done) => child.once("exit", done)));
    for (const child of all) child.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const child of all) child.kill("SIGKILL");
    }, 60_000);
    await Promise.all(gone);
    clearTimeout(late);
    this.running.clear();
  }

  /** Asks a member, as a tenant, with a certificate. */
  ask(
    at: string,
    tenant: LogTenant,
    address = this.addresses[0] ?? "",
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { cert, key, ca } = this.proof.tls;
    return new Promise((done, failed) => {
      const call = request(
        {
          host: address,
          port: lokiHttp,
          path: at,
          servername: `${logs}.internal.azora.example`,
          headers: { [tenantHeader]: tenant },
          cert,
          key,
          ca,
          timeout: 30_000,
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("end", () => {
            done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() });
          });
        },
      );
      call.on("error", failed);
      call.end();
    });
  }

  /** What a query of one number is worth now; nothing where it has no answer. */
  async number(query: string, tenant: LogTenant): Promise<number | undefined> {
    const { text } = await this.ask(`/loki/api/v1/query?query=${encodeURIComponent(query)}`, tenant);
    const { data } = JSON.parse(text) as {
      readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
    };
    const value = data?.result[0]?.value[1];
    return value === undefined ? undefined : Number(value);
  }
}
