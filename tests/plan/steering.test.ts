import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseDocument } from "yaml";
import { allRegions, globalStackName } from "../../components/facts/regions";
import type { Plan, PlannedResource } from "../../preview/plan";
import { planAllStacks } from "../support/plan";

const root = path.resolve(__dirname, "..", "..");
const regions = allRegions().map(({ name }) => name);
const home = mkdtempSync(path.join(tmpdir(), "azora-steering-"));
const below = "azora:steering:EdgeSteering";

/** The project's own stack files, with every region's controller switched on. */
function switchOn(): void {
  cpSync(path.join(root, "Pulumi.yaml"), path.join(home, "Pulumi.yaml"));
  for (const stack of [...regions, globalStackName]) {
    const name = `Pulumi.${stack}.yaml`;
    const file = parseDocument(readFileSync(path.join(root, name), "utf8"));
    // Offline nobody can decrypt a secret; that it is one is enough.
    if (stack === globalStackName) file.setIn(["config", "azora:cloudflareApiToken"], { secure: "v1:AAAA" });
    else {
      file.setIn(["config", "azora:cloudflareAccountId"], "0123456789abcdef0123456789abcdef");
      file.setIn(["config", "azora:edgeSteeringDigest"], `sha256:${"0a".repeat(32)}`);
      file.setIn(["config", "azora:edgeSteeringToken"], { secure: "v1:AAAA" });
      file.setIn(["config", "azora:edgeSteeringKeys"], { secure: "v1:AAAA" });
    }
    writeFileSync(path.join(home, name), file.toString());
  }
}

let off: Plan;
let on: Plan;
beforeAll(async () => {
  switchOn();
  off = await planAllStacks();
  on = await planAllStacks({ root: home });
}, 300_000);
afterAll(() => {
  rmSync(home, { recursive: true });
});

const added = (stack: string): readonly PlannedResource[] => {
  const before = new Set(off.stacks[stack]?.resources.map(({ urn }) => urn));
  return (on.stacks[stack]?.resources ?? []).filter(({ urn }) => !before.has(urn));
};

test("without its configuration no region plans a controller", () => {
  for (const { resources } of Object.values(off.stacks))
    expect(resources.filter(({ urn }) => urn.includes(below))).toEqual([]);
});

test.each(regions)("with it a region adds the controller and nothing else: %s", (stack) => {
  expect(added(stack).every(({ urn }) => urn.includes(below))).toBe(true);
  // The component, a rule for each other region, and of Kubernetes: a deployment, its configuration, secret and account, and
  // two services.
  expect(added(stack)).toHaveLength(1 + (regions.length - 1) + 6);
});

test("the stack that joins the regions needs nothing of it", () => {
  expect(added(globalStackName)).toEqual([]);
});

test("the gates stay open, with nothing undecided", () => {
  const findings = Object.values(on.stacks).flatMap((stack) => stack.findings);
  expect(findings.filter(({ state }) => state === "violated" || state === "undecided")).toEqual([]);
  // The rules looked: what facts accept is noted for the controller's namespace too.
  const noted = findings.filter(
    ({ urn, policy }) => policy === "kubernetes-bound-peers" && urn.includes("edge-steering"),
  );
  expect(noted.length).toBeGreaterThanOrEqual(regions.length);
});
