import { regionNamed } from "../../components/facts/regions";
import type { RegionOutputs } from "../../stacks/contract";
import { inItsBlock, ofComplete } from "../../stacks/contractChecks";

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

test("what a region has not yet, since only its network is built, is named", () => {
  expect(ofComplete(stack, "caCertificatePem", "a certificate")).toBe("a certificate");
  expect(() => ofComplete(stack, "caCertificatePem", null)).toThrow(
    `contract of ${stack}: caCertificatePem is null; allowed: what azora:phase complete gives`,
  );
});
