import { systemNodeSizes } from "../../components/cluster/systemNodes";

describe("the sizes of the system node group", () => {
  test("are one node a zone, with room for as many again during an update", () => {
    expect(systemNodeSizes({})).toEqual({ minSize: 3, desiredSize: 3, maxSize: 6 });
  });

  test("follow the smallest size", () => {
    expect(systemNodeSizes({ minSize: 4 })).toEqual({ minSize: 4, desiredSize: 4, maxSize: 8 });
    expect(systemNodeSizes({ minSize: 12 })).toEqual({ minSize: 12, desiredSize: 12, maxSize: 12 });
  });

  test.each([
    [{ minSize: 2 }, "SystemNodes.minSize is 2; allowed: a whole number from 3 (one node a zone) to 12"],
    [{ minSize: 13 }, "SystemNodes.minSize is 13; allowed: a whole number from 3 (one node a zone) to 12"],
    [{ minSize: 3.5 }, "SystemNodes.minSize is 3.5; allowed: a whole number from 3 (one node a zone) to 12"],
    [{ maxSize: 2 }, "SystemNodes.maxSize is 2; allowed: a whole number from minSize (3) to 12"],
    [{ maxSize: 13 }, "SystemNodes.maxSize is 13; allowed: a whole number from minSize (3) to 12"],
    [
      { desiredSize: 2 },
      "SystemNodes.desiredSize is 2; allowed: a whole number from minSize (3) to maxSize (6)",
    ],
    [
      { desiredSize: 7 },
      "SystemNodes.desiredSize is 7; allowed: a whole number from minSize (3) to maxSize (6)",
    ],
  ])("refuse %j", (sizes, message) => {
    expect(() => systemNodeSizes(sizes)).toThrow(message);
  });
});
