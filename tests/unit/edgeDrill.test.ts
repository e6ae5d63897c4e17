import { readFileSync } from "node:fs";
import path from "node:path";
import { edgeSteering } from "../../components/facts/edge";
import { failover } from "../../components/facts/promises";
import { allRegions } from "../../components/facts/regions";
import {
  editsAllowed,
  isAlive,
  judge,
  meetsDecision,
  quietPromise,
  slowest,
  type Measured,
} from "../../drills/edge/judge";
import { render, type Result } from "../../drills/edge/render";

const root = path.resolve(__dirname, "..", "..");
const home = path.join(root, "drills", "results");
const result = JSON.parse(readFileSync(path.join(home, "edge-steering.json"), "utf8")) as Result;

describe("the committed drill", () => {
  const { measured, promises } = result;

  test("was held to today's facts", () => {
    expect(promises).toEqual({
      decisionSecondsMax: failover.decisionSecondsMax,
      runs: 5,
      regions: allRegions().length,
      holdOffSeconds: edgeSteering.holdOffSeconds,
      quiet: quietPromise(allRegions().length),
      returnSecondsMax: (edgeSteering.goodProbes + 2) * edgeSteering.probeIntervalSeconds,
    });
    expect(result.regions).toEqual(allRegions().map(({ name }) => name));
  });

  test("ran on the Node of the controller's image", () => {
    const dockerfile = readFileSync(path.join(root, "images", "edge-steering", "Dockerfile"), "utf8");
    const versions = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(
      ([, version]) => `v${version ?? ""}`,
    );
    expect(versions).toEqual([result.environment.node, result.environment.node]);
  });

  test("took a black-holed region out in time, the slowest of five runs, and each region once", () => {
    expect(measured.blackHole).toHaveLength(5);
    for (const { seconds } of measured.blackHole) {
      // Sooner than two probes can fail nothing is measured.
      expect(seconds).toBeGreaterThan(edgeSteering.probeTimeoutSeconds);
      expect(seconds).toBeLessThan(failover.decisionSecondsMax);
    }
    expect(result.maxSeconds).toBe(Math.max(...measured.blackHole.map(({ seconds }) => seconds ?? Infinity)));
    expect(new Set(measured.blackHole.map(({ target }) => target))).toEqual(new Set(result.regions));
  });

  test("has controls that failed", () => {
    expect(measured.controls.map(({ seconds }) => seconds)).toEqual([null, null]);
    for (const control of measured.controls) expect(meetsDecision([control], promises)).toBe(false);
  });

  test("held every other promise, as judged anew", () => {
    expect(judge(measured, promises).filter(({ held }) => !held)).toEqual([]);
    expect(judge(measured, promises)).toEqual(result.verdicts);
  });

  test("is what the page says", () => {
    const squeezed = (text: string): string => text.replace(/ +/g, " ").replace(/-{3,}/g, "---");
    expect(squeezed(readFileSync(path.join(home, "edge-steering.md"), "utf8"))).toBe(
      squeezed(render(result)),
    );
  });
});

describe("the harness", () => {
  const promises = {
    decisionSecondsMax: 10,
    runs: 2,
    regions: 4,
    holdOffSeconds: 30,
    quiet: { seconds: 30, probesMin: 15, listsMin: 2 },
    returnSecondsMax: 25,
  };
  const run = (seconds: number | null) => ({ target: "a", cutAfterProbeSeconds: 0, seconds });
  const alive = { leastProbes: 15, leastLists: 2, after: run(9.9) };
  const good: Measured = {
    blackHole: [run(5), run(9.9)],
    controls: [{ name: "controllers off", ...run(null) }],
    recovery: { target: "a", seconds: 55, byHand: "b", byHandStayed: true },
    killed: { target: "a", sealed: true, seconds: 55 },
    flapping: { target: "a", watchedSeconds: 60, edits: 3, disables: 2, recoveredSeconds: 85 },
    cutOffObserver: { ...alive, region: "a", editsOfOthers: 0, tookOut: true },
    allButOneCut: { ...alive, edits: 0, leastLeft: 4 },
    allIngressesCut: { edits: 3, leastLeft: 1 },
    evenSplit: { ...alive, edits: 4, leastLeft: 1, leftAtEnd: 2 },
  };
  const missed = (changed: Partial<Measured>): number =>
    judge({ ...good, ...changed }, promises).filter(({ held }) => !held).length;

  test("passes what held", () => {
    expect(missed({})).toBe(0);
  });

  test.each<[string, Partial<Measured>]>([
    ["a run at the limit", { blackHole: [run(5), run(10)] }],
    ["a run that never ended", { blackHole: [run(5), run(null)] }],
    ["too few runs", { blackHole: [run(5)] }],
    ["a control that passed", { controls: [{ name: "controllers off", ...run(9) }] }],
    ["a return that is late", { recovery: { ...good.recovery, seconds: 55.1 } }],
    ["a return that never came", { recovery: { ...good.recovery, seconds: null } }],
    ["a person's change undone", { recovery: { ...good.recovery, byHandStayed: false } }],
    ["one change too many", { flapping: { ...good.flapping, edits: 4 } }],
    ["a flapping region that stays out", { flapping: { ...good.flapping, recoveredSeconds: null } }],
    ["a flapping region that is late", { flapping: { ...good.flapping, recoveredSeconds: 85.1 } }],
    [
      "a flapping region that nobody noticed",
      { flapping: { ...good.flapping, disables: 0, recoveredSeconds: 0 } },
    ],
    ["a disabling that is forgotten", { killed: { ...good.killed, seconds: null } }],
    ["a disabling that is not sealed", { killed: { ...good.killed, sealed: false } }],
    ["a cut-off observer that acts", { cutOffObserver: { ...good.cutOffObserver, editsOfOthers: 1 } }],
    ["a cut-off observer that stays in", { cutOffObserver: { ...good.cutOffObserver, tookOut: false } }],
    ["a last region that acts", { allButOneCut: { ...good.allButOneCut, edits: 1, leastLeft: 3 } }],
    ["controllers that do not probe", { allButOneCut: { ...good.allButOneCut, leastProbes: 14 } }],
    ["controllers that read no list", { cutOffObserver: { ...good.cutOffObserver, leastLists: 1 } }],
    ["a controller that does not answer", { evenSplit: { ...good.evenSplit, leastProbes: null } }],
    ["controllers that do not act afterwards", { evenSplit: { ...good.evenSplit, after: run(null) } }],
    ["no pool left", { allIngressesCut: { edits: 4, leastLeft: 0 } }],
    ["controllers that did nothing", { allIngressesCut: { edits: 0, leastLeft: 4 } }],
    [
      "a half that took more than its share",
      { evenSplit: { ...good.evenSplit, edits: 3, leastLeft: 1, leftAtEnd: 1 } },
    ],
  ])("reports %s", (_, changed) => {
    expect(missed(changed)).toBe(1);
  });

  test("takes controllers for dead that did nothing, whatever did not happen", () => {
    const dead = { leastProbes: null, leastLists: null, after: run(null) };
    expect(isAlive(alive, promises)).toBe(true);
    expect(isAlive(dead, promises)).toBe(false);
    expect(isAlive({ ...alive, after: run(10) }, promises)).toBe(false);
  });

  test("asks of a controller what its beat gives in half a minute", () => {
    // Five of six probes of each of three others; a list every twelve seconds.
    expect(quietPromise(4)).toEqual({ seconds: 30, probesMin: 15, listsMin: 2 });
  });

  test("knows the slowest run only when all ended, and how often a pool may change", () => {
    expect(slowest([run(1), run(3)])).toBe(3);
    expect(slowest([run(1), run(null)])).toBeNull();
    expect(slowest([])).toBeNull();
    // Out at once; back and out again after 30 s, and after 60 more.
    expect([30, 60, 91].map((seconds) => editsAllowed(seconds, 30))).toEqual([1, 3, 5]);
  });
});
