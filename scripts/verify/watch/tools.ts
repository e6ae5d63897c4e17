/** Prometheus' and Alertmanager's own tools: from PATH, or built from their Go modules. */
import { spawnSync } from "node:child_process";
import { goTool, type GoTool } from "../goTool";

/** At the versions that the operator brings (kube-prometheus-stack 88.5.3: Prometheus 3.14, Alertmanager 0.34), or newer. */
const tools = {
  promtool: {
    name: "promtool",
    module: "github.com/prometheus/prometheus/cmd/promtool",
    version: "v0.316.0",
    // Without what finds targets in clouds, of which nothing is checked here, it is built in half the time.
    tags: ["remove_all_sd", "enable_kubernetes_sd", "enable_dns_sd"],
  },
  amtool: {
    name: "amtool",
    module: "github.com/prometheus/alertmanager/cmd/amtool",
    version: "v0.34.0",
  },
  alertmanager: {
    name: "alertmanager",
    module: "github.com/prometheus/alertmanager/cmd/alertmanager",
    version: "v0.34.0",
    // Its pages for browsers, which nobody opens here.
    unmade: { module: "github.com/prometheus/alertmanager", files: ["ui/app/dist/index.html"] },
  },
} as const satisfies Record<string, GoTool>;

/** The path of a tool, or why it cannot be had. */
export function watchTool(name: keyof typeof tools): ReturnType<typeof goTool> {
  const { status } = spawnSync(name, ["--version"], { stdio: "ignore" });
  return status === 0 ? { file: name } : goTool(tools[name]);
}

/** How a call ended, with all that it said. */
export function call(file: string, args: readonly string[]): { readonly ok: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return { ok: status === 0, said: `${stdout}${stderr}`.trim() };
}

/** Counts what held, what did not, and what could not be asked; says the last two. */
export class Tally {
  private passed = 0;
  private failed = 0;
  private skipped = 0;

  check(ok: boolean, what: string, why = ""): void {
    if (ok) this.passed += 1;
    else {
      this.failed += 1;
      process.stdout.write(`FAILED ${what}${why === "" ? "" : `\n${why}`}\n`);
    }
  }

  skip(count: number, why: string): void {
    this.skipped += count;
    process.stdout.write(`skipped ${count}: ${why}\n`);
  }

  /** Whether nothing failed so far. */
  get well(): boolean {
    return this.failed === 0;
  }

  /** Prints the sum. @returns the exit status. */
  end(): number {
    process.stdout.write(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped\n`);
    return this.failed === 0 ? 0 : 1;
  }
}
