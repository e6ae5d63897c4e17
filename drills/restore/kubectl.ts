/**
 * `kubectl` and `aws` as `npm run restore` calls them, on the drill's world: programs in a folder that comes first in PATH, which hand
 * each call to this process. They know the calls that a restore makes, and refuse every other.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { DatabaseClusterFact } from "../../components/facts/databaseClusters";
import type { World } from "../world";
import { podName } from "../world/planPods";
import { memberPod, type JobContainers } from "./planned";

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
}

interface Answer {
  readonly status: number;
  readonly printed: string;
  readonly said: string;
}

/** A job that was created, as far as it has come. */
interface Job {
  printed: string;
  condition: "" | "Complete" | "Failed";
}

/** A manifest of a job, as the stand-in makes and reads it. */
interface JobManifest {
  readonly name: string;
  readonly template: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a kubelet gives a member's pod (`terminationGracePeriodSeconds`), and all others. */
const graceMs = 120_000;
const jobTimeoutMs = 900_000;
const done = (printed = ""): Answer => ({ status: 0, printed, said: "" });
const refused = (said: string): Answer => ({ status: 1, printed: "", said: `${said}\n` });

export class StandInTools {
  private readonly home = mkdtempSync(path.join(tmpdir(), "azora-drill-tools-"));
  private readonly server: Server;
  private readonly jobs = new Map<string, Job>();
  /** Pods that were told to stop and still run. */
  private readonly stopping = new Set<string>();
  private readonly stopped = new Set<string>();
  /** What was recorded, by address. */
  readonly records = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly containers: JobContainers,
    private readonly cluster: DatabaseClusterFact,
  ) {
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = "";
      socket.on("data", (data) => (text += String(data)));
      socket.on("end", () => {
        this.answer(JSON.parse(text) as Call)
          .catch((error: unknown) => refused((error as Error).message))
          .then((answer) => socket.end(JSON.stringify(answer)), console.error);
      });
    });
  }

  private get socket(): string {
    return path.join(this.home, "socket");
  }

  /** Puts the programs in place, once. @returns environment in which they are found first, and nobody's own rights are. */
  async open(): Promise<NodeJS.ProcessEnv> {
    if (!this.server.listening) await this.begin();
    return {
      ...process.env,
      KUBECONFIG: "/dev/null",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      DRILL_SOCKET: this.socket,
      PATH: `${this.home}:${process.env["PATH"] ?? ""}`,
    };
  }

  private async begin(): Promise<void> {
    for (const program of ["kubectl", "aws"]) {
      const file = path.join(this.home, program);
      const call = path.join(__dirname, "call.mjs");
      writeFileSync(file, `#!/bin/sh\nDRILL_PROGRAM=${program} exec "${process.execPath}" "${call}" "$@"\n`);
      chmodSync(file, 0o755);
    }
    await new Promise<void>((resolve) => this.server.listen(this.socket, resolve));
  }

  close(): void {
    this.server.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  private async answer({ program, args, input }: Call): Promise<Answer> {
    if (program === "aws") return this.record(args, input);
    const at = args.indexOf("--");
    const own = at < 0 ? args : args.slice(0, at);
    const inside = at < 0 ? [] : args.slice(at + 1);
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      args: [...own],
      allowPositionals: true,
      options: {
        context: text,
        namespace: text,
        replicas: text,
        selector: text,
        output: text,
        from: text,
        filename: text,
        container: text,
        "dry-run": text,
        local: { type: "boolean" },
        stdin: { type: "boolean" },
        subresource: text,
      },
    });
    const { context: region = "", namespace = "" } = values;
    const [verb = "", ...objects] = positionals;
    switch (verb) {
      case "scale":
        return this.scale(region, namespace, objects, Number(values.replicas));
      case "get":
        return objects[0] === "pods"
          ? this.runningPods(region, namespace, values.selector ?? "")
          : this.conditions(region, objects[0] ?? "");
      case "create":
        return values.from === undefined
          ? this.start(region, namespace, JSON.parse(input) as JobManifest)
          : done(
              JSON.stringify({
                name: objects[1] ?? "",
                template: values.from.replace("cronjob/", ""),
                env: {},
              }),
            );
      case "set": {
        const manifest = JSON.parse(input) as JobManifest;
        const set = Object.fromEntries(
          objects.slice(1).map((word) => word.split(/=(.*)/s) as [string, string]),
        );
        const planned = this.containers.get(podName(region, namespace, `${manifest.template}-0`))?.env ?? {};
        // As kubectl does.
        if (Object.entries(set).every(([name, value]) => planned[name] === value)) return done();
        return done(JSON.stringify({ ...manifest, env: { ...manifest.env, ...set } }));
      }
      case "auth":
        return done("yes\n");
      case "logs":
        return done(this.job(region, objects[0] ?? "").printed);
      case "exec":
        return done(
          await this.world.exec(podName(region, namespace, objects[0] ?? ""), inside, {
            ...(values.container === undefined ? {} : { container: values.container }),
            input,
            timeoutMs: jobTimeoutMs,
          }),
        );
      default:
        return refused(`the drill's kubectl does not know "${verb}"`);
    }
  }

  /** Keeps what is written to the bucket of records. */
  private record(args: readonly string[], input: string): Answer {
    const [, , from, to = ""] = args;
    if (args.slice(0, 2).join(" ") !== "s3 cp" || from !== "-")
      return refused(`the drill's aws does not know ${args.join(" ")}`);
    this.records.set(to, input);
    return done();
  }

  private podsOf(region: string, namespace: string, object: string): readonly string[] {
    const [, name = ""] = object.split("/");
    const prefix = podName(region, namespace, `${name}-`);
    return this.world.podNames.filter(
      (pod) => pod.startsWith(prefix) && /^\d+$/.test(pod.slice(prefix.length)),
    );
  }

  /** Starts and stops pods by their ordinals; as with Kubernetes, it is asked for when this ends, and done a while later. */
  private scale(region: string, namespace: string, objects: readonly string[], replicas: number): Answer {
    const pods = objects.map((object) => this.podsOf(region, namespace, object));
    const missing = objects.find((_, index) => pods[index]?.length === 0);
    if (missing !== undefined) return refused(`${region} has no ${missing} in ${namespace}`);
    for (const pod of pods.flat()) {
      const ordinal = Number(pod.slice(pod.lastIndexOf("-") + 1));
      if (ordinal >= replicas && !this.stopped.has(pod)) {
        this.stopped.add(pod);
        this.stopping.add(pod);
        this.world.stopPod(pod, graceMs).then(() => this.stopping.delete(pod), console.error);
      }
      if (ordinal < replicas && this.stopped.delete(pod)) this.world.startPod(pod).catch(console.error);
    }
    return done();
  }

  private runningPods(region: string, namespace: string, selector: string): Answer {
    const [, cluster = ""] = /azora\.io\/cluster=([^,]+)/.exec(selector) ?? [];
    const running = this.podsOf(region, namespace, `statefulset/${cluster}`).filter(
      (pod) => !this.stopped.has(pod) || this.stopping.has(pod),
    );
    return done(running.map((pod) => `pod/${pod.slice(pod.lastIndexOf("/") + 1)}\n`).join(""));
  }

  private job(region: string, object: string): Job {
    const job = this.jobs.get(`${region} ${object.replace("job/", "")}`);
    if (job === undefined) throw new Error(`there is no ${object} in ${region}`);
    return job;
  }

  private conditions(region: string, object: string): Answer {
    return done(this.job(region, object).condition);
  }

  /** Runs a job of the plan, with its variables; one that needs a member's volume waits for nobody, and fails while that is in use. */
  private start(region: string, namespace: string, { name, template, env }: JobManifest): Answer {
    const pod = podName(region, namespace, `${template}-0`);
    const container = this.containers.get(pod);
    if (container === undefined) return refused(`${region} has no cronjob ${template} in ${namespace}`);
    const standing = this.world.podNames.includes(pod);
    const where = standing ? pod : memberPod(region, this.cluster);
    if (!standing && (!this.stopped.has(where) || this.stopping.has(where)))
      return refused(`the volume of ${where} is in use`);
    const job: Job = { printed: "", condition: "" };
    this.jobs.set(`${region} ${name}`, job);
    this.world
      .exec(where, container.command, {
        env: { ...container.env, ...env },
        user: container,
        timeoutMs: jobTimeoutMs,
      })
      .then(
        (printed) => {
          job.printed = printed;
          job.condition = "Complete";
        },
        (error: unknown) => {
          job.printed = (error as Error).message;
          job.condition = "Failed";
        },
      );
    return done();
  }

  /**
   * Runs a job of the plan to its end.
   * @param more variables beside the job's own.
   * @param other what is run in place of its command; default that.
   * @returns what it printed. @throws Error with what it said where it failed.
   */
  async run(
    region: string,
    namespace: string,
    template: string,
    more: Readonly<Record<string, string>> = {},
    other: (command: readonly string[]) => readonly string[] = (command) => command,
  ): Promise<string> {
    const pod = podName(region, namespace, `${template}-0`);
    const container = this.containers.get(pod);
    if (container === undefined) throw new Error(`${region} has no cronjob ${template} in ${namespace}`);
    return this.world.exec(pod, other(container.command), {
      env: { ...container.env, ...more },
      user: container,
      timeoutMs: jobTimeoutMs,
    });
  }

  /** Takes a pod as running again, which was lost and made anew. */
  running(pod: string): void {
    this.stopped.delete(pod);
  }
}
