import { instanceTypePaths } from "../../policies/shared/instances";
import { billableTypes, freeTypes } from "../../policies/shared/billableTypes";
import { storeTypes } from "../../policies/shared/stores";
import { taggableTypes } from "../../policies/shared/taggableTypes";

describe("types that cost money", () => {
  const billable = new Set(billableTypes);

  test("are all that take tags but for those known to be free", () => {
    expect(freeTypes.filter((type) => !taggableTypes.includes(type))).toEqual([]);
    expect(new Set(freeTypes).size).toBe(freeTypes.length);
    expect(billableTypes.length + freeTypes.length).toBe(taggableTypes.length);
  });

  test("are all that store something or name a machine, as far as they take tags", () => {
    const known = [...storeTypes, ...Object.keys(instanceTypePaths)].filter((type) =>
      taggableTypes.includes(type),
    );
    expect(known.length).toBeGreaterThan(25);
    expect(known.filter((type) => !billable.has(type))).toEqual([]);
  });

  test.each([
    "aws:budgets/budget:Budget",
    "aws:ec2/eip:Eip",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ec2/flowLog:FlowLog",
    "aws:lb/loadBalancer:LoadBalancer",
  ])("hold %s", (type) => {
    expect(billable.has(type)).toBe(true);
  });

  test.each(["aws:ec2/subnet:Subnet", "aws:iam/role:Role", "aws:lb/listener:Listener"])(
    "leave out %s",
    (type) => {
      expect(billable.has(type)).toBe(false);
    },
  );
});
