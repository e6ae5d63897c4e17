/** The quarterly evacuation: what is at home in a region is led from its partner for a while, and from home again. */
import { paths } from "../../components/database/paths";
import { asked, kubectl } from "../../components/database/restoreCommands";
import {
  databaseClusters,
  groupName,
  type DatabaseClusterFact,
} from "../../components/facts/databaseClusters";
import { databaseName } from "../../components/facts/database";
import { namespaces } from "../../components/facts/namespaces";
import { failover } from "../../components/facts/promises";
import { evacuationTimes } from "../../components/facts/rehearsals";
import { StepFailed, type Shell } from "../restore/carry";
import { printedBy } from "./records";

/** What became of a group. */
export interface EvacuatedGroup {
  readonly group: string;
  readonly held: boolean;
  /** Seconds without a leader that answers, on the way there and back; `null` where it did not come so far. */
  readonly awaySeconds: number | null;
  readonly backSeconds: number | null;
  /** Whether a lead was asked to go. */
  readonly touched: boolean;
  readonly said?: string;
}

/** A member, as `patronictl list` has it ("patronictl", patroni.readthedocs.io). */
interface Member {
  readonly Member: string;
  readonly Role: string;
  readonly State: string;
}

/** The clock, so that tests need not wait. */
export interface Clock {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const postgres = namespaces.postgres.name;
const lookMs = 1000;
const running = ["running", "streaming"];

/** A group of a cluster that is evacuated, by what runs at its home. */
class Evacuation {
  private readonly pod: string;
  private readonly scope: string;
  private touched = false;

  constructor(
    private readonly cluster: DatabaseClusterFact,
    private readonly number: number,
    private readonly shell: Shell,
    private readonly clock: Clock,
  ) {
    this.pod = `${groupName(cluster, number)}-0`;
    this.scope = cluster.groups.length > 1 ? `${cluster.name} --group ${number}` : cluster.name;
  }

  private patronictl(...args: readonly string[]): string {
    const [action = "", ...rest] = args;
    const tool = `patronictl -c ${paths.config}/${this.pod}.yaml ${action} ${this.scope} ${rest.join(" ")}`;
    return kubectl(this.cluster.home, postgres, "exec", this.pod, "--container=postgres", "--", tool.trim());
  }

  private async members(): Promise<readonly Member[]> {
    return JSON.parse(
      await printedBy(this.shell, this.patronictl("list", "--format", "json")),
    ) as readonly Member[];
  }

  /** Asks again until something is there. @throws StepFailed after some seconds, with what was wanted. */
  private async until<T>(wanted: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const end = this.clock.now() + 1000 * seconds;
    for (;;) {
      // A member that changes its part may not answer for a moment.
      const found = await look().catch((error: unknown) => {
        if (error instanceof StepFailed || error instanceof SyntaxError) return undefined;
        throw error;
      });
      if (found !== undefined) return found;
      if (this.clock.now() >= end) throw new StepFailed(`${wanted}: not after ${seconds} s`);
      await this.clock.pause(lookMs);
    }
  }

  /** Who leads, from where, and who could in the other region, once all members are well. */
  private async sides(
    from: string,
    to: string,
  ): Promise<{ readonly leader: string; readonly candidate: string }> {
    const wanted = `it is led from ${from}, all members follow, and one in ${to} is in step`;
    return this.until(wanted, evacuationTimes.wellSeconds, async () => {
      const members = await this.members();
      const leader = members.find(({ Role }) => Role === "Leader")?.Member;
      const inStep = members.filter(({ Role }) => Role === "Sync Standby").map(({ Member: name }) => name);
      const candidate = inStep.find((name) => name.startsWith(`${to}-`));
      const well =
        leader?.startsWith(`${from}-`) === true && members.every(({ State }) => running.includes(State));
      return well && candidate !== undefined ? { leader, candidate } : undefined;
    });
  }

  /** Hands the lead over. @returns seconds from the command until the other one leads. */
  private async handOver(from: string, to: string): Promise<number> {
    const { leader, candidate } = await this.sides(from, to);
    this.touched = true;
    const began = this.clock.now();
    await printedBy(
      this.shell,
      this.patronictl("switchover", "--leader", leader, "--candidate", candidate, "--force"),
    );
    await this.until(`${candidate} leads`, evacuationTimes.switchSeconds, async () =>
      (await this.members()).find(
        ({ Member: name, Role, State }) => name === candidate && Role === "Leader" && State === "running",
      ),
    );
    const leads = this.clock.now();
    await this.written(leads);
    return (leads - began) / 1000;
  }

  /** The row of the minute, which a job writes to whoever leads, comes to the members at home. */
  private async written(since: number): Promise<void> {
    // Citus' workers have none.
    if (this.number !== 0) return;
    const statement = `SELECT count(*) > 0 FROM azora.heartbeats WHERE at > to_timestamp(${since / 1000})`;
    const command = asked(this.cluster.home, groupName(this.cluster, 0), statement).replace(
      " --command=",
      ` --dbname=${databaseName} --command=`,
    );
    await this.until("a row is written since", evacuationTimes.rowSeconds, async () =>
      (await printedBy(this.shell, command)).trim() === "t" ? true : undefined,
    );
  }

  async run(): Promise<EvacuatedGroup> {
    const { home, partner } = this.cluster;
    const group = groupName(this.cluster, this.number);
    let awaySeconds: number | null = null;
    let backSeconds: number | null = null;
    try {
      awaySeconds = await this.handOver(home, partner);
      await this.clock.pause(60_000 * evacuationTimes.awayMinutes);
      backSeconds = await this.handOver(partner, home);
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      const said = this.touched ? `${error.message}; ${await this.homeAgain()}` : error.message;
      return { group, held: false, awaySeconds, backSeconds, touched: this.touched, said };
    }
    const held = Math.max(awaySeconds, backSeconds) < failover.fullRecoverySecondsMax;
    return { group, held, awaySeconds, backSeconds, touched: true };
  }

  /** Tries once more to have it led from home. @returns in words where it is led from. */
  private async homeAgain(): Promise<string> {
    const { home, partner } = this.cluster;
    try {
      const leader = (await this.members()).find(({ Role }) => Role === "Leader")?.Member;
      if (leader?.startsWith(`${home}-`) === true) return `it is led from ${home}`;
      await this.handOver(partner, home);
      return `it is led from ${home} again`;
    } catch (error) {
      if (!(error instanceof StepFailed || error instanceof SyntaxError)) throw error;
      return `it is NOT led from ${home} again: ${error.message}`;
    }
  }
}

/** The groups that are at home in a region, in the order in which they leave. */
export function groupsAtHome(
  region: string,
): readonly { readonly cluster: DatabaseClusterFact; readonly number: number }[] {
  return databaseClusters()
    .filter(({ home }) => home === region)
    .flatMap((cluster) => cluster.groups.map((number) => ({ cluster, number })));
}

/** Evacuates a region, one group after the other; the first that fails is the last. @param each called with each result. */
export async function evacuateRegion(
  region: string,
  shell: Shell,
  clock: Clock,
  each: (result: EvacuatedGroup) => void,
): Promise<readonly EvacuatedGroup[]> {
  const results: EvacuatedGroup[] = [];
  for (const { cluster, number } of groupsAtHome(region)) {
    const result = await new Evacuation(cluster, number, shell, clock).run();
    each(result);
    results.push(result);
    if (!result.held) break;
  }
  return results;
}
