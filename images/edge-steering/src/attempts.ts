/** How calls of one kind fare, and when the next may be made: after the pause that the API asks for, or one that grows. */
import { ApiError } from "./cloudflare";
import type { Log } from "./log";
import type { Metrics } from "./metrics";
import type { Settings } from "./types";

export interface AttemptsArgs {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class Attempts {
  private failures = 0;
  private waitsUntil = -Infinity;
  private succeededOnce = false;

  constructor(
    private readonly call: "read" | "write",
    private readonly args: AttemptsArgs,
    private readonly settings: Pick<Settings, "reportIntervalMs" | "poolsIntervalMs">,
  ) {}

  get mayTry(): boolean {
    return this.args.now() >= this.waitsUntil;
  }

  /** Whether the last call succeeded. */
  get works(): boolean {
    return this.succeededOnce && this.failures === 0;
  }

  get wasNever(): boolean {
    return !this.succeededOnce;
  }

  succeeded(): void {
    this.failures = 0;
    this.succeededOnce = true;
  }

  /** @returns whether the API said that there are too many calls. */
  failed(error: unknown, fields: Readonly<Record<string, unknown>> = {}): { readonly isLimit: boolean } {
    const { log, metrics, now } = this.args;
    const { reportIntervalMs, poolsIntervalMs } = this.settings;
    const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
    const pauseMs = asked ?? Math.min(reportIntervalMs * 2 ** this.failures, poolsIntervalMs);
    this.failures += 1;
    this.waitsUntil = now() + pauseMs;
    const status = error instanceof ApiError ? error.status : "fault";
    metrics.add("edge_steering_api_errors_total", { call: this.call, status });
    log("error", "the edge's API failed", {
      ...fields,
      call: this.call,
      status,
      error: messageOf(error),
      pauseMs,
    });
    return { isLimit: status === "429" };
  }

  /** Waits as long as other calls do. */
  waitLike(other: Attempts): void {
    this.waitsUntil = Math.max(this.waitsUntil, other.waitsUntil);
  }
}
