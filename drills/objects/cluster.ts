/** A cluster without nodes: a real API server on a real etcd, and whoever asks it, by a token. */
import { execFile, type ChildProcess } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { clusterAddresses } from "../../components/facts/kubernetes";
import { pause } from "../shared/scenarios";
import { rootHome } from "../world/root";
import { freePort, type Processes } from "../../scripts/verify/processes";
import type { Tools } from "./tools";

const run = promisify(execFile);
const readySeconds = 90;

/** Who asks: by a name, and by groups. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

export const admin: Identity = { user: "admin", groups: ["system:masters"] };

/** A service account, as the API server names it. */
export function serviceAccount(namespace: string, name: string): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
  };
}

/** An object of Kubernetes, as far as it is looked at here. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & Readonly<
    Record<string, unknown>
  >;
  readonly [field: string]: unknown;
}

export class Cluster {
  private readonly home: string;
  private readonly children: ChildProcess[] = [];
  private server = "";

  constructor(
    readonly name: string,
    private readonly tools: Tools,
    private readonly processes: Processes,
    folder: string,
    private readonly identities: readonly Identity[],
  ) {
    this.home = path.join(folder, name);
  }

  private file(name: string): string {
    return path.join(this.home, name);
  }

  /** Starts etcd and the API server, and waits until that is ready. */
  async open(): Promise<void> {
    mkdirSync(this.file("etcd"), { recursive: true, mode: 0o700 });
    const [client, peer, secure] = await Promise.all([freePort(), freePort(), freePort()]);
    const etcd = `http://127.0.0.1:${client}`;
    // Debian's, by its own loader: the machine may have an older one.
    const libraries = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"].map((each) =>
      path.join(rootHome, each),
    );
    this.start("etcd", path.join(rootHome, "lib64/ld-linux-x86-64.so.2"), [
      "--library-path",
      libraries.join(":"),
      path.join(rootHome, "usr/bin/etcd"),
      `--data-dir=${this.file("etcd")}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
    ]);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(this.file("sa.key"), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    writeFileSync(this.file("sa.pub"), createPublicKey(privateKey).export({ type: "spki", format: "pem" }));
    writeFileSync(
      this.file("tokens.csv"),
      this.identities
        .map(({ user, groups }) => `${this.token(user)},${user},${user},"${groups.join(",")}"\n`)
        .join(""),
      { mode: 0o600 },
    );
    this.start("apiserver", this.tools.apiserver, [
      `--etcd-servers=${etcd}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${secure}`,
      `--cert-dir=${this.file("certificates")}`,
      `--token-auth-file=${this.file("tokens.csv")}`,
      "--authorization-mode=RBAC",
      `--service-cluster-ip-range=${clusterAddresses.serviceCidr}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${this.file("sa.pub")}`,
      `--service-account-signing-key-file=${this.file("sa.key")}`,
    ]);
    this.server = `https://127.0.0.1:${secure}`;
    await this.until("the API server is ready", readySeconds, async () => {
      const text = await this.kubectl(["get", "--raw=/readyz"]);
      return text === "ok" ? true : undefined;
    });
  }

  private start(what: string, command: string, args: readonly string[]): void {
    this.children.push(this.processes.start(`${this.name}-${what}`, command, args));
  }

  private token(user: string): string {
    return `token-of-${user.replaceAll(":", "-")}`;
  }

  /** Path of a file by which one of the identities asks. */
  kubeconfig({ user }: Identity = admin): string {
    const file = this.file(`${user.replaceAll(":", "-")}.kubeconfig`);
    const { name } = this;
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [
          {
            name,
            cluster: {
              server: this.server,
              "certificate-authority": this.file("certificates/apiserver.crt"),
            },
          },
        ],
        users: [{ name: user, user: { token: this.token(user) } }],
        contexts: [{ name, context: { cluster: name, user } }],
        "current-context": name,
      }),
      { mode: 0o600 },
    );
    return file;
  }

  /** What kubectl prints. @throws Error with what it says where it fails. */
  async kubectl(args: readonly string[], input = "", as: Identity = admin): Promise<string> {
    const child = run(this.tools.kubectl, [`--kubeconfig=${this.kubeconfig(as)}`, ...args], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    child.child.stdin?.end(input);
    return (await child).stdout;
  }

  /** Makes objects, or changes those that there are. */
  async apply(objects: readonly object[], as: Identity = admin): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    await this.kubectl(["apply", "--server-side", "--filename=-"], list, as);
  }

  /** Objects of some kinds. @param kinds as kubectl takes them. @example await cluster.list("secrets", "shop") */
  async list(kinds: string, namespace: string): Promise<readonly KubeObject[]> {
    const text = await this.kubectl(["get", kinds, `--namespace=${namespace}`, "--output=json"]);
    return (JSON.parse(text) as { readonly items: readonly KubeObject[] }).items;
  }

  /** Asks again until something is there. @throws Error after some seconds, with the last that was said. */
  async until<T>(wanted: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + 1000 * seconds;
    let last = "nothing was said";
    for (;;) {
      try {
        const found = await look();
        if (found !== undefined) return found;
      } catch (error) {
        last = (error as Error).message;
      }
      if (Date.now() > end) throw new Error(`${this.name}: ${wanted}: not after ${seconds} s (${last})`);
      await pause(500);
    }
  }

  /** Loses it, with all that it holds. */
  async lose(): Promise<void> {
    await Promise.all(this.children.map((child) => this.processes.end(child)));
  }
}
