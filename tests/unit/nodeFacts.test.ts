import { systemNodes, vcpuOfSize, workerNodes } from "../../components/facts/nodes";

test.each([
  ["medium", 1],
  ["large", 2],
  ["xlarge", 4],
  ["2xlarge", 8],
  ["9xlarge", 36],
  ["12xlarge", 48],
])("a machine of size %s has %d vCPU", (size, vcpu) => {
  expect(vcpuOfSize(size)).toBe(vcpu);
});

test.each(["metal", "metal-24xl", "nano", "", "xxlarge"])("%j says nothing of vCPU", (size) => {
  expect(vcpuOfSize(size)).toBeUndefined();
});

test("families are of the oldest generation or later", () => {
  const generations = workerNodes.instanceFamilies.map((family) => Number(/\d+/.exec(family)?.[0]));
  expect(Math.min(...generations)).toBe(workerNodes.generationMin);
});

test("system nodes are of families that workers may have", () => {
  const families = systemNodes.instanceTypes.map((type) => type.split(".")[0]);
  expect(workerNodes.instanceFamilies).toEqual(expect.arrayContaining(families));
});
