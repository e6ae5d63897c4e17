/** Runs scenarios on servers made from the plan, and writes down all that happens. */
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { World } from "../world";
import { podName } from "../world/planPods";
import { rangesOf } from "./rows";

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the rows of one writer are, in the end. */
export interface KeptRows {
  readonly commitClass: string;
  readonly thread: number;
  readonly sequences: readonly number[];
}

/** Servers that a drill breaks. */
export interface Subject {
  /** Waits until all is as planned, led from home. @throws Error after `seconds`, saying how it stands. */
  well(seconds: number): Promise<void>;
  /** How a service in a region writes in a run, in the pod of that region's services. */
  client(
    region: string,
    run: string,
  ): { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** Which member has been promoted, where a printed line says so for the first time. */
  promotedBy(pod: string, line: string): string | undefined;
  /** Which rows of a client are there. */
  rowsOf(region: string, run: string): Promise<readonly KeptRows[]>;
}

export interface Stage<Servers extends Subject> {
  readonly world: World;
  readonly cluster: Servers;
  /** Writes down the moment from which recovery counts. */
  readonly fault: () => void;
  /** Resolves with the name of the next member that is promoted. */
  readonly promotion: () => Promise<string>;
}

/** What is done to the servers, and what a service in which region then sees. */
export interface Scenario<Servers extends Subject> {
  readonly name: string;
  /** How often a full drill runs it. */
  readonly runs: number;
  /** Where services write from; each client uses its own region's way in. */
  readonly clients: readonly string[];
  /** With one that must lose rows, or the harness sees nothing. */
  readonly control?: boolean;
  /** Whether the promise of recovery is measured by it. */
  readonly recovery?: boolean;
  /** Two regions are lost, and a person chooses to go on with what a third has: what that loses is measured, not promised. */
  readonly lossDecided?: boolean;
  /** How long is watched after the act, in seconds; where recovery is promised, longer than that, so that a broken one shows. */
  readonly watchSeconds: number;
  readonly act: (stage: Stage<Servers>) => Promise<void> | void;
  /** What is put right again beside the lines. */
  readonly repair?: (stage: Stage<Servers>) => Promise<void> | void;
}

const warmUpMs = 4000;
const settleMs = 2000;
const wellSeconds = 180;

/** Name of the pod that a region's services run in. */
export function servicesPod(region: string): string {
  return podName(region, "services", "client");
}

/** Cuts regions off from all others. */
export const cutting =
  (...regions: readonly string[]) =>
  async ({ world, fault }: Pick<Stage<Subject>, "world" | "fault">): Promise<void> => {
    fault();
    await world.cut(...regions);
  };

export class ScenarioRunner<Servers extends Subject> {
  /** Resolved with the next promotion. */
  private promotions: ((member: string) => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly servers: Servers,
  ) {}

  /** Told of what pods print. */
  onLine(pod: string, line: string): void {
    const member = this.servers.promotedBy(pod, line);
    if (member === undefined) return;
    this.world.journal.note("promoted", { member });
    for (const tell of this.promotions.splice(0)) tell(member);
  }

  /**
   * One run: from servers that are well, through the fault, to servers that are well again.
   * @throws Error where they do not become well.
   */
  async run(scenario: Scenario<Servers>, id: string): Promise<void> {
    const { world, servers } = this;
    await servers.well(wellSeconds);
    world.journal.note("run", {
      id,
      scenario: scenario.name,
      control: scenario.control === true,
      recovery: scenario.recovery === true,
      lossDecided: scenario.lossDecided === true,
    });
    const clients = scenario.clients.map((region) => this.startClient(region, id));
    await pause(warmUpMs);
    const stage: Stage<Servers> = {
      world,
      cluster: servers,
      fault: () => {
        world.journal.note("fault");
      },
      promotion: () => new Promise((resolve) => this.promotions.push(resolve)),
    };
    await scenario.act(stage);
    await pause(1000 * scenario.watchSeconds);
    world.journal.note("watched");
    await world.heal();
    await world.impair({ jitterMs: 0, lossPercent: 0 });
    await scenario.repair?.(stage);
    await pause(settleMs);
    for (const client of clients) client.stdin?.end();
    for (const client of clients)
      if (client.exitCode === null) await new Promise((done) => client.once("exit", done));
    await servers.well(wellSeconds);
    for (const client of scenario.clients)
      for (const { commitClass, thread, sequences } of await servers.rowsOf(client, id))
        world.journal.note("rows", { client, commitClass, thread, ranges: rangesOf(sequences) });
    world.journal.note("well");
  }

  private startClient(region: string, id: string): ChildProcess {
    const { argv, env } = this.servers.client(region, id);
    const child = this.world.pod(servicesPod(region)).spawn(argv, { env });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => process.stderr.write(text));
    if (child.stdout)
      createInterface(child.stdout).on("line", (line) => {
        this.note(region, line);
      });
    return child;
  }

  /** What a client printed: rows one by one, errors too. */
  private note(region: string, line: string): void {
    const [kind = "", at = "", commitClass = "", thread = "", ...rest] = line.split(" ");
    const { journal } = this.world;
    const ms = Math.round(journal.since(Number(at)));
    if (kind === "A")
      journal.record(ms, "A", {
        row: [region, commitClass, Number(thread), Number(rest[0]), rest[1] ?? ""],
      });
    else if (kind === "E")
      journal.record(ms, "E", { client: region, commitClass, words: rest.join(" ").slice(0, 60) });
  }
}
