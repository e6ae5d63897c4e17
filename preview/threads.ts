import path from "node:path";
import { Worker } from "node:worker_threads";
import { PlanFault, messageOf } from "./engine/faults";
import type { ModeJob, ModeResult } from "./mode";

/** What a thread says: which stack it is at, then what came of it. */
type Message = { readonly progress: string } | { readonly result: ModeResult };

/**
 * Short-lived objects are most of what a plan makes: with room for them the collector runs a tenth as often. In megabytes.
 */
const youngGenerationMb = 48;

/**
 * The most that a thread may keep, in megabytes. Without a bound V8 lets garbage pile up to twice the memory of a plan. What
 * joins the regions grows with their square. A plan of 5 stacks was seen to need 150 and, with less than 200, to spend half of
 * its time in the collector; one of 17 needs between 400 and 600.
 */
function oldGenerationMb(stacks: number): number {
  return 180 + 20 * stacks + 0.6 * stacks ** 2;
}

/**
 * The most that one stack may take, in milliseconds; seconds are usual. A loop without end lets no timer of its own thread
 * run, so this thread holds the clock.
 */
const stackMsMax = 120_000;

export interface ThreadOptions {
  readonly progress?: ((stack: string) => void) | undefined;
  /** The most that one stack may take, in milliseconds. Default 120000. */
  readonly stackMsMax?: number;
}

/** One mode in a thread of its own. */
class ModeThread {
  private readonly worker: Worker;
  private stack: string;
  private clock: NodeJS.Timeout | undefined;
  readonly result: Promise<ModeResult>;

  constructor(
    job: ModeJob,
    private readonly options: ThreadOptions,
  ) {
    this.stack = job.stackFiles[0]?.stack ?? "no stack";
    this.worker = new Worker(path.join(__dirname, "worker.cjs"), {
      workerData: job,
      stdout: true,
      resourceLimits: {
        maxYoungGenerationSizeMb: youngGenerationMb,
        maxOldGenerationSizeMb: oldGenerationMb(job.stackFiles.length),
      },
    });
    // What the program prints must not get between the lines of the plan.
    this.worker.stdout.on("data", (text: Buffer) => process.stderr.write(text));
    this.result = new Promise((resolve, reject) => {
      this.wind(reject);
      this.worker.on("message", (message: Message) => {
        if ("result" in message) {
          resolve(message.result);
          return;
        }
        this.stack = message.progress;
        this.wind(reject);
        options.progress?.(message.progress);
      });
      this.worker.once("error", (error) => {
        reject(this.fault(error));
      });
      this.worker.once("exit", (code) => {
        reject(this.fault(new Error(`its thread ended early, with ${code}`)));
      });
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.clock);
    await this.worker.terminate();
  }

  /** Starts the clock again. */
  private wind(reject: (fault: PlanFault) => void): void {
    clearTimeout(this.clock);
    const most = this.options.stackMsMax ?? stackMsMax;
    this.clock = setTimeout(() => {
      reject(this.fault(new Error(`never ends: it took more than ${most / 1000} s`)));
    }, most);
  }

  private fault(error: Error): PlanFault {
    const tooMuch = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
    const reason = tooMuch ? `needs more memory than a plan of these stacks may take` : messageOf(error);
    return new PlanFault(this.stack, reason, false);
  }
}

/**
 * Runs both modes at once, so that both processors work and this thread loads no SDK.
 * @throws PlanFault with the stack at which a thread ended early, or took too long.
 */
export async function runBothModes(
  job: Omit<ModeJob, "preview">,
  options: ThreadOptions,
): Promise<{ readonly preview: ModeResult; readonly resolved: ModeResult }> {
  const threads = [
    new ModeThread({ ...job, preview: true }, options),
    new ModeThread({ ...job, preview: false }, { ...options, progress: undefined }),
  ] as const;
  try {
    const [preview, resolved] = await Promise.all([threads[0].result, threads[1].result]);
    return { preview, resolved };
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}
