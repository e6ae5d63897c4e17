import * as pulumi from "@pulumi/pulumi";
import { runProgram, type RunArgs, type RunResult } from "../../preview/engine/run";

/** A component that holds whatever `build` makes below it. */
export class Room extends pulumi.ComponentResource {
  constructor(
    name: string,
    build: (parent: pulumi.Resource) => Record<string, unknown> | undefined,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("azora:test:Room", name, {}, opts);
    this.registerOutputs(build(this) ?? {});
  }
}

/** Runs a small program in one mode, as stack `test` of project `azora`. */
export function run(program: () => unknown, args: Partial<RunArgs> = {}): Promise<RunResult> {
  return runProgram({
    project: "azora",
    stack: "test",
    preview: true,
    config: {},
    secretKeys: [],
    program,
    ...args,
  });
}
