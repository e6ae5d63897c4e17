/** Runs a program for each way to go wrong, one after the other, and prints what each run said as JSON. */
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { run } from "./program";

const resolvedPrograms = new Set(["undefined"]);

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
  never: () => {
    new random.RandomPet("waiting", { prefix: pulumi.output(new Promise<string>(() => undefined)) });
  },
  input: () => {
    new random.RandomPet("odd", { prefix: Promise.reject(new Error("never known")) });
  },
  undefined: () => {
    const pet = new random.RandomPet("pet");
    const nothing = pet.id.apply(() => undefined as unknown as string);
    new random.RandomPet("second", { prefix: nothing });
  },
  // Last: a fault of one run must not be found in the next.
  clean: () => ({ fine: true }),
};

async function main(): Promise<void> {
  const said: Record<string, string> = {};
  for (const [name, program] of Object.entries(programs)) {
    said[name] = await run(program, { stillMsMax: 300, preview: !resolvedPrograms.has(name) }).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
  }
  process.stdout.write(JSON.stringify(said));
}

void main();
