import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import { zoneRecords } from "../../components/edge";
import { allRegions } from "../../components/facts/regions";
import { peeringsOf, routePlan, zoneJoins } from "../../components/mesh";
import { amazonRoots } from "../../components/facts/amazonRoots";
import type { WireObject, WireValue } from "../../preview/engine/values";
import type { StackRun } from "../../preview/mode";
import type { ReadyReport } from "../../scripts/ready/report";
import { run } from "../../scripts/ready/run";
import { ownRuns } from "./planViews";
import { StandIn, type World } from "./readyStandIn";
import { upWorld, type ProgramStack } from "./readyWorld";
import { stateOf } from "./states";

export const dayMs = 86_400_000;

interface Result {
  readonly status: number;
  readonly text: string;
}

/** The project's own stacks as deployed, and stand-ins of all that `npm run ready` calls. */
export class ReadyBench {
  static readonly stacks = ["africa", "europe", "asia", "americas", "global"];
  static readonly token = "a-token-of-the-edge";
  static readonly secretKey = "a-secret-key-of-aws";

  /** How many questions there are where everything is up, by facts. */
  static questions(): number {
    const regions = allRegions();
    const n = regions.length;
    const hosts = 1 + n;
    const localZones = regions.filter(({ localZone }) => localZone).length;
    return [
      n, // clusters
      2 * peeringsOf(regions).length, // both ends of each
      routePlan(regions).length + n, // between regions, and inwards
      n + zoneJoins(regions).length, // private zones, in their own networks and in the others
      localZones + n + hosts, // certificates: of ACM, of authorities, of hosts
      n, // whom regions take for the edge
      n + Object.keys(amazonRoots).length, // whom the edge takes for an origin
      2, // the edge's certificate, and that it is shown
      hosts + n + 1, // load balancers, pools, their monitor
      zoneRecords("azora.example", "").length + 1, // records, DNSSEC
      hosts,
    ].reduce((sum, count) => sum + count);
  }

  /** Certificates know seconds, not less. */
  readonly begin = new Date(Math.floor(Date.now() / 1000) * 1000);
  /** When every certificate ends. */
  readonly end = new Date(this.begin.getTime() + 100 * dayMs);
  readonly folder = mkdtempSync(path.join(tmpdir(), "azora-ready-"));
  /** What the stand-ins know; new before each test. */
  world: World = upWorld([], this.end);
  private program: readonly StackRun[] = [];
  private certificate = "";
  private readonly standIn = new StandIn(() => this.world, ReadyBench.token);

  async start(): Promise<void> {
    const hosts = ["api", "africa", "europe", "asia", "americas"].map((name) => `${name}.azora.example`);
    const made = await generate([{ name: "commonName", value: "azora.example" }], {
      keyType: "ec",
      notBeforeDate: new Date(this.begin.getTime() - dayMs),
      notAfterDate: this.end,
      extensions: [{ name: "subjectAltName", altNames: hosts.map((value) => ({ type: 2, value })) }],
    });
    this.certificate = made.cert;
    this.program = ownRuns().resolved;
    for (const stack of ReadyBench.stacks) this.write(stack, this.deployed(stack));
    await this.standIn.start({ key: made.private, cert: made.cert });
  }

  reset(): void {
    this.world = upWorld(this.program, this.end);
  }

  stop(): void {
    this.standIn.stop();
    rmSync(this.folder, { recursive: true });
  }

  file(name: string): string {
    return path.join(this.folder, `${name}.json`);
  }

  /** Files of all stacks, of which some have other names. */
  files(others: Readonly<Record<string, string>> = {}): string[] {
    return ReadyBench.stacks.map((stack) => this.file(others[stack] ?? stack));
  }

  /** A stack as deployed: its authority's certificate is a real one, since the plan only makes up its text. */
  deployed(name: string, outputs: Record<string, WireValue> = {}): ProgramStack {
    const { stack, resources, outputs: own } = this.program.find(({ stack }) => stack === name) as StackRun;
    const ca = this.certificate;
    const ingress = own.ingress as WireObject | undefined;
    const authority =
      stack === "global"
        ? { edgeClientCa: ca }
        : { caCertificatePem: this.authorityOf(name), ingress: { ...ingress, edgeClientCa: ca } };
    return {
      stack,
      resources: resources.map((resource) => {
        if (resource.type === "pulumi:pulumi:Stack")
          return { ...resource, outputs: { ...own, ...authority, ...outputs } };
        const region = /^origin-trust-of-([a-z]+)$/.exec(resource.name)?.[1];
        return region === undefined
          ? resource
          : { ...resource, inputs: { ...resource.inputs, certificate: this.authorityOf(region) } };
      }),
    };
  }

  /** One certificate serves all regions; what stands behind it tells them apart. */
  private authorityOf(region: string): string {
    return `${this.certificate}\n${region}\n`;
  }

  /** Writes a state under a name of its own. @param pending resources whose creation did not end. */
  write(name: string, { resources }: Pick<ProgramStack, "resources">, pending: readonly string[] = []): void {
    writeFileSync(this.file(name), JSON.stringify(stateOf(resources, false, pending)));
  }

  /** Files of all stacks, of which one has lost these resources; a component may have the name of one. */
  without(stack: string, ...names: readonly string[]): string[] {
    const { resources } = this.deployed(stack);
    const left = resources.filter(({ custom, name }) => !(custom && names.includes(name)));
    if (left.length !== resources.length - names.length)
      throw new Error(`${stack} has not one resource each of ${names.join(", ")}`);
    this.write(`${stack}-less`, { resources: left });
    return this.files({ [stack]: `${stack}-less` });
  }

  /** Id of a resource. */
  idOf(name: string, stack = "global"): string {
    return this.deployed(stack).resources.find((resource) => resource.name === name)?.id ?? "";
  }

  /** Asks the stand-ins; a call that is never answered is given up after half a second. */
  async ready(args: readonly string[] = this.files(), now = this.begin): Promise<Result> {
    let text = "";
    const api = `http://127.0.0.1:${this.standIn.apiPort}`;
    const status = await run(args, {
      env: { CLOUDFLARE_API_TOKEN: ReadyBench.token },
      write: (part) => {
        text += part;
      },
      isTerminal: false,
      now,
      timeoutMs: [...this.world.faults.values()].includes("hangs") ? 500 : 10_000,
      awsKeys: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: ReadyBench.secretKey },
      awsEndpoint: api,
      edgeEndpoint: `${api}/client/v4`,
      hosts: { address: "127.0.0.1", port: this.standIn.hostsPort, ca: this.certificate },
    });
    return { status, text };
  }

  /** The exit status, and what is not up, as `what (where): found`. */
  async notUp(args: readonly string[] = this.files(), now = this.begin): Promise<[number, string[]]> {
    const { status, text } = await this.ready(["--json", ...args], now);
    const { ready, checks } = JSON.parse(text) as ReadyReport;
    if (ready !== (status === 0)) throw new Error(`ready is ${ready}, the exit status ${status}`);
    const down = checks.filter(({ ok }) => !ok);
    return [status, down.map(({ what, where, found }) => `${what} (${where}): ${found}`)];
  }
}
