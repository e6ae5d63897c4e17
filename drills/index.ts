/**
 * `npm run drill -- NAME [PART]`: real servers under real faults; writes `drills/results/`. Ends with 0 when every promise held and
 * every control failed, 1 when not, 2 on a wrong name, 3 where this machine does not permit the drill.
 */
import { drillAll } from "./all";
import { drillCache } from "./cache";
import { drillEdge } from "./edge";
import { drillErasure } from "./erasure";
import { drillFailover, drillSmoke } from "./failover";
import { drillObjects } from "./objects";
import { drillRestore } from "./restore";
import { drillTrials } from "./trials";
import { drillWorld } from "./world/selfTest";

const drills: Readonly<Record<string, (part?: string) => Promise<number>>> = {
  all: drillAll,
  cache: drillCache,
  edge: drillEdge,
  erasure: drillErasure,
  failover: drillFailover,
  objects: drillObjects,
  restore: drillRestore,
  smoke: drillSmoke,
  trials: drillTrials,
  world: drillWorld,
};

async function main([name = "", part]: readonly string[]): Promise<number> {
  const drill = Object.hasOwn(drills, name) ? drills[name] : undefined;
  if (drill !== undefined) return drill(part);
  process.stderr.write(
    `${name === "" ? "no drill is named" : `drill "${name}" is unknown`}; there are: ${Object.keys(drills).join(", ")}\n`,
  );
  return 2;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
