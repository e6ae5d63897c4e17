/** Runs a program for each way to go wrong, one after the other, and prints what each run said as JSON. */
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { run } from "./program";

/** Never settles. */
const never = new Promise<string>(() => undefined);

const programs: Record<string, () => unknown> = {
  exception: () => {
    throw new Error("boom");
  },
  rejection: () => {
    void Promise.reject(new Error("lost"));
  },
  apply: () => {
    pulumi.output(1).apply(() => {
      throw new Error("inside");
    });
  },
  logged: () => {
    void pulumi.log.error("said so");
  },
  twin: () => {
    new random.RandomPet("twin");
    new random.RandomPet("twin");
  },
  invoke: () => aws.getCallerIdentity({}, { provider: new aws.Provider("aws", {}) }),
  remote: () => {
    new kubernetes.helm.v4.Chart("remote", { chart: "x" });
  },
  read: () => {
    aws.ec2.Vpc.get("existing", "vpc-1");
  },
  reference: () => ({ outputs: new pulumi.StackReference("organization/azora/atlantis").outputs }),
  alias: () => ({
    outputs: new pulumi.StackReference("organization/azora/europe", { name: "organization/azora/asia" })
      .outputs,
  }),
  never: () => {
    new random.RandomPet("waiting", { prefix: pulumi.output(never) });
  },
  input: () => {
    new random.RandomPet("odd", { prefix: Promise.reject(new Error("never known")) });
  },
  undefined: () => {
    const pet = new random.RandomPet("pet");
    const nothing = pet.id.apply(() => undefined as unknown as string);
    new random.RandomPet("second", { prefix: nothing });
  },
  // Its list of undefined inputs never gets complete: the next run must not wait for it.
  lastingList: () => {
    new random.RandomPet("waiting", { prefix: pulumi.output(never) });
    throw new Error("and an exception");
  },
  pendingApply: () => {
    pulumi.output(never).apply((prefix) => new random.RandomPet("unborn", { prefix }));
  },
  late: () => {
    setTimeout(() => new random.RandomPet("late"), 100);
  },
  timer: () => {
    setTimeout(() => undefined, 2000);
  },
  transform: () => {
    pulumi.runtime.registerResourceTransform(() => undefined);
    new random.RandomPet("pet");
  },
  ownTransform: () => {
    new random.RandomPet("pet", {}, { transforms: [() => undefined] });
  },
  invokeTransform: () => {
    pulumi.runtime.registerInvokeTransform(() => undefined);
  },
};

/** What a run in one mode said, and what a clean run said after it. */
async function both(program: () => unknown, preview: boolean): Promise<[string, string]> {
  const said = async (one: () => unknown): Promise<string> =>
    run(one, { stillMsMax: 300, preview }).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
  // One after the other: a fault of one run must not be found in the next.
  return [await said(program), await said(() => ({ pet: new random.RandomPet("fine").id }))];
}

async function main(): Promise<void> {
  const said: Record<string, Record<string, [string, string]>> = {};
  for (const [name, program] of Object.entries(programs)) {
    said[name] = { preview: await both(program, true), resolved: await both(program, false) };
    // Its timer goes on, which a plan ends with.
    if (name === "timer") await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  process.stdout.write(JSON.stringify(said));
}

void main();
