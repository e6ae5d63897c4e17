import { createHash } from "node:crypto";
import { cachePods, drillPassword } from "../../drills/cache/planned";
import type { PodSpec } from "../../drills/world";
import type { Plan } from "../../preview/plan";
import { planAllStacks } from "../support/plan";

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

  test("are five members, five Sentinels, and two local caches a region", () => {
    const count = (name: RegExp): number => pods.filter((pod) => name.test(pod.name)).length;
    expect([count(/\/cache-\d$/), count(/\/cache-sentinel-\d$/), count(/\/cache-local-\d$/)]).toEqual([
      5, 5, 8,
    ]);
    expect(pods).toHaveLength(18);
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

  test("run the planned scripts, with rooms of their own to write to", () => {
    const { containers, files, volumes } = podNamed("europe/valkey/cache-local-1");
    expect(containers.map(({ command }) => command)).toEqual([
      ["/etc/azora/scripts/local-start.sh"],
      ["/etc/azora/scripts/local-invalidate.sh"],
    ]);
    expect(files.find(({ path }) => path === "/etc/azora/scripts/local-start.sh")?.mode).toBe(0o555);
    expect(volumes.map(({ path }) => path)).toEqual(["/run/valkey"]);
    expect(containers.map(({ uid, gid }) => [uid, gid])).toEqual([
      [999, 999],
      [999, 999],
    ]);
    expect(podNamed("africa/valkey/cache-0").volumes.map(({ path }) => path)).toEqual([
      "/run/valkey",
      "/var/lib/valkey",
    ]);
  });
});
