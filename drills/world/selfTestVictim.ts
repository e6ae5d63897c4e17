/** A small world in a process of its own, which the self-test kills: says that it is open, and waits. */
import { Authorities } from "./certificates";
import { probe, regions, roundTripMs, selfTestPods } from "./selfTestPods";
import { World } from "./world";

async function main(): Promise<void> {
  const authorities = await Authorities.make(regions.map(({ name }) => name));
  const pods = (await selfTestPods(authorities)).filter(({ name }) => name === probe("africa"));
  await new World({ regions, roundTripMs, pods }).open();
  process.send?.("open");
}

void main();
