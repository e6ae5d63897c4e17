import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RecordedResource } from "../../preview/engine/monitor";
import type { Obligations } from "../../preview/reports/obligations";
import { start, testDay } from "../support/cli";
import { ownRuns } from "../support/planViews";
import { secretSignature, signatureKey, stateOf } from "../support/states";

const root = path.resolve(__dirname, "..", "..");
describe("the obligations of europe", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "azora-discharge-"));
  const file = (name: string): string => path.join(folder, name);
  let deployed: readonly RecordedResource[];

  beforeAll(() => {
    const { status } = start(["--as-of", testDay, "--out", folder]);
    if (status !== 0) throw new Error("the plan does not pass");
    deployed = ownRuns().resolved.find(({ stack }) => stack === "europe")?.resources ?? [];
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function discharge(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["scripts/run.mjs", "scripts/discharge/index.ts", ...args, "--as-of", testDay],
      { cwd: root, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  }

  const count = (): number =>
    (JSON.parse(readFileSync(file("obligations.json"), "utf8")) as Obligations).obligations.filter(
      ({ stack }) => stack === "europe",
    ).length;

  test("are discharged by a stack that was deployed as planned", () => {
    writeFileSync(file("state.json"), JSON.stringify(stateOf(deployed)));
    const { status, stdout } = discharge(file("state.json"), "--obligations", file("obligations.json"));
    expect(count()).toBeGreaterThan(0);
    expect(stdout).toContain(`obligations: ${count()} of ${count()} discharged`);
    expect(status).toBe(0);
  });

  test("stay open where the deployed value is not what the rule wants", () => {
    const type = "kubernetes:storage.k8s.io/v1:StorageClass";
    const changed = deployed.map((resource) =>
      resource.type === type
        ? { ...resource, inputs: { ...resource.inputs, parameters: { kmsKeyId: "alias/aws/ebs" } } }
        : resource,
    );
    writeFileSync(file("changed.json"), JSON.stringify(stateOf(changed)));
    const { status, stdout } = discharge(file("changed.json"), "--obligations", file("obligations.json"));
    expect(stdout).toContain("[kubernetes-volume-keys] parameters.kmsKeyId is ");
    const classes = deployed.filter((resource) => resource.type === type).length;
    expect(classes).toBeGreaterThan(0);
    expect(stdout).toContain(`obligations: ${count() - classes} of ${count()} discharged`);
    expect(status).toBe(1);
  });

  test("stay open where the resource is not deployed", () => {
    const left = deployed.filter(({ type }) => type !== "kubernetes:storage.k8s.io/v1:StorageClass");
    writeFileSync(file("left.json"), JSON.stringify(stateOf(left)));
    const { status, stdout } = discharge(file("left.json"), "--obligations", file("obligations.json"));
    expect(stdout).toContain("the resource is not deployed");
    expect(status).toBe(1);
  });

  test("cannot be judged behind an encrypted value", () => {
    const hidden = deployed.map((resource) =>
      resource.type === "kubernetes:storage.k8s.io/v1:StorageClass"
        ? {
            ...resource,
            inputs: { ...resource.inputs, parameters: { [signatureKey]: secretSignature, value: "x" } },
          }
        : resource,
    );
    writeFileSync(file("hidden.json"), JSON.stringify(stateOf(hidden, false)));
    const { status, stdout } = discharge(file("hidden.json"));
    expect(stdout).toContain("[kubernetes-volume-keys] cannot decide: parameters.kmsKeyId is unknown");
    expect(status).toBe(1);
  });

  test.each<[string, string, string]>([
    ["is not there", "gone.json", "which does not exist"],
    ["is no JSON", "europe.mmd", "which is no JSON"],
    ["is no state", "plan.json", "which is no exported stack"],
  ])("a file that %s is refused", (_, name, message) => {
    const { status, stderr, stdout } = discharge(file(name));
    expect(stderr).toBe(
      `error state is "${file(name)}", ${message}; allowed: what \`pulumi stack export --show-secrets --file FILE\` wrote\n`,
    );
    expect([status, stdout]).toEqual([2, ""]);
  });
});
