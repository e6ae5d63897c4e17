import fc from "fast-check";
import {
  nodePools,
  type NodePool,
  type NodePoolArgs,
  type Requirement,
} from "../../components/cluster/nodePools";
import { capacitySpreadLabel, workerNodes } from "../../components/facts/nodes";
import { allRegions, regionNamed } from "../../components/facts/regions";

const africa = regionNamed("africa");
const europe = regionNamed("europe");

function argsOf(changes: Partial<NodePoolArgs> = {}): NodePoolArgs {
  return { region: africa, zones: africa.zones, spotSharePercent: 60, cpuLimit: 400, edge: true, ...changes };
}

function poolNamed(name: NodePool["name"], changes: Partial<NodePoolArgs> = {}): NodePool {
  const pool = nodePools(argsOf(changes)).find((candidate) => candidate.name === name);
  if (!pool) throw new Error(`no pool ${name}`);
  return pool;
}

function valuesOf(pool: NodePool, key: string): readonly string[] {
  return pool.spec.template.spec.requirements
    .filter((requirement: Requirement) => requirement.key === key)
    .flatMap(({ values }) => values);
}

describe("node pools", () => {
  test("are on-demand and spot in every region, and the edge where nodes run in a Local Zone", () => {
    for (const region of allRegions()) {
      const edge = region.localZone !== undefined;
      const names = nodePools(argsOf({ region, zones: region.zones, edge })).map(({ name }) => name);
      expect(names).toEqual(["on-demand", "spot", ...(edge ? ["edge"] : [])]);
    }
  });

  test("leave out the edge when the Local Zone is not used", () => {
    expect(nodePools(argsOf({ edge: false })).map(({ name }) => name)).toEqual(["on-demand", "spot"]);
  });

  test("refuse an edge in a region without a Local Zone", () => {
    expect(() => nodePools(argsOf({ region: europe, zones: europe.zones }))).toThrow(
      "Karpenter.edge is true; allowed: false in europe, which has no Local Zone",
    );
  });

  test("run on Graviton in the region, and in the Local Zone on what it offers", () => {
    expect(valuesOf(poolNamed("on-demand"), "kubernetes.io/arch")).toEqual(["arm64"]);
    expect(valuesOf(poolNamed("spot"), "kubernetes.io/arch")).toEqual(["arm64"]);
    const edge = poolNamed("edge");
    expect(valuesOf(edge, "kubernetes.io/arch")).toEqual(["amd64"]);
    expect(valuesOf(edge, "karpenter.k8s.aws/instance-family")).toEqual(africa.localZone?.instanceFamilies);
  });

  test("never put ordinary pods into the Local Zone, nor edge pods into the region", () => {
    expect(valuesOf(poolNamed("spot"), "topology.kubernetes.io/zone")).toEqual(africa.zones);
    expect(valuesOf(poolNamed("edge"), "topology.kubernetes.io/zone")).toEqual([africa.localZone?.zone]);
    expect(poolNamed("edge").spec.template.spec.taints).toEqual([
      { key: "azora.io/edge", value: "true", effect: "NoSchedule" },
    ]);
    expect(poolNamed("spot").spec.template.spec.taints).toBeUndefined();
  });

  test("keep to the zones that the region's stack chose", () => {
    const zones = africa.zones.slice(0, 2);
    expect(valuesOf(poolNamed("on-demand", { zones }), "topology.kubernetes.io/zone")).toEqual(zones);
  });

  test("share out the values of the spread label, and the edge has none", () => {
    const onDemand = valuesOf(poolNamed("on-demand"), capacitySpreadLabel);
    const spot = valuesOf(poolNamed("spot"), capacitySpreadLabel);
    expect([onDemand, spot]).toEqual([
      ["1", "2"],
      ["3", "4", "5"],
    ]);
    expect(valuesOf(poolNamed("edge"), capacitySpreadLabel)).toEqual([]);
  });

  test("let on-demand carry everything when spot is gone, and spot its share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: workerNodes.vcpuBelow, max: 100_000 }),
        fc.integer({ min: 1, max: 19 }),
        (cpuLimit, steps) => {
          const share = steps * 5;
          const [onDemand, spot] = nodePools(argsOf({ cpuLimit, spotSharePercent: share }));
          expect(Number(onDemand?.spec.limits.cpu)).toBe(cpuLimit);
          const spotCpu = Number(spot?.spec.limits.cpu);
          expect(spotCpu).toBeGreaterThanOrEqual((cpuLimit * share) / 100);
          expect(spotCpu).toBeLessThan((cpuLimit * share) / 100 + 1);
        },
      ),
    );
  });

  test("limit memory as well as CPU", () => {
    expect(poolNamed("on-demand").spec.limits).toEqual({ cpu: "400", memory: "3200Gi" });
  });

  test.each([workerNodes.vcpuBelow - 1, 40.5, -1])("refuse a limit of %d vCPU", (cpuLimit) => {
    expect(() => nodePools(argsOf({ cpuLimit }))).toThrow(
      `Karpenter.cpuLimit is ${cpuLimit}; allowed: a whole number of vCPU, at least one large node (33)`,
    );
  });

  test("consolidate, replace nodes within a month, and never disturb many at a time", () => {
    for (const { spec, name } of nodePools(argsOf())) {
      expect(spec.disruption.consolidationPolicy).toBe("WhenEmptyOrUnderutilized");
      expect(spec.template.spec.expireAfter).toBe("720h");
      const [disturbing] = spec.disruption.budgets;
      expect(disturbing).toEqual({
        nodes: name === "edge" ? "1" : "10%",
        reasons: ["Underutilized", "Drifted"],
      });
    }
  });
});
