import { spawnSync } from "node:child_process";
import path from "node:path";
import { addRegion, allRegions, deploymentOrder, stackNames } from "../../components/facts/regions";
import { pipelineStacks } from "../../scripts/pipelineStacks";
import { fictitiousRegion } from "../support/fictitious";

const root = path.resolve(__dirname, "..", "..");
const allowed = "allowed: all, or different ones of africa, europe, asia, americas, global";

describe("the stacks that a pipeline takes", () => {
  test("are by default every region, the primary last, and then global", () => {
    expect(pipelineStacks("all")).toEqual({
      regions: ["americas", "asia", "europe", "africa"],
      global: true,
    });
    const [last] = deploymentOrder().slice(-1);
    expect(last).toBe(allRegions().find(({ role }) => role === "primary")?.name);
  });

  test("are those that are named, in that order, and global only if it is among them", () => {
    expect(pipelineStacks("africa")).toEqual({ regions: ["africa"], global: false });
    expect(pipelineStacks("africa, asia  europe")).toEqual({
      regions: ["africa", "asia", "europe"],
      global: false,
    });
    expect(pipelineStacks("global asia")).toEqual({ regions: ["asia"], global: true });
    expect(pipelineStacks("global")).toEqual({ regions: [], global: true });
  });

  test.each(["", " ", "atlantis", "asia atlantis", "all asia", "asia asia", '["asia"]'])(
    "are not %j",
    (choice) => {
      expect(() => pipelineStacks(choice)).toThrow(`stacks is "${choice}"; ${allowed}`);
    },
  );

  test("count a fifth region as soon as facts have it", () => {
    const fifth = fictitiousRegion(0);
    const remove = addRegion(fifth);
    try {
      const { regions } = pipelineStacks("all");
      expect([...regions, "global"].sort()).toEqual([...stackNames()].sort());
      expect(regions.at(-1)).toBe("africa");
      expect(pipelineStacks(fifth.name).regions).toEqual([fifth.name]);
    } finally {
      remove();
    }
  });
});

describe("the script", () => {
  const run = (choice: string) =>
    spawnSync(process.execPath, ["scripts/run.mjs", "scripts/pipelineStacks.ts", choice], {
      cwd: root,
      encoding: "utf8",
    });

  test("prints outputs of a step, and nothing else", () => {
    const { status, stdout } = run("europe global");
    expect([status, stdout]).toEqual([0, 'regions=["europe"]\nglobal=true\n']);
  });

  test("fails on what is no choice, and prints no output", () => {
    const { status, stdout, stderr } = run("Europe");
    expect([status, stdout, stderr]).toEqual([2, "", `error stacks is "Europe"; ${allowed}\n`]);
  });
});
