import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { PackName } from "../../policies/framework/load";

const policies = path.join(__dirname, "..", "..", "policies");

/** The largest message that either side sends: a stack with all its resources. As in the SDK's server. */
const messageBytesMax = 400 * 1024 * 1024;

/**
 * Room for what lives as long as one message: with V8's own 16 MiB a fifth of a pack's time went into collecting it, since much
 * of it outlives a collection and none the message.
 */
const youngSpace = "--max-semi-space-size=64";

type Send<A> = (
  client: AnalyzerClient,
  done: (error: grpc.ServiceError | null, answer: A) => void,
) => unknown;

/** A policy pack as a process of its own, spoken to as Pulumi's CLI does. */
export class PackProcess {
  private constructor(
    readonly pack: PackName,
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /**
   * Starts a pack and waits for the port that it prints.
   * @throws Error with what the pack says, if it ends instead.
   */
  static async start(pack: PackName, env: NodeJS.ProcessEnv = process.env): Promise<PackProcess> {
    const cwd = path.join(policies, pack);
    const child = spawn(process.execPath, [youngSpace, "index.cjs"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      let printed = "";
      child.stdout.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        if (/^\d+\n/.test(printed)) resolve(printed.trim());
      });
      child.once("exit", (code) => {
        reject(new Error(`policies/${pack} does not start (exit ${code ?? "by a signal"}): ${said.trim()}`));
      });
    });
    const options = {
      "grpc.max_receive_message_length": messageBytesMax,
      "grpc.max_send_message_length": messageBytesMax,
    };
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
    return new PackProcess(pack, child, client);
  }

  /**
   * Calls one method of the pack.
   * @example pack.call((client, done) => client.analyze(request, done))
   */
  call<A>(send: Send<A>): Promise<A> {
    return new Promise((resolve, reject) => {
      send(this.client, (error, answer) => {
        if (error) reject(new Error(`policies/${this.pack}: ${error.details}`));
        else resolve(answer);
      });
    });
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }
}
