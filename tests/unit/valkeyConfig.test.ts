import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { readVerifiers, sentinelConfig, valkeyConfig, verifierExamples } from "../../components/cache";
import { localUsers, memberUsers, sentinelUsers } from "../../components/cache/aclFile";
import { paths } from "../../components/cache/paths";
import {
  checkCluster,
  checkReplication,
  checkSize,
  checkTimes,
  recoveryMsMax,
} from "../../components/cache/settingsCheck";
import { localConfig, memoryForDataMib, rendered } from "../../components/cache/valkeyConfig";
import {
  cachePasswords,
  cacheReplication,
  cacheSize,
  cacheUserNames,
  invalidationStream,
  sentinelTimes,
} from "../../components/facts/cache";
import {
  cacheCluster,
  cacheHost,
  cacheWithout,
  sentinelHost,
  type CacheClusterFact,
} from "../../components/facts/cacheCluster";
import { regionOfHost } from "../../components/facts/network";

const domain = "azora.example";
const cluster = cacheCluster();
const [primary] = cluster.members;
if (!primary) throw new Error("no members");
const configOf = (region: string, ordinal = 0) => {
  const member = cluster.members.find((each) => each.region === region && each.ordinal === ordinal);
  if (!member) throw new Error(`no member ${region}-${ordinal}`);
  return valkeyConfig({ cluster, member, domain });
};
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("where the cache stands", () => {
  test("a primary and a replica at home, one in each other region, in the order of failover", () => {
    expect(cluster.home).toBe("africa");
    expect(
      cluster.members.map(({ region, ordinal, priority }) => `${region}-${ordinal} ${priority}`),
    ).toEqual(["africa-0 10", "africa-1 10", "europe-0 20", "asia-0 30", "americas-0 40"]);
  });

  test("five Sentinels, of which the second region has one more, and three must agree", () => {
    expect(cluster.sentinels.map(({ region, ordinal }) => `${region}-${ordinal}`)).toEqual([
      "europe-0",
      "asia-0",
      "americas-0",
      "africa-0",
      "europe-1",
    ]);
    expect(cluster.quorum).toBe(3);
  });

  test("is told from the names of its hosts", () => {
    expect(cacheHost(cluster, primary, domain)).toBe("cache-0.cache.africa.internal.azora.example");
    expect(sentinelHost(cluster, { region: "europe", ordinal: 1 }, domain)).toBe(
      "cache-sentinel-1.cache-sentinel.europe.internal.azora.example",
    );
    expect(regionOfHost("cache-0.cache.asia.internal.azora.example")).toBe("asia");
    expect(regionOfHost("10.48.0.7")).toBeUndefined();
  });
});

describe("when regions are lost", () => {
  // Lost, then who leads, whether a primary can be chosen, and whether anything is written.
  test.each([
    ["africa", "europe", true, true],
    ["europe", "africa", true, true],
    ["asia", "africa", true, true],
    ["americas", "africa", true, true],
    ["africa europe", undefined, false, false],
    ["africa asia", "europe", true, false],
    ["africa americas", "europe", true, false],
    ["europe asia", "africa", false, true],
    ["europe americas", "africa", false, true],
    ["asia americas", "africa", true, true],
  ])("without %s: %s leads, chosen %s, writes %s", (lost, leads, choosable, writes) => {
    expect(cacheWithout(cluster, lost.split(" "))).toEqual({ primary: leads, choosable, writes });
  });
});

describe("the configuration of a member", () => {
  test("speaks TLS 1.3 only, with whoever shows a certificate", () => {
    expect(configOf("africa")).toMatchObject({
      port: 0,
      "tls-port": 6379,
      "tls-replication": "yes",
      "tls-auth-clients": "yes",
      "tls-protocols": "TLSv1.3",
      aclfile: "/run/valkey/users.acl",
    });
  });

  test("stops writing without two replicas that were heard of within five seconds", () => {
    expect(configOf("africa")).toMatchObject({ "min-replicas-to-write": 2, "min-replicas-max-lag": 5 });
  });

  test("is known by its name and its place in the order", () => {
    expect(configOf("asia")).toMatchObject({
      "replica-announce-ip": "cache-0.cache.asia.internal.azora.example",
      "replica-priority": 30,
    });
  });

  test("keeps everything on its disk, and refuses writes rather than forget", () => {
    expect(configOf("europe")).toMatchObject({
      appendonly: "yes",
      appendfsync: "everysec",
      "maxmemory-policy": "noeviction",
    });
  });

  test("leaves room for replicas' buffers and for the copy of a rewrite", () => {
    // (4096 - 256 of the program - 512 of replicas) / 1.5
    expect(memoryForDataMib()).toBe(2218);
    expect(configOf("africa").maxmemory).toBe("2218mb");
  });

  test("names nobody to follow and no password: both are found out at each start", () => {
    const text = rendered(configOf("africa", 1));
    expect(text).not.toMatch(/^(replicaof|slaveof|primaryauth|masterauth|requirepass|user) /m);
    expect(text).toContain("primaryuser replication\n");
  });

  test("changes with the lag in one line only", () => {
    const replication = { ...cacheReplication, maxLagSeconds: 6 };
    const after = valkeyConfig({ cluster, member: primary, domain, replication });
    expect(after).toEqual({ ...configOf("africa"), "min-replicas-max-lag": 6 });
  });
});

describe("the configuration of a region's own cache", () => {
  test("keeps nothing, and lets go what is used least", () => {
    // (2048 - 256) / 1.1
    expect(localConfig()).toMatchObject({
      port: 0,
      "tls-port": 6380,
      appendonly: "no",
      maxmemory: "1629mb",
      "maxmemory-policy": "allkeys-lfu",
    });
  });
});

describe("the configuration of a Sentinel", () => {
  const config = sentinelConfig({ cluster, place: { region: "europe", ordinal: 1, turn: 4 }, domain });

  test("goes by names, its own among them", () => {
    expect(config.sentinel.slice(0, 3)).toEqual([
      "resolve-hostnames yes",
      "announce-hostnames yes",
      "announce-ip cache-sentinel-1.cache-sentinel.europe.internal.azora.example",
    ]);
  });

  test("watches the first member at home, until a majority says otherwise", () => {
    expect(rendered(config)).toContain(
      "sentinel monitor cache cache-0.cache.africa.internal.azora.example 6379 3\n",
    );
  });

  test("takes eight seconds of silence for a loss, and turns as many replicas at a time as writing needs", () => {
    expect(rendered(config)).toContain("sentinel down-after-milliseconds cache 8000\n");
    expect(rendered(config)).toContain("sentinel parallel-syncs cache 3\n");
  });
});

test("Sentinels ask for votes again at times of their own, home late", () => {
  expect(
    cluster.sentinels.map((place) =>
      sentinelConfig({ cluster, place, domain }).sentinel.find((line) => line.startsWith("failover-timeout")),
    ),
  ).toEqual([4000, 5000, 6000, 7000, 8000].map((ms) => `failover-timeout cache ${ms}`));
});

describe("settings that do not go together are refused, by name", () => {
  test.each([
    [
      { downAfterMs: 6999 },
      "sentinelTimes.downAfterMs is 6999; allowed: 7000 or more: by then a primary that was cut off takes no writes",
    ],
    // A vote, a promotion and four times 340 ms.
    [
      { failoverTimeoutMs: 3359 },
      "sentinelTimes.failoverTimeoutMs is 3359; allowed: 3360 or more: a vote, a promotion, and four times the longest round trip",
    ],
    [
      { parallelSyncs: 1 },
      "sentinelTimes.parallelSyncs is 1; allowed: 2 or more, the replicas that a new primary needs before it takes writes",
    ],
    [
      { turnMs: 669 },
      "sentinelTimes.turnMs is 669; allowed: 670 or more, so that second attempts do not meet",
    ],
    // 8 s, twice 8 s and the second turn's, four steps of a second and four of 340 ms.
    [
      { failoverTimeoutMs: 8000 },
      "sentinelTimes: recovery with a second attempt, ms is 31360; allowed: 30000 or less",
    ],
  ])("%j", (change, message) => {
    expect(() => {
      checkTimes(cluster, { ...sentinelTimes, ...change });
    }).toThrow(new Error(message));
  });

  test.each([
    [{ minReplicasToWrite: 1 }, "cacheReplication.minReplicasToWrite is 1; allowed: 2 or more"],
    [{ maxLagSeconds: 11 }, "cacheReplication.maxLagSeconds is 11; allowed: 3 to 10"],
    [{ maxLagSeconds: 2 }, "cacheReplication.maxLagSeconds is 2; allowed: 3 to 10"],
    [
      { timeoutSeconds: 5 },
      "cacheReplication.timeoutSeconds is 5; allowed: 6 or more: three times pingSeconds",
    ],
  ])("%j", (change, message) => {
    expect(() => {
      checkReplication(cluster, { ...cacheReplication, ...change });
    }).toThrow(new Error(message));
  });

  const withoutAsia = cluster.members.filter(({ region }) => region !== "asia");
  test.each<[string, Partial<CacheClusterFact>, string]>([
    [
      "data about people",
      { dataClass: "personal" },
      'cache cache.dataClass is "personal"; allowed: a class that may be copied to every region: neither personal data nor pseudonyms',
    ],
    [
      "two members in one place",
      { members: [...cluster.members, primary] },
      'cache cache.members is "africa-0"; allowed: each place once',
    ],
    [
      "asia before europe",
      {
        members: cluster.members.map((member) =>
          member.region === "asia" ? { ...member, priority: 15 } : member,
        ),
      },
      "cache cache.members: priorities is [10,20,15,40]; allowed: above 0, one a region, rising in the order africa, europe, asia, americas",
    ],
    ["no majority", { quorum: 2 }, "cache cache.quorum is 2; allowed: a majority of 5: 3 to 5"],
    [
      "four Sentinels",
      { sentinels: cluster.sentinels.slice(0, 4) },
      "cache cache.sentinels is 4; allowed: an odd number",
    ],
    [
      "too few members without home",
      { members: withoutAsia },
      "cache cache.members outside africa is 2; allowed: 3 or more: a primary and the 2 replicas without which it takes no writes",
    ],
    [
      "so many at home that they write alone",
      { members: [...cluster.members, { region: "africa", ordinal: 2, priority: 10 }] },
      "cache cache.members in africa is 3; allowed: 2 at most, or a primary that is cut off with its region would go on writing",
    ],
  ])("%s", (_, change, message) => {
    expect(() => {
      checkCluster({ ...cluster, ...change });
    }).toThrow(new Error(message));
  });

  test.each([
    [
      { memoryMib: 262_145 },
      100_000,
      "cacheSize.memoryMib is 262145; allowed: 262144 or less, what the largest node has",
    ],
    [{ cpu: 33 }, 2218, "cacheSize.cpu is 33; allowed: fewer than 33, as a node has"],
    [
      {},
      1023,
      "cacheSize.memoryMib is 4096; allowed: enough that a quarter is left for data beside buffers and copies",
    ],
    [{ volumeGib: 6 }, 2218, "cacheSize.volumeGib is 6; allowed: 7 or more: three times the data"],
  ])("%j", (change, forDataMib, message) => {
    expect(() => {
      checkSize({ ...cacheSize, ...change }, forDataMib);
    }).toThrow(new Error(message));
  });

  test("a primary that is cut off has stopped before another begins, whatever times are accepted", () => {
    const accepted = (check: () => void): boolean => {
      try {
        check();
        return true;
      } catch {
        return false;
      }
    };
    let taken = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 12_000 }),
        fc.integer({ min: 0, max: 12 }),
        (downAfterMs, failoverTimeoutMs, maxLagSeconds) => {
          const replication = { ...cacheReplication, maxLagSeconds };
          const times = { ...sentinelTimes, downAfterMs, failoverTimeoutMs };
          const fits = accepted(() => {
            checkReplication(cluster, replication);
            checkTimes(cluster, times, replication);
          });
          if (!fits) return;
          taken++;
          expect(downAfterMs).toBeGreaterThanOrEqual(1000 * maxLagSeconds + 2000);
          expect(recoveryMsMax(cluster, times)).toBeLessThanOrEqual(30_000);
        },
      ),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

describe("users", () => {
  const verifiers = readVerifiers(verifierExamples()).verifiers;
  const usersOf = (file: string) =>
    new Map(
      file
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
        .map(([, name = "", ...rights]) => [name, rights]),
    );
  const members = usersOf(memberUsers(verifiers));

  test("are nobody before they log in, and the keeper only once a start has made a password", () => {
    for (const file of [memberUsers(verifiers), sentinelUsers(verifiers), localUsers(verifiers, "asia")]) {
      const users = usersOf(file);
      expect(users.get("default")).toEqual(["off", "resetpass", "resetkeys", "resetchannels", "-@all"]);
      expect(users.get("keeper")?.slice(0, 2)).toEqual(["off", "resetpass"]);
      expect(file).not.toMatch(/nopass| >|\+@all/);
    }
  });

  test("of every region are known to members, and of its own to a local cache", () => {
    const digests = (rights: readonly string[] = []): number =>
      rights.filter((word) => word.startsWith("#")).length;
    expect(digests(members.get("replication"))).toBe(4);
    expect(digests(usersOf(localUsers(verifiers, "asia")).get("query-results"))).toBe(1);
  });

  test("have the rights that Valkey names for replicas and Sentinels", () => {
    expect(members.get("replication")).toEqual(expect.arrayContaining(["+psync", "+replconf", "+ping"]));
    expect(members.get("sentinel")).toEqual(
      expect.arrayContaining(["+multi", "+exec", "+slaveof", "+config|rewrite", "+publish", "+subscribe"]),
    );
    expect(members.get("sentinel")?.filter((word) => word.startsWith("~"))).toEqual([]);
  });

  test("that are services have their own keys, and may add to the stream of invalidations", () => {
    const rights = members.get("query-results")?.join(" ");
    expect(rights).toContain("~query-results:* ");
    expect(rights).toContain("-@dangerous");
    expect(rights).toContain("(%W~invalidations +xadd)");
    expect(members.get("invalidator")).toContain("%R~invalidations");
  });

  test("cannot log in as long as nothing is known of them", () => {
    expect(usersOf(memberUsers([])).get("replication")?.[0]).toBe("off");
  });

  test("have passwords that cannot be guessed from a digest", () => {
    expect(cachePasswords.length * Math.log2(62)).toBeGreaterThan(255);
  });
});

describe("verifiers", () => {
  const all = verifierExamples();

  test("are read as they are written, several of one user too", () => {
    const more = `asia/sentinel/${sha("the next one")}`;
    expect(readVerifiers([...all, more])).toEqual({
      verifiers: expect.arrayContaining([
        { region: "asia", user: "sentinel", sha256: sha("the next one") },
      ]) as unknown,
      mistakes: [],
    });
    expect(all).toHaveLength(4 * cacheUserNames.length);
  });

  test("of nobody are refused by name", () => {
    expect(readVerifiers([...all, `mars/sentinel/${sha("x")}`, `asia/root/${sha("x")}`]).mistakes).toEqual([
      expect.stringMatching(/^ names mars\/sentinel; allowed: /),
      expect.stringMatching(/^ names asia\/root; allowed: /),
    ]);
  });

  test("are wanted of each user of a region, and not yet of a region that has none", () => {
    expect(readVerifiers(all.filter((text) => !text.startsWith("asia/sentinel/"))).mistakes).toEqual([
      " lacks asia/sentinel; allowed: of each region all that its output cacheVerifiers has",
    ]);
    expect(readVerifiers(all.filter((text) => !text.startsWith("asia/"))).mistakes).toEqual([]);
  });

  test("are not yet wanted of a user whom no region has, so that one can be added", () => {
    expect(readVerifiers(all.filter((text) => !text.includes("/monitor/"))).mistakes).toEqual([]);
  });
});

describe("scripts", () => {
  const home = path.resolve(__dirname, "..", "..", "components", "cache", "scripts");
  const common = readFileSync(path.join(home, "common.sh"), "utf8");

  test("find files where pods have them", () => {
    const { config, tls, authorities, run } = paths;
    expect(common).toContain(
      `config=${config}\nacl=${paths.acl}/users.acl\npassword=${paths.access}/password\ntls=${tls}\nauthorities=${authorities}\nrun=${run}\n`,
    );
    for (const name of ["valkey-start.sh", "sentinel-start.sh"])
      expect(readFileSync(path.join(home, name), "utf8")).toContain(`\ndata=${paths.data}\n`);
  });

  test.each(readdirSync(home).filter((name) => name.endsWith(".sh")))(
    "%s is read by a POSIX shell",
    (name) => {
      expect(execFileSync("sh", ["-n", path.join(home, name)], { encoding: "utf8" })).toBe("");
    },
  );

  test("wait for an entry for less time than a call may take", () => {
    const [, seconds] = /exec timeout (\d+) valkey-cli/.exec(common) ?? [];
    expect(invalidationStream.waitMs).toBeLessThan(1000 * Number(seconds));
  });
});
