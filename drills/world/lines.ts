/** The lines between regions: drives `switch.py`, one command after the other, each done when it is in force. */
import { spawn, type ChildProcess } from "node:child_process";
import { eachLine } from "./command";
import type { RoundTrips } from "./specs";

/** A region's router: any process in its network namespace, and the network that is behind it. */
export interface Router {
  readonly name: string;
  readonly pid: number;
  readonly network: string;
}

/** Packets of one way since it was opened. */
export interface WayCounts {
  readonly sent: number;
  readonly delivered: number;
  /** By the loss asked for. */
  readonly lost: number;
  /** By a cut. */
  readonly cut: number;
  /** By a queue that was full. */
  readonly overrun: number;
}

export interface LineStats {
  /** By way, "FROM TO". */
  readonly ways: Readonly<Record<string, WayCounts>>;
  readonly largestBytes: number;
}

type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean; readonly error?: string };

/** Shows the system the program and the machine's own `/dev` and `/proc`, in mounts that end with it. */
const enter =
  'mount --bind "$WORLD" "$ROOT/mnt" && mount --rbind /dev "$ROOT/dev" && mount --rbind /proc "$ROOT/proc" && exec chroot "$ROOT" python3 -B /mnt/switch.py';

/** Every way between regions, as the switch names it. */
export function waysOf(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
}

/** Delay of each way in milliseconds: half the round trip, since a line is as long both ways. */
export function delaysOf(
  ways: readonly (readonly [string, string])[],
  roundTripMs: RoundTrips,
): Record<string, number> {
  return Object.fromEntries(ways.map(([from, to]) => [`${from} ${to}`, roundTripMs(from, to) / 2]));
}

export class Lines {
  private child: ChildProcess | undefined;
  private readonly waiting: ((answer: Answer) => void)[] = [];
  private said = "";

  constructor(
    private readonly root: string,
    private readonly onEnd: (why: string) => void,
  ) {}

  /** Number of the switch's process. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Opens a device in every router's network, and all ways. */
  async open(routers: readonly Router[], roundTripMs: RoundTrips): Promise<void> {
    const child = spawn("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", enter], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ROOT: this.root, WORLD: __dirname },
    });
    this.child = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.said += text;
    });
    child.stdin.on("error", () => {
      // It ended; its end says why.
    });
    child.once("close", (code, signal) => {
      const why = `the switch ended (${String(code ?? signal)}): ${this.said.trim()}`;
      for (const answer of this.waiting.splice(0)) answer({ ok: false, error: why });
      this.child = undefined;
      this.onEnd(why);
    });
    eachLine(child.stdout, (lines) => {
      for (const line of lines) this.waiting.shift()?.(JSON.parse(line) as Answer);
    });
    const delayMs = delaysOf(waysOf(routers.map(({ name }) => name)), roundTripMs);
    await this.tell({ do: "open", regions: routers, delayMs });
  }

  /**
   * Gives the switch a command; done when it is in force.
   * @throws Error with the switch's own words.
   */
  async tell(command: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { child } = this;
    if (!child?.stdin) throw new Error(`the switch does not run: ${this.said.trim()}`);
    const answered = new Promise<Answer>((resolve) => this.waiting.push(resolve));
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await answered;
    if (!answer.ok) throw new Error(`${JSON.stringify(command)}: ${answer.error ?? "refused"}`);
    return answer;
  }

  async stats(): Promise<LineStats> {
    return (await this.tell({ do: "stats" })) as unknown as LineStats;
  }

  async close(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("close", resolve));
    this.closeNow();
    await gone;
  }

  /** The same without waiting, for the last moment of this process. */
  closeNow(): void {
    this.child?.kill("SIGKILL");
  }
}
