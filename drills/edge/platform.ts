/** The regions of the drill: an ingress and a controller each, and the stand-in of the edge's API. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { steeringSettings } from "../../components/edge";
import { poolName } from "../../components/facts/edgeHosts";
import { edgeHealth } from "../../components/facts/edgeMonitor";
import { World, type Process } from "./world";

const root = path.resolve(__dirname, "..", "..");
const account = "d".repeat(32);
const ports = { ingress: 8080, controller: 8081, api: 8082 } as const;
const token = `drill-${process.pid}`;
const keys = randomBytes(32).toString("hex");

/** A change of a pool as the stand-in saw it. */
export interface Change {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly region: string;
  readonly enabled: boolean;
  /** Pools that are enabled after it. */
  readonly left: number;
  /** Address of who made it, or `person`. */
  readonly by: string;
}

/** How often a controller probed others, and read the list of pools. */
export interface Activity {
  readonly probes: number;
  readonly lists: number;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Builds the three programs as their image does. */
export function buildPrograms(): Readonly<Record<"controller" | "ingress" | "standIn", string>> {
  const entryPoints = {
    controller: "images/edge-steering/src/main.ts",
    ingress: "drills/edge/ingress.ts",
    standIn: "drills/edge/standIn.ts",
  };
  const outdir = path.join(root, ".cache", "drill");
  mkdirSync(outdir, { recursive: true });
  buildSync({ absWorkingDir: root, entryPoints, outdir, bundle: true, platform: "node", target: "node22" });
  const built = (name: string): string => path.join(outdir, `${name}.js`);
  return { controller: built("controller"), ingress: built("ingress"), standIn: built("standIn") };
}

export class Platform {
  readonly world: World;
  private readonly home = mkdtempSync(path.join(tmpdir(), "azora-drill-"));
  private readonly controllers = new Map<string, Process>();
  private readonly standIn: Process;

  constructor(
    readonly regions: readonly string[],
    private readonly programs: ReturnType<typeof buildPrograms>,
  ) {
    this.world = new World(regions);
    const { world } = this;
    this.standIn = world.start(
      "api",
      programs.standIn,
      [world.address("api", "control"), String(ports.api), account, ...regions.map(poolName)],
      { STAND_IN_TOKEN: token },
    );
    for (const region of regions) {
      const { path: health, expectedCodes, expectedBody } = edgeHealth;
      world.start(
        region,
        programs.ingress,
        [world.address(region, "ingress"), String(ports.ingress), health, expectedCodes, expectedBody],
        {},
      );
    }
  }

  /** Starts controllers, and waits until each has probed and heard every other. */
  async startControllers(of: readonly string[] = this.regions): Promise<void> {
    for (const region of of) {
      const file = path.join(this.home, `${region}.json`);
      writeFileSync(file, JSON.stringify(this.configOf(region)));
      const { programs, world } = this;
      const secrets = { EDGE_STEERING_TOKEN: token, EDGE_STEERING_KEYS: keys };
      this.controllers.set(region, world.start(region, programs.controller, [file], secrets));
    }
    await pause(steeringSettings().probeIntervalMs + 3000);
  }

  async stopControllers(of: readonly string[] = this.regions): Promise<void> {
    for (const region of of) {
      const controller = this.controllers.get(region);
      if (controller !== undefined) await this.world.stop(controller);
      this.controllers.delete(region);
    }
  }

  /** What a region's controller has done so far, by its own metrics; `undefined` where it does not answer. */
  activity(region: string): Activity | undefined {
    const { world } = this;
    const text = world.ask(region, `http://${world.address(region, "control")}:${ports.controller}/metrics`);
    if (text === undefined) return undefined;
    const sum = (metric: string): number =>
      text
        .split("\n")
        .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `))
        .reduce((all, line) => all + Number(line.split(" ").at(-1)), 0);
    return { probes: sum("edge_steering_probes_total"), lists: sum("edge_steering_lists_total") };
  }

  /** The description that a pool has in the edge's API. */
  description(region: string): string {
    const lines = this.standIn.lines.filter((line) => line.includes(`"${poolName(region)}"`));
    const last = JSON.parse(lines.at(-1) ?? "{}") as { readonly description?: string };
    return last.description ?? "";
  }

  /** Changes of pools so far. */
  changes(): readonly Change[] {
    return this.standIn.lines.flatMap((line) => {
      const { pool, isChange, ...change } = JSON.parse(line) as Omit<Change, "region"> & {
        readonly pool: string;
        readonly isChange: boolean;
      };
      // A description alone steers nobody.
      if (!isChange) return [];
      return { ...change, region: this.regions.find((region) => poolName(region) === pool) ?? pool };
    });
  }

  /** What a person does in the edge's console. */
  byHand(region: string, enabled: boolean): void {
    this.standIn.child.stdin?.write(`${JSON.stringify({ pool: poolName(region), enabled })}\n`);
  }

  /** Waits for a change; `undefined` where none came. */
  async waitFor(isIt: (change: Change) => boolean, msMax: number): Promise<Change | undefined> {
    const until = Date.now() + msMax;
    for (;;) {
      const found = this.changes().find(isIt);
      if (found !== undefined || Date.now() > until) return found;
      await pause(50);
    }
  }

  async remove(): Promise<void> {
    await this.world.remove();
    rmSync(this.home, { recursive: true, force: true });
  }

  private configOf(region: string): unknown {
    const { world } = this;
    return {
      region,
      regions: this.regions.map((name) => ({
        name,
        pool: poolName(name),
        peer: `http://${world.address(name, "control")}:${ports.controller}`,
        probe: {
          ...edgeHealth,
          origins: [`http://${world.address(name, "ingress")}:${ports.ingress}`],
          host: "api.example.com",
        },
      })),
      hosts: [{ name: "api.example.com", regions: this.regions }],
      settings: steeringSettings(),
      api: {
        baseUrl: `http://${world.address("api", "control")}:${ports.api}/client/v4`,
        accountId: account,
      },
      listen: { host: world.address(region, "control"), port: ports.controller },
    };
  }
}
