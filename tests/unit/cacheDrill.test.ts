import { createHash } from "node:crypto";
import { summaryOf, verdicts, type CacheResult } from "../../drills/cache/judge";
import { cachePods, drillPassword } from "../../drills/cache/planned";
import { renderPage, renderSvg } from "../../drills/cache/render";
import { settingsDigest } from "../../drills/shared/planned";
import { runsIn } from "../../drills/shared/rows";
import type { PodSpec, WorldEvent } from "../../drills/world";
import type { Plan } from "../../preview/plan";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const committed = committedResults<CacheResult>("cache");

test("a result is committed", () => {
  expect(committed.length).toBeGreaterThan(0);
});

describe.each(committed)("the committed result $name", ({ result, events, page, chart }) => {
  test("is what was written down while it ran says", () => {
    expect(result.runs).toEqual(runsIn(events).map(summaryOf));
  });

  test("keeps every promise, and tries each", () => {
    expect(verdicts(result).filter(({ held, tried }) => !held || !tried)).toEqual([]);
  });

  test("saw enough writes in each run to see a loss", () => {
    for (const { acknowledged } of result.runs) expect(acknowledged.fast).toBeGreaterThan(100);
  });

  test("is what its page and its chart show", () => {
    expect(page).toBe(renderPage(result, events));
    expect(chart).toBe(renderSvg(result));
  });
});

describe("the pods that a drill of the cache runs", () => {
  const authorities = { certificates: "all", issue: () => Promise.resolve({ certificate: "c", key: "k" }) };
  let plan: Plan;
  let pods: readonly PodSpec[];
  beforeAll(async () => {
    plan = await planAllStacks();
    pods = await cachePods(plan, authorities);
  });
  const podNamed = (key: string): PodSpec => {
    const pod = pods.find((each) => each.name === key);
    if (!pod) throw new Error(`no pod ${key}; there are ${pods.map(({ name }) => name).join(", ")}`);
    return pod;
  };
  const file = (key: string, name: string): string | undefined =>
    podNamed(key).files.find(({ path }) => path === name)?.content;

  test("are five members, five Sentinels, and two local caches and exporters a region", () => {
    const count = (name: RegExp): number => pods.filter((pod) => name.test(pod.name)).length;
    expect(
      [/\/cache-\d$/, /\/cache-sentinel-\d$/, /\/cache-local-\d$/, /\/cache-exporter-\d$/].map(count),
    ).toEqual([5, 5, 8, 8]);
    expect(pods).toHaveLength(26);
  });

  test("have the settings of the newest result", () => {
    expect(committed.at(-1)?.result.settingsDigest).toBe(settingsDigest(pods));
  });

  test("are reached by the names that their configuration has of them", () => {
    expect(podNamed("africa/valkey/cache-1").hostnames).toEqual([
      "cache-1.cache.africa.internal.azora.example",
    ]);
    const named = `${file("asia/valkey/cache-0", "/etc/azora/valkey/members") ?? ""}${file("asia/valkey/cache-0", "/etc/azora/valkey/sentinels") ?? ""}`;
    const hosts = pods.flatMap((pod) => pod.hostnames);
    expect(named.trim().split("\n").sort()).toEqual([...hosts].sort());
  });

  test("log in with the drill's passwords, which every member can check", () => {
    const users = file("europe/valkey/cache-0", "/etc/azora/acl/users.acl") ?? "";
    for (const region of ["africa", "europe", "asia", "americas"]) {
      const password = file(`${region}/valkey/cache-0`, "/etc/azora/access/password") ?? "";
      expect(password).toBe(drillPassword(region, "replication"));
      expect(users).toContain(`#${createHash("sha256").update(password).digest("hex")}`);
    }
    expect(file("asia/valkey/cache-sentinel-0", "/etc/azora/access/password")).toBe(
      drillPassword("asia", "sentinel"),
    );
  });

  test("ask with the region's password for numbers, by the addresses that Prometheus names", () => {
    const known = JSON.parse(
      file("africa/valkey/cache-exporter-1", "/etc/azora/monitor/addresses.json") ?? "",
    ) as Record<string, string>;
    expect(Object.keys(known)).toContain("rediss://monitor@cache-1.cache.africa.internal.azora.example:6379");
    expect(new Set(Object.values(known))).toEqual(new Set([drillPassword("africa", "monitor")]));
    expect(podNamed("africa/valkey/cache-local-0").ownNames).toEqual([
      "cache-local.valkey.svc.cluster.local",
    ]);
  });

  test("run the planned scripts, with rooms of their own to write to", () => {
    const { containers, files, volumes } = podNamed("europe/valkey/cache-local-1");
    expect(containers.map(({ command }) => command[0])).toEqual([
      "/etc/azora/scripts/local-start.sh",
      "/etc/azora/scripts/local-invalidate.sh",
      "/redis_exporter",
    ]);
    expect(files.find(({ path }) => path === "/etc/azora/scripts/local-start.sh")?.mode).toBe(0o555);
    expect(volumes.map(({ path }) => path)).toEqual(["/run/valkey"]);
    expect(containers.map(({ uid, gid }) => [uid, gid])).toEqual([
      [999, 999],
      [999, 999],
      [999, 999],
    ]);
    expect(podNamed("africa/valkey/cache-0").volumes.map(({ path }) => path)).toEqual([
      "/run/valkey",
      "/var/lib/valkey",
    ]);
  });
});

describe("a run of the cache is judged by its record", () => {
  const writes = (from: number, to: number, server: string): WorldEvent[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      ms: 100 * (from + index),
      event: "A",
      row: ["africa", "fast", 0, from + index, server],
    }));
  const record = (acknowledged: readonly WorldEvent[], kept: string, control = false): WorldEvent[] => [
    { ms: 0, event: "run", scenario: "made up", control, recovery: !control, lossDecided: false },
    { ms: 10_000, event: "fault" },
    { ms: 12_000, event: "promoted", member: "b" },
    ...acknowledged,
    { ms: 41_000, event: "watched" },
    { ms: 42_000, event: "rows", client: "africa", commitClass: "fast", thread: 0, ranges: kept },
  ];
  const well = record([...writes(1, 100, "a"), ...writes(130, 399, "b")], "1-100,130-399");
  const heldBy = (...runs: readonly WorldEvent[][]): boolean[] =>
    verdicts({ drill: "cache", date: "2026-11-26", settingsDigest: "", runs: runs.map(summaryOf) }).map(
      ({ held }) => held,
    );
  const lossy = record(writes(1, 399, "a"), "1-100", true);

  test("by the longest time without a write, who led when, and what is lost", () => {
    expect(summaryOf(well)).toMatchObject({
      recoverySeconds: 3,
      decisionSeconds: 2,
      acknowledged: { durable: 0, fast: 370 },
      lostRows: { durable: 0, fast: 0 },
      lostFromSeconds: null,
      lostUntilSeconds: null,
      twoLeaders: false,
    });
  });

  test("by when the lost writes were acknowledged", () => {
    const late = record([...writes(1, 150, "a"), ...writes(151, 399, "b")], "1-98,151-399");
    expect(summaryOf(late)).toMatchObject({
      lostRows: { fast: 52 },
      lostFromSeconds: -0.1,
      lostUntilSeconds: 5,
    });
  });

  test("and keeps its promises only within their bounds", () => {
    expect(heldBy(well, lossy)).toEqual([true, true, true, true]);
    // Back after 30 s, or never.
    const slow = record([...writes(1, 90, "a"), ...writes(402, 405, "b")], "1-90,402-405");
    expect(heldBy(slow, lossy)[0]).toBe(false);
    expect(heldBy(record(writes(1, 90, "a"), "1-90"), lossy)[0]).toBe(false);
    // Lost 7.1 s after the fault; and 2.1 s before it.
    const after = record([...writes(1, 171, "a"), ...writes(200, 399, "b")], "1-170,200-399");
    expect(heldBy(after, lossy)[1]).toBe(false);
    const before = record([...writes(1, 100, "a"), ...writes(130, 399, "b")], "1-78,80-100,130-399");
    expect(heldBy(before, lossy)[1]).toBe(false);
    // Two primaries by turns.
    const turns = [...writes(1, 130, "a"), ...writes(131, 140, "b"), ...writes(141, 150, "a")];
    expect(heldBy(record([...turns, ...writes(151, 399, "b")], "1-399"), lossy)[2]).toBe(false);
    // A control that loses nothing, or no control.
    expect(heldBy(well, record(writes(1, 399, "a"), "1-399", true))[3]).toBe(false);
    expect(heldBy(well)[3]).toBe(false);
  });
});
