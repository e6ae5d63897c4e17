/** Writes lines as a node's container runtime does: containerd's format, in files that are moved aside when they are full. */
import { appendFileSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { podLogs } from "../../../components/facts/logging";
import { planted } from "./traceKinds";

/** Containerd writes no longer piece of a line than this; the last piece is marked. */
const pieceBytes = 16 * 1024;

export class LogFile {
  /** Lines that were written, by their numbers. */
  written = 0;
  private readonly file: string;

  /** @param home what stands before the node's paths. */
  constructor(
    home: string,
    readonly namespace: string,
    private readonly pod: string,
  ) {
    this.file = path.join(
      home,
      podLogs,
      `${namespace}_${pod}_0a1b2c3d-0000-4000-8000-000000000000`,
      "main",
      "0.log",
    );
    mkdirSync(path.dirname(this.file), { recursive: true });
  }

  /** What tells a line from all others. */
  mark(index: number): string {
    return `line ${this.namespace}/${this.pod} ${String(index).padStart(6, "0")} ends`;
  }

  private put(text: string, isLast: boolean): void {
    appendFileSync(this.file, `${new Date().toISOString()} stdout ${isLast ? "F" : "P"} ${text}\n`);
  }

  /** Writes lines: some as JSON, some bad, some with what may not be kept. @returns which of them were bad. */
  write(count: number): readonly number[] {
    const bad: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const index = this.written;
      this.written += 1;
      const mark = this.mark(index);
      if (index % 10 === 3) {
        bad.push(index);
        this.put(
          JSON.stringify({ level: "error", msg: `${mark} for ${planted.email}`, trace_id: traceId }),
          true,
        );
      } else if (index % 10 === 5) this.put(`${mark} Authorization: Bearer ${planted.token}`, true);
      else if (index % 10 === 7) this.put(`${mark} paid with ${planted.card}, ${planted.email}`, true);
      else this.put(JSON.stringify({ level: "info", msg: mark }), true);
    }
    return bad;
  }

  /** One line that the runtime cuts into pieces. */
  writeLong(bytes: number): void {
    const text = `${"x".repeat(bytes)} ${this.mark(this.written)}`;
    this.written += 1;
    for (let at = 0; at < text.length; at += pieceBytes)
      this.put(text.slice(at, at + pieceBytes), at + pieceBytes >= text.length);
  }

  /** Moves the file aside, as the kubelet does; the next line begins a new one. */
  rotate(): void {
    const stamp = new Date().toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
    renameSync(this.file, `${this.file}.${stamp}`);
  }
}

/** Of the trace that bad lines name. */
export const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
