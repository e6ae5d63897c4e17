/** What a world did and what its containers printed, written down as it happens: never changed, only added to. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

/** One line of `events.jsonl`. */
export interface WorldEvent {
  /** Milliseconds since the world was made, by the machine's monotonic clock. */
  readonly ms: number;
  /** The same moment by the wall clock; not of what a program in a pod saw. */
  readonly at?: string;
  readonly event: string;
  readonly [more: string]: unknown;
}

const nanosecondsPerMs = 1e6;

export class Journal {
  private readonly startedAt = process.hrtime.bigint();
  private readonly files = new Map<string, number>();

  /** @param home folder of `events.jsonl` and of a file for each container; made where it is missing. */
  constructor(
    readonly home: string,
    private readonly onEvent: (event: WorldEvent) => void = () => undefined,
  ) {
    mkdirSync(home, { recursive: true });
  }

  /** Milliseconds since the world was made. */
  now(): number {
    return Number(process.hrtime.bigint() - this.startedAt) / nanosecondsPerMs;
  }

  /** The same of a reading of the machine's monotonic clock in milliseconds, which programs in pods read too. */
  since(monotonicMs: number): number {
    return monotonicMs - Number(this.startedAt) / nanosecondsPerMs;
  }

  /** Notes what somebody else saw at another moment, by this world's clock. */
  record(ms: number, event: string, data: Readonly<Record<string, unknown>>): void {
    const seen = { ms, event, ...data };
    this.append("events.jsonl", `${JSON.stringify(seen)}\n`);
    this.onEvent(seen);
  }

  note(event: string, data: Readonly<Record<string, unknown>> = {}): void {
    const noted = { ms: this.rounded(), at: new Date().toISOString(), event, ...data };
    this.append("events.jsonl", `${JSON.stringify(noted)}\n`);
    this.onEvent(noted);
  }

  /** Lines of a container: its time, the stream and the line, in a file of its own. */
  print(pod: string, container: string, stream: "out" | "err", lines: readonly string[]): void {
    const ms = this.rounded();
    const text = lines.map((line) => `${ms} ${stream} ${line}\n`).join("");
    this.append(`${pod.replaceAll("/", ".")}.${container}.log`, text);
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
    this.files.clear();
  }

  private rounded(): number {
    return Math.round(this.now() * 1000) / 1000;
  }

  private append(name: string, text: string): void {
    const known = this.files.get(name);
    const file = known ?? openSync(path.join(this.home, name), "a");
    if (known === undefined) this.files.set(name, file);
    writeSync(file, text);
  }
}
