import { drilledCluster, restorePods } from "../../drills/restore/planned";
import { settingsDigest } from "../../drills/shared/planned";
import { runsIn } from "../../drills/shared/rows";
import { summaryOf } from "../../drills/trials/judge";
import { renderPage, renderSvg } from "../../drills/trials/render";
import { verdicts, type TrialResult } from "../../drills/trials/result";
import type { WorldEvent } from "../../drills/world";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const committed = committedResults<TrialResult>("trials");

test("a result is committed", () => {
  expect(committed.at(-1)?.result.runs.length).toBeGreaterThanOrEqual(4);
});

describe.each(committed)("the committed result $name", ({ result, events, page, chart }) => {
  test("is what was written down while it ran says, and keeps every promise", () => {
    expect(result.runs).toEqual(runsIn(events).map(summaryOf));
    expect(verdicts(result).filter(({ held }) => !held)).toEqual([]);
  });

  test("is what its page and its chart show", () => {
    expect(page).toBe(renderPage(result));
    expect(chart).toBe(renderSvg(result));
  });
});

test("the newest result is of the present plan's settings", async () => {
  const authorities = { certificates: "all", issue: () => Promise.resolve({ certificate: "c", key: "k" }) };
  const { pods } = await restorePods(await planAllStacks(), authorities, drilledCluster("keys-africa"));
  expect(committed.at(-1)?.result.settingsDigest).toBe(settingsDigest(pods));
});

describe("a run is judged by its record", () => {
  const record = (said: string, control = false): WorldEvent[] => [
    { ms: 0, event: "run", scenario: "a wrong passphrase", control },
    { ms: 10, event: "tried", failed: said !== "", said },
  ];
  const heldBy = (...runs: WorldEvent[][]): boolean[] =>
    verdicts({ drill: "trials", date: "2026-11-27", settingsDigest: "", runs: runs.map(summaryOf) }).map(
      ({ held }) => held,
    );

  test("by what the trial said: pgBackRest's error first, then the script's", () => {
    expect(
      summaryOf(
        record("python3 ended with 1\n2026-11-27 P00  ERROR: [029]: invalid\ntry-backup: restore ended"),
      ).said,
    ).toBe("ERROR: [029]: invalid");
    expect(summaryOf(record("ended\ntry-backup: it took 901 s; allowed: 900\n")).said).toBe(
      "try-backup: it took 901 s; allowed: 900",
    );
  });

  test("what is wrong must be found, and what is whole must pass", () => {
    const named = "try-backup: it cannot be read, as with another passphrase than its own: x";
    expect(heldBy(record(named), record("", true))).toEqual([true, true, true]);
    expect(heldBy(record(""), record("", true))).toEqual([false, false, true]);
    // Found by chance: something else was wrong.
    expect(heldBy(record("ERROR: [1]: x"), record("", true))).toEqual([true, false, true]);
    expect(heldBy(record(named), record("ERROR: [1]: y", true))).toEqual([true, true, false]);
    expect(heldBy(record(named))).toEqual([true, true, false]);
  });

  test("and is refused without a trial", () => {
    expect(() => summaryOf(record("").slice(0, 1))).toThrow('the record of a run has no "tried"');
  });
});
