import { allRegions, globalStackName } from "../../components/facts/regions";
import type { Plan, PlannedResource } from "../../preview/plan";
import { StackFiles } from "../support/cli";
import { planAllStacks } from "../support/plan";

const regions = allRegions().map(({ name }) => name);
const stackFiles = new StackFiles();
const below = "azora:steering:EdgeSteering";

let off: Plan;
let on: Plan;
beforeAll(async () => {
  stackFiles.setSteering();
  stackFiles.set(globalStackName, "azora:cloudflareApiToken", "{ secure: v1:AAAA }");
  off = await planAllStacks();
  on = await planAllStacks({ root: stackFiles.home });
}, 300_000);
afterAll(() => {
  stackFiles.remove();
});

const added = (stack: string): readonly PlannedResource[] => {
  const before = new Set(off.stacks[stack]?.resources.map(({ urn }) => urn));
  return (on.stacks[stack]?.resources ?? []).filter(({ urn }) => !before.has(urn));
};

test("without its configuration no region plans a controller", () => {
  for (const { resources } of Object.values(off.stacks))
    expect(resources.filter(({ urn }) => urn.includes(below))).toEqual([]);
});

test.each(regions)(
  "with it a region adds the controller, probes of the others, and nothing else: %s",
  (stack) => {
    const controller = added(stack).filter(({ urn }) => urn.includes(below));
    const probes = added(stack).filter(
      ({ type, name }) => type.includes("EntryProbes") || name.includes("-probes"),
    );
    // The component, a rule for each other region, and of Kubernetes: a deployment, its configuration, secret and account, and
    // two services.
    expect(controller).toHaveLength(1 + (regions.length - 1) + 6);
    // The component, what it shows and whom it trusts, the exporter, and a probe of each other region.
    expect(probes).toHaveLength(1 + 2 + 1 + (regions.length - 1));
    expect(added(stack)).toHaveLength(controller.length + probes.length);
  },
);

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
