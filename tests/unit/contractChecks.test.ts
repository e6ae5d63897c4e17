import { regionNamed } from "../../components/facts/regions";
import type { RegionOutputs } from "../../stacks/contract";
import { inItsBlock } from "../../stacks/contractChecks";

const africa = regionNamed("africa");
const network = (cidr: string): RegionOutputs["network"] => ({ cidr }) as RegionOutputs["network"];
const stack = "organization/azora/africa";

test("a network in the block that facts give it is taken as it is", () => {
  const own = network(africa.cidr);
  expect(inItsBlock(stack, own, africa)).toBe(own);
});

test("a network elsewhere is refused with both blocks: the others would send its traffic into the void", () => {
  expect(() => inItsBlock(stack, network("10.99.0.0/16"), africa)).toThrow(
    `contract of ${stack}: network.cidr is 10.99.0.0/16; allowed: ${africa.cidr}, as facts have it (deploy the region again)`,
  );
});
