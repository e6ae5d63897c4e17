import { mayAnswer } from "../../components/facts/jurisdictions";
import { countryAreas, geoAreas } from "../../components/facts/geoAreas";
import { allRegions, globalStackName, regionNamed } from "../../components/facts/regions";
import { homeOfHost } from "../../components/facts/edgeHosts";
import { routesOf, steeringOf } from "../../preview/edge";
import { edgeLines } from "../../preview/page/edge";
import type { Plan } from "../../preview/plan";
import { edgeReportNames, edgeReports } from "../../preview/reports/edge";
import { planAllStacks } from "../support/plan";

const names = allRegions().map(({ name }) => name);
const plain = (_style: string, text: string): string => text;

let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});

/** The plan without the resources of the global stack whose names these are. */
function without(...gone: readonly string[]): Plan {
  const global = plan.stacks[globalStackName];
  if (!global) throw new Error("no global stack");
  const resources = global.resources.filter(({ name }) => !gone.includes(name));
  expect(resources).toHaveLength(global.resources.length - gone.length);
  return { ...plan, stacks: { ...plan.stacks, [globalStackName]: { ...global, resources } } };
}

describe("the steering of the plan", () => {
  test("leads every area, and Nigeria, to each of the four regions once", () => {
    const codes = steeringOf(plan)?.codes ?? {};
    expect(Object.keys(codes).sort()).toEqual(
      [...Object.keys(geoAreas), ...Object.keys(countryAreas)].sort(),
    );
    for (const order of Object.values(codes)) expect([...order].sort()).toEqual([...names].sort());
    expect(codes.NG?.[0]).toBe("africa");
  });

  test("leads each home's host home first, and to lawful regions only", () => {
    const hosts = Object.entries(steeringOf(plan)?.hosts ?? {});
    const homes = hosts.flatMap(([host, order]) => {
      const home = homeOfHost(host);
      return home === undefined ? [] : [{ home, order }];
    });
    expect(homes.map(({ home }) => home).sort()).toEqual([...names].sort());
    for (const { home, order } of homes) {
      expect(order[0]).toBe(home);
      const { jurisdiction } = regionNamed(home);
      for (const region of order)
        expect(mayAnswer(jurisdiction, regionNamed(region).jurisdiction)).toBe(true);
    }
  });
});

describe("the routes of the plan", () => {
  test("lead from every region to every other's block, twelve in all", () => {
    const matrix = routesOf(plan) ?? {};
    const routes = Object.values(matrix).flatMap((row) => Object.entries(row));
    expect(routes).toHaveLength(12);
    for (const [to, blocks] of routes) expect(blocks).toEqual([regionNamed(to).cidr]);
  });

  test("show one that is missing, on the page and in the picture", () => {
    const broken = without("mesh-transit-europe-to-asia");
    expect(routesOf(broken)?.europe?.asia).toEqual([]);
    expect(edgeLines(broken, plain, 100).some((line) => /^ {2}europe .* none /.test(line))).toBe(true);
    expect(edgeReports(plan)["edge.mmd"]).toContain("europe <-.-> asia\n");
    expect(edgeReports(broken)["edge.mmd"]).toContain("asia -.-> europe\n");
  });
});

test("the page's tables fit a narrow terminal", () => {
  expect(Math.max(...edgeLines(plan, plain, 60).map(({ length }) => length))).toBeLessThanOrEqual(60);
});

test("a plan without the global stack says nothing of the edge, and writes nothing", () => {
  const { europe } = plan.stacks;
  if (!europe) throw new Error("no stack europe");
  const regionOnly = { ...plan, stacks: { europe } };
  expect(edgeLines(regionOnly, plain, 100)).toEqual([]);
  expect(edgeReports(regionOnly)).toEqual({});
  expect(edgeReportNames(["europe"])).toEqual([]);
});

test("the files are named before anything is planned", () => {
  expect(Object.keys(edgeReports(plan))).toEqual(edgeReportNames([globalStackName]));
});
