/** What a restore may lack, from the plan's settings. */
import { databaseClusters } from "../../components/facts/databaseClusters";
import { repositorySettings } from "../../components/facts/repositories";
import { restorePoints } from "../../components/facts/shards";
import { failoverLines } from "../../preview/page/failover";
import type { Plan } from "../../preview/plan";
import {
  greatestLoss,
  isTooMuch,
  largestTerm,
  lossesOf,
  lossSeconds,
  type Loss,
} from "../../preview/recovery";
import { failoverReport } from "../../preview/reports/failover";
import { markdown } from "../../preview/reports/markdown";
import { isRefused } from "../../preview/summary";
import { planAllStacks } from "../support/plan";

const plain = (_style: string, text: string): string => text;

let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});

/** The plan with a text told otherwise. */
function told(from: RegExp, to: string): Plan {
  const text = JSON.stringify(plan);
  expect(text).toMatch(from);
  return JSON.parse(text.replaceAll(from, to)) as Plan;
}

function lossOf(of: Plan, cluster: string): Loss {
  const found = lossesOf(of).find((loss) => loss.cluster === cluster);
  if (!found) throw new Error(`no loss of ${cluster}`);
  return found;
}

test("every cluster has a loss, of the settings that facts give, below the promise", () => {
  const { archiveTimeoutSeconds, archiveWaitSeconds, archiveWaitsMax } = repositorySettings;
  expect(lossesOf(plan).map(({ cluster }) => cluster)).toEqual(
    databaseClusters()
      .map(({ name }) => name)
      .sort(),
  );
  expect(lossSeconds(lossOf(plan, "core"))).toBe(
    archiveTimeoutSeconds + archiveWaitsMax * archiveWaitSeconds,
  );
  // Its groups are restored to one point.
  expect(lossSeconds(lossOf(plan, "people-asia"))).toBe(
    archiveTimeoutSeconds + archiveWaitsMax * archiveWaitSeconds + restorePoints.intervalSeconds,
  );
  expect(lossesOf(plan).filter(isTooMuch)).toEqual([]);
  expect(lossOf(plan, "core").limitSeconds).toBe(300);
  expect(isRefused(plan)).toBe(false);
});

test.each<[string, RegExp, string, string, string]>([
  [
    "an archive_timeout of ten minutes",
    /(\\"archive_timeout\\": \\")60s/g,
    "$1600s",
    "archive_timeout",
    "705",
  ],
  ["none", /\\"archive_timeout\\": \\"60s\\",?/g, "", "archive_timeout", "unknown"],
  [
    "one that waits for a full segment",
    /(\\"archive_timeout\\": \\")60s/g,
    "$10s",
    "archive_timeout",
    "unknown",
  ],
  ["pushes that may take 100 s each", /archive-timeout=15\b/g, "archive-timeout=100", "push", "420"],
  ["no bound of a push", /archive-timeout=15\\n/g, "", "push", "unknown"],
  [
    "restore points each hour",
    /"schedule":"\* \* \* \* \*"/g,
    '"schedule":"0 * * * *"',
    "restore points",
    "3705",
  ],
])("with %s it is broken, and names the term", (_, from, to, term, seconds) => {
  const other = told(from, to);
  const loss = greatestLoss(other);
  expect(loss && [isTooMuch(loss), largestTerm(loss)?.name]).toEqual([true, term]);
  expect(isRefused(other)).toBe(true);
  const words = failoverLines(other, plain, 400).join("\n");
  expect(words).toMatch(
    new RegExp(`^  broken promise, \\S+ restored lacks ${seconds} of 300 s: .*; largest: ${term}$`, "m"),
  );
  expect(markdown(other)).toMatch(/^- restore, people-\w+: lacks .* of 300 s; largest: /m);
  const report = JSON.parse(failoverReport(other)) as { losses: { isBroken: boolean; largest: string }[] };
  expect(report.losses).toContainEqual(expect.objectContaining({ isBroken: true, largest: term }));
});

test("a cluster whose members have no file for any repository can say nothing", () => {
  expect(isTooMuch(lossOf(told(/"archive-(\d)\.conf"/g, '"other-$1.conf"'), "core"))).toBe(true);
});

test("a plan of one stack has those of the clusters that are at home there", () => {
  const { europe } = plan.stacks;
  if (!europe) throw new Error("no stack");
  const losses = lossesOf({ ...plan, stacks: { europe } });
  expect(losses.map(({ cluster }) => cluster)).toEqual(["keys-europe", "people-europe"]);
  expect(losses.some(isTooMuch)).toBe(false);
});

test("a plan without databases has none", () => {
  expect(lossesOf({ ...plan, stacks: {} })).toEqual([]);
});
