/** Runs scenarios on a cluster made from the plan, and writes down all that happens. */
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ChildProcess } from "node:child_process";
import { postgresUserId } from "../../components/facts/database";
import type { PodSpec, World } from "../world";
import { podName } from "../world/planPods";
import { pause, type RunningCluster } from "./cluster";
import { rangesOf } from "./judge";
import type { Scenario, Stage } from "./scenarios";

/** A service in a region. */
export function clientPod(region: string, certificates: string): PodSpec {
  return {
    name: podName(region, "services", "client"),
    region,
    hostnames: [],
    containers: [
      {
        name: "client",
        command: ["sleep", "infinity"],
        env: {},
        uid: postgresUserId,
        gid: postgresUserId,
      },
    ],
    files: [
      {
        path: "/opt/client.py",
        content: readFileSync(path.join(__dirname, "client.py"), "utf8"),
        mode: 0o444,
      },
      { path: "/etc/azora/authorities/authorities.pem", content: certificates, mode: 0o444 },
    ],
    volumes: [],
  };
}

const warmUpMs = 6000;
const settleMs = 4000;

export class ScenarioRunner {
  /** Resolved with the next promotion. */
  private promotions: ((member: string) => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly cluster: RunningCluster,
    /** Pods that services reach the cluster through, by their names. */
    private readonly entries: readonly string[],
    private readonly passwords: Readonly<Record<string, string>>,
    private readonly threads: number,
  ) {}

  /** Told of what members print. */
  onLine(pod: string, line: string): void {
    if (!/INFO: promoted self to leader/.test(line)) return;
    const [region = "", , name = ""] = pod.split("/");
    const member = `${region}-${name.slice(name.lastIndexOf("-") + 1)}`;
    this.world.journal.note("promoted", { member });
    for (const tell of this.promotions.splice(0)) tell(member);
  }

  /** Makes the table that clients write to, and lets them log in. */
  prepare(): void {
    const [first] = this.cluster.fact.members;
    const leader = first?.name ?? "";
    const statements = [
      "CREATE SCHEMA IF NOT EXISTS drill",
      "CREATE TABLE IF NOT EXISTS drill.writes (run text, class text, thread int, sequence int, at timestamptz DEFAULT clock_timestamp())",
      ...Object.entries(this.passwords).flatMap(([role, password]) => [
        `ALTER ROLE ${role} PASSWORD '${password}'`,
        `GRANT USAGE ON SCHEMA drill TO ${role}`,
        `GRANT INSERT, SELECT ON drill.writes TO ${role}`,
      ]),
    ];
    for (const statement of statements) this.cluster.sql(leader, statement);
  }

  /**
   * One run: from a cluster that is well, through the fault, to one that is well again.
   * @throws Error where the cluster does not become well.
   */
  async run(scenario: Scenario, id: string): Promise<void> {
    const { world, cluster } = this;
    await cluster.well(180);
    world.journal.note("run", {
      id,
      scenario: scenario.name,
      control: scenario.control === true,
      recovery: scenario.recovery === true,
      lossDecided: scenario.lossDecided === true,
    });
    const clients = scenario.clients.map((region) => this.startClient(region, id));
    await pause(warmUpMs);
    const stage: Stage = {
      world,
      cluster,
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
    await cluster.well(180);
    this.noteRows(scenario, id);
    world.journal.note("well");
  }

  private startClient(region: string, id: string): ChildProcess {
    const hosts = this.entries
      .filter((name) => name.startsWith(`${region}/`))
      .map((name) => this.world.addressOf(name));
    const argv = ["python3", "/opt/client.py", `${id}-${region}`, String(this.threads), ...hosts];
    const child = this.world.pod(podName(region, "services", "client")).spawn(argv, {
      env: { DURABLE_PASSWORD: this.passwords.durable ?? "", FAST_PASSWORD: this.passwords.fast ?? "" },
    });
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

  /** Which rows the cluster has in the end. */
  private noteRows({ clients }: Scenario, id: string): void {
    const leader = this.cluster.fact.members[0]?.name ?? "";
    for (const client of clients) {
      const text = this.cluster.sql(
        leader,
        `SELECT class, thread, string_agg(sequence::text, ',' ORDER BY sequence) FROM drill.writes WHERE run = '${id}-${client}' GROUP BY 1, 2`,
      );
      for (const line of text.split("\n").filter((each) => each !== "")) {
        const [commitClass = "", thread = "", sequences = ""] = line.split("|");
        this.world.journal.note("rows", {
          client,
          commitClass,
          thread: Number(thread),
          ranges: rangesOf(sequences.split(",").map(Number)),
        });
      }
    }
  }
}
