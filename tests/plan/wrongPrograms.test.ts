import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { makePlan, PlanError } from "../../preview/plan";
import { start, StackFiles, testDay, type CliResult } from "../support/cli";

const entry = path.resolve(__dirname, "..", "support", "wrongProgram.ts");

/** What the plan of a stack `asia` says whose program goes wrong in one way. */
async function faultsOf(way: string, stackMsMax?: number): Promise<PlanError["faults"]> {
  const plan = makePlan({
    project: "azora",
    asOf: testDay,
    entry,
    selected: ["asia"],
    stackFiles: [{ stack: "asia", config: { "wrong:way": way }, secretKeys: [] }],
    extraRegions: [],
    ...(stackMsMax !== undefined && { stackMsMax }),
  });
  const error: unknown = await plan.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlanError)) throw new Error(`no fault: ${String(error)}`);
  return error.faults;
}

describe("a program ends the plan, with the stack's name and the cause, whose", () => {
  test.each([
    [
      "resource is made where a value must first be known",
      "oneMode",
      /^urn:pulumi:asia::azora::random:index\/randomPet:RandomPet::second exists in resolved mode only: /,
    ],
    [
      "resource has a default provider",
      "defaultProvider",
      /::vpc uses the default aws provider; give it one$/,
    ],
    [
      "input reads an output that nobody answers",
      "unanswered",
      /^aws:eks\/cluster:Cluster\.kubernetesNetworkConfig\.serviceIpv6Cidr of cluster is read by urn:.+::pet, and nothing answers it in resolved mode$/,
    ],
    ["thread ends", "exit", /^its thread ended early, with 3$/],
    [
      "registrations never end",
      "registrations",
      /^registers more than 1610 resources, random:index\/randomPet:RandomPet "pet\d+" the first beyond: /,
    ],
  ])("%s", async (_, way, reason) => {
    expect(await faultsOf(way)).toEqual([
      { stack: "asia", reason: expect.stringMatching(reason) as string, configuration: false },
    ]);
  });

  test("loop never ends", async () => {
    expect(await faultsOf("loop", 3000)).toEqual([
      { stack: "asia", reason: "never ends: it took more than 3 s", configuration: false },
    ]);
  });
});

describe("on the command line", () => {
  const files = new StackFiles();
  afterAll(() => {
    files.remove();
  });
  const env = { AZORA_ENTRY: entry };
  const plan = (way: string, more: readonly string[] = [], trace: NodeJS.ProcessEnv = {}): CliResult => {
    writeFileSync(path.join(files.home, "Pulumi.asia.yaml"), `config:\n  wrong:way: ${way}\n`);
    return start(["--as-of", testDay, "--stack", "asia", ...more], files.home, { ...env, ...trace });
  };

  test("a broken program gives one line, exit 1, and nothing on the other stream", () => {
    expect(plan("exception")).toEqual({ status: 1, stdout: "", stderr: "error asia: boom\n" });
  });

  test("the line behind a fault is shown on request, without the secrets in it", () => {
    const urn = "urn:pulumi:asia::azora::random:index/randomPassword:RandomPassword::password";
    const madeUp = createHash("sha256").update(urn).digest("hex");
    const { status, stderr } = plan("leak", [], { AZORA_TRACE: "1" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/the password is \(hidden\)\n +at .*wrongProgram\.ts/);
    expect(stderr).not.toContain(madeUp);
  });

  test("what a program prints goes to the other stream than the plan", () => {
    const { stdout, stderr } = plan("prints", ["--json"]);
    expect(Object.keys((JSON.parse(stdout) as { readonly stacks: object }).stacks)).toEqual(["asia"]);
    expect(stderr).toContain("a word of the program");
  });
});
