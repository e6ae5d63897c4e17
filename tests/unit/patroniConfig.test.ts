import fc from "fast-check";
import { haproxyConfig, pgbouncerConfig } from "../../components/database/entryConfig";
import { lockConfig } from "../../components/database/lockConfig";
import { dynamicConfig, patroniConfig } from "../../components/database/patroniConfig";
import { pgHba, pgIdent } from "../../components/database/pgHba";
import { rolesSql } from "../../components/database/rolesSql";
import { checkElection, checkLock, checkMembers } from "../../components/database/settingsCheck";
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { leaderElection, lockElection } from "../../components/facts/database";

const domain = "azora.example";
const clusters = databaseClusters();
const clusterNamed = (name: string): DatabaseClusterFact => {
  const found = clusters.find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const core = clusterNamed("core");
const people = clusterNamed("people-africa");
const memberNamed = (cluster: DatabaseClusterFact, name: string) => {
  const found = cluster.members.find((member) => member.name === name);
  if (!found) throw new Error(`no member ${name}`);
  return found;
};
const configOf = (cluster: DatabaseClusterFact, name: string, group = 0) =>
  patroniConfig({ cluster, member: memberNamed(cluster, name), group, domain });

describe("the configuration of a member", () => {
  test("elects as was measured: a lease of 20 s, in step with two, strictly, and never by quorum", () => {
    expect(configOf(core, "africa-0").bootstrap?.dcs).toMatchObject({
      ttl: 20,
      loop_wait: 3,
      retry_timeout: 8,
      primary_stop_timeout: 3,
      synchronous_mode: true,
      synchronous_mode_strict: true,
      synchronous_node_count: 2,
      failsafe_mode: false,
      postgresql: { parameters: { wal_sender_timeout: "5s", wal_receiver_timeout: "5s" } },
    });
  });

  test("tells who commits may wait for, and who never is waited for", () => {
    expect(configOf(core, "africa-0").tags).toEqual({ sync_priority: 40, failover_priority: 60 });
    expect(configOf(core, "europe-0").tags).toEqual({ sync_priority: 30, failover_priority: 40 });
    expect(configOf(core, "asia-0").tags).toEqual({ nosync: true, failover_priority: 20 });
  });

  test("finds the lock in the other regions, over TLS", () => {
    expect(configOf(core, "africa-0").etcd3).toEqual({
      hosts: ["europe", "asia", "americas"].map(
        (region) => `lock-africa-0.lock-africa.${region}.internal.azora.example:2379`,
      ),
      protocol: "https",
      cacert: "/etc/azora/authorities/authorities.pem",
      cert: "/etc/azora/tls/tls.crt",
      key: "/etc/azora/tls/tls.key",
    });
  });

  test("has no password in it, and takes none below TLS 1.3", () => {
    const config = configOf(core, "africa-0");
    expect(JSON.stringify(config)).not.toMatch(/password"\s*:/);
    expect(Object.values(config.postgresql.authentication).map(({ sslmode }) => sslmode)).toEqual([
      "verify-full",
      "verify-full",
      "verify-full",
    ]);
    expect(config.postgresql.parameters).toMatchObject({ ssl: true, ssl_min_protocol_version: "TLSv1.3" });
    expect(config.bootstrap?.dcs.postgresql.parameters.password_encryption).toBe("scram-sha-256");
  });

  test("of a sharded cluster knows its group, and the commit class reaches its workers", () => {
    expect(configOf(people, "africa-1", 2)).toMatchObject({
      scope: "people-africa",
      name: "africa-1",
      citus: { group: 2, database: "azora" },
      bootstrap: {
        dcs: {
          postgresql: {
            parameters: {
              shared_preload_libraries: "citus,pgaudit",
              "citus.propagate_set_commands": "local",
            },
          },
        },
      },
    });
    expect(configOf(core, "africa-0")).not.toHaveProperty("citus");
    expect(configOf(core, "africa-0").bootstrap?.dcs.postgresql.parameters.shared_preload_libraries).toBe(
      "pgaudit",
    );
  });

  test("begins a new cluster at home only", () => {
    expect(core.members.filter(({ name }) => configOf(core, name).bootstrap).map(({ name }) => name)).toEqual(
      ["africa-0", "africa-1"],
    );
  });

  test("changes with the lease in one place only", () => {
    const election = { ...leaderElection, ttlSeconds: 25 };
    const before = configOf(core, "africa-0");
    const after = patroniConfig({ cluster: core, member: memberNamed(core, "africa-0"), domain, election });
    expect(after).toEqual({
      ...before,
      bootstrap: { ...before.bootstrap, dcs: dynamicConfig(core, election) },
    });
    expect(after.bootstrap?.dcs).toEqual({ ...before.bootstrap?.dcs, ttl: 25 });
  });
});

describe("settings that do not go together are refused, by name", () => {
  test.each([
    [{ ttlSeconds: 19 }, "leaderElection.ttlSeconds is 19; allowed: 20 or more"],
    [
      { loopWaitSeconds: 5 },
      "leaderElection.loopWaitSeconds + 2 · leaderElection.retryTimeoutSeconds is 21; allowed: at most leaderElection.ttlSeconds, 20",
    ],
    [{ retryTimeoutSeconds: 2 }, "leaderElection.retryTimeoutSeconds is 2; allowed: 3 or more"],
    [{ loopWaitSeconds: 0 }, "leaderElection.loopWaitSeconds is 0; allowed: 1 or more"],
    [
      { synchronousStandbys: 1 },
      "leaderElection.synchronousStandbys is 1; allowed: 2 to 3, the standbys that may be in step",
    ],
    [
      { synchronousStandbys: 4 },
      "leaderElection.synchronousStandbys is 4; allowed: 2 to 3, the standbys that may be in step",
    ],
    // Africa to the Americas takes 340 ms.
    [
      { walTimeoutSeconds: 1 },
      "leaderElection.walTimeoutSeconds is 1; allowed: 1.36 or more: four times the longest round trip",
    ],
    [
      { retryTimeoutSeconds: 4 },
      "leaderElection.retryTimeoutSeconds is 4; allowed: 4.08 or more: Patroni gives each of 3 lock members its share",
    ],
  ])("%j", (change, message) => {
    expect(() => {
      checkElection(core, { ...leaderElection, ...change });
    }).toThrow(message);
  });

  test("both sides of what is allowed", () => {
    for (const change of [{ loopWaitSeconds: 4 }, { retryTimeoutSeconds: 5 }, { walTimeoutSeconds: 2 }])
      expect(() => {
        checkElection(core, { ...leaderElection, ...change });
      }).not.toThrow();
  });

  test.each([
    [{ electionMs: 749 }, "lockElection.electionMs is 749; allowed: 810 or more"],
    [{ electionMs: 809 }, "lockElection.electionMs is 809; allowed: 810 or more"],
    [{ heartbeatMs: 400 }, "lockElection.electionMs is 1500; allowed: 2000 or more"],
    [{ heartbeatMs: 0 }, "lockElection.heartbeatMs is 0; allowed: 1 or more"],
  ])("of the lock: %j", (change, message) => {
    // Asia to the Americas takes 330 ms: a heartbeat and two of those are 810 ms.
    expect(() => {
      checkLock(core, { ...lockElection, ...change });
    }).toThrow(message);
  });

  const [first] = core.members;
  test.each<readonly [string, Partial<DatabaseClusterFact>, string]>([
    [
      "two members with one name",
      { members: first ? [...core.members, first] : [] },
      'cluster core.members is "africa-0"; allowed: each name once',
    ],
    [
      "nobody in step elsewhere",
      { members: core.members.map((each) => ({ ...each, inStep: each.region === "africa" })) },
      'cluster core: regions of members in step is ["africa"]; allowed: two regions or more',
    ],
    [
      "one in step elsewhere",
      { members: core.members.filter(({ name }) => name !== "europe-1") },
      "cluster core: members in step outside africa is 1; allowed: 2 or more",
    ],
    [
      "an even number of votes",
      { lock: { ...core.lock, regions: ["europe", "asia"] } },
      "lock lock-africa.members is 2; allowed: an odd number",
    ],
    [
      "a vote at home",
      { lock: { ...core.lock, regions: ["africa", "europe", "asia"] } },
      'lock lock-africa.regions is ["africa","europe","asia"]; allowed: regions other than africa',
    ],
    [
      "two votes in one region",
      { lock: { ...core.lock, regions: ["europe", "europe", "asia"] } },
      'lock lock-africa.regions is ["europe","europe","asia"]; allowed: each region once',
    ],
  ])("%s", (_, change, message) => {
    expect(() => {
      checkMembers({ ...core, ...change });
    }).toThrow(message);
  });

  test("whatever passes is what Patroni would keep", () => {
    fc.assert(
      fc.property(
        fc.record({
          ttlSeconds: fc.integer({ min: 1, max: 60 }),
          loopWaitSeconds: fc.integer({ min: 0, max: 30 }),
          retryTimeoutSeconds: fc.integer({ min: 0, max: 30 }),
        }),
        (times) => {
          const refused = ((): boolean => {
            try {
              checkElection(core, { ...leaderElection, ...times });
              return false;
            } catch {
              return true;
            }
          })();
          // What Patroni's own validation does to the three: a floor each, then the sum.
          const kept =
            times.ttlSeconds >= 20 &&
            times.loopWaitSeconds >= 1 &&
            times.retryTimeoutSeconds >= 3 &&
            times.loopWaitSeconds + 2 * times.retryTimeoutSeconds <= times.ttlSeconds;
          // Beside that, the share of each lock member must be as long as the way to it.
          expect(refused).toBe(!kept || times.retryTimeoutSeconds < 4.08);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("who may log in", () => {
  const lines = pgHba(people);

  test("the machine's own user acts for the cluster by its socket", () => {
    expect(lines.filter((line) => line.startsWith("local "))).toEqual([
      "local all postgres peer",
      "local replication replicator peer map=socket",
      "local all all reject",
    ]);
  });

  test("nobody without TLS, and the cluster's own roles by certificate only", () => {
    expect(lines.filter((line) => line.startsWith("host "))).toEqual([
      "host all postgres all reject",
      "host all replicator all reject",
      "host all rewinder all reject",
      "host all pooler all reject",
      "host all all all reject",
    ]);
    expect(lines).toContain("hostssl replication replicator 10.32.0.0/16 cert map=azora");
    expect(lines.filter((line) => /trust|md5|password/.test(line))).toEqual([]);
  });

  test("only from regions that hold the cluster", () => {
    const blocks = new Set(lines.flatMap((line) => /\d+\.\d+\.0\.0\/16/.exec(line) ?? []));
    expect([...blocks]).toEqual(["10.16.0.0/16", "10.32.0.0/16"]);
  });

  test("a password only after every role of the cluster's own is turned away", () => {
    const firstPassword = lines.findIndex((line) => line.endsWith("scram-sha-256"));
    for (const role of ["postgres", "replicator", "rewinder", "pooler"])
      expect(lines.indexOf(`host all ${role} all reject`)).toBeLessThan(firstPassword);
  });

  test("a member's certificate makes a member, a pooler's a pooler, of its own cluster", () => {
    expect(pgIdent(people)).toEqual([
      "azora people-africa.member.azora postgres",
      "azora people-africa.member.azora replicator",
      "azora people-africa.member.azora rewinder",
      // As these a coordinator calls its workers.
      "azora people-africa.member.azora durable",
      "azora people-africa.member.azora fast",
      "azora people-africa.member.azora relay",
      "azora people-africa.relay.azora relay",
      "azora people-africa.pooler.azora pooler",
      "socket postgres replicator",
    ]);
  });
});

describe("a sharded cluster's own", () => {
  const parametersOf = (cluster: typeof people) =>
    configOf(cluster, "africa-0").bootstrap?.dcs.postgresql.parameters ?? {};

  test("workers take a service's role from a coordinator's certificate, coordinators by its password", () => {
    const byCertificate = (group: number): readonly string[] =>
      pgHba(people, group).filter((line) => /^hostssl all (durable|fast|relay) /.test(line));
    expect(byCertificate(0)).toEqual([]);
    expect(byCertificate(1)).toEqual(
      ["10.16.0.0/16", "10.32.0.0/16"].flatMap((cidr) =>
        ["durable", "fast", "relay"].map((role) => `hostssl all ${role} ${cidr} cert map=azora`),
      ),
    );
  });

  test("a coordinator takes the relay by a certificate of its own, for its database only", () => {
    const relays = (group: number): readonly string[] =>
      pgHba(people, group).filter((line) => line.startsWith("hostssl azora "));
    expect(relays(0)).toEqual([
      "hostssl azora relay 10.16.0.0/16 cert map=azora",
      "hostssl azora relay 10.32.0.0/16 cert map=azora",
    ]);
    expect(relays(1)).toEqual([]);
    expect(pgHba(core).filter((line) => line.includes(" relay "))).toEqual([]);
  });

  test("core, which has no workers, takes no service's role by certificate", () => {
    expect(pgIdent(core).filter((line) => /durable|fast|relay/.test(line))).toEqual([]);
  });

  test("commit classes reach the workers, moves are throttled, and Citus may decode", () => {
    expect(parametersOf(people)).toMatchObject({
      "citus.propagate_set_commands": "local",
      "citus.shard_count": 32,
      "citus.max_background_task_executors_per_node": 1,
      output_plugin_libraries: "pgoutput,citus",
    });
  });

  test("core has no setting of Citus", () => {
    expect(Object.keys(parametersOf(core)).filter((key) => /citus|output_plugin/.test(key))).toEqual([]);
  });
});

describe("a lock's member", () => {
  const settings = lockConfig({ cluster: core, region: "asia", domain });

  test("votes with those of the other regions, over the distance that was measured", () => {
    expect(settings).toMatchObject({
      ETCD_NAME: "asia",
      ETCD_HEARTBEAT_INTERVAL: "150",
      ETCD_ELECTION_TIMEOUT: "1500",
      ETCD_PRE_VOTE: "true",
      LOCK_LEADER: "asia",
    });
    expect(settings.ETCD_INITIAL_CLUSTER?.split(",")).toHaveLength(3);
    expect(settings.LOCK_OTHERS).toBe(
      "https://lock-africa-0.lock-africa.europe.internal.azora.example:2379,https://lock-africa-0.lock-africa.americas.internal.azora.example:2379",
    );
  });

  test("takes no caller without a certificate, and no peer of another lock", () => {
    expect(settings).toMatchObject({
      ETCD_CLIENT_CERT_AUTH: "true",
      ETCD_PEER_CLIENT_CERT_AUTH: "true",
      ETCD_PEER_CERT_ALLOWED_CN: "lock-africa.member.azora",
      ETCD_TLS_MIN_VERSION: "TLS1.3",
    });
  });

  test("is refused where the lock has none", () => {
    expect(() => lockConfig({ cluster: core, region: "africa", domain })).toThrow(
      'lock lock-africa: region is "africa"; allowed: europe, asia, americas',
    );
  });
});

describe("the entry", () => {
  const proxy = haproxyConfig({ cluster: core, region: "asia", domain });

  test("asks every member each 2 s whether it leads, and drops sessions of one that no longer does", () => {
    expect(proxy).toContain(
      "default-server inter 2s downinter 1s fall 2 rise 1 on-marked-down shutdown-sessions",
    );
    const primary = proxy.slice(proxy.indexOf("\nbackend primary"), proxy.indexOf("\nbackend replica"));
    expect(primary.match(/^ {2}server .*$/gm)).toHaveLength(core.members.length);
    expect(primary).toContain("option httpchk OPTIONS /primary");
    expect(primary).not.toContain(" backup");
  });

  test("reads from the region's own standby while it has one", () => {
    const replica = proxy.slice(proxy.indexOf("\nbackend replica"));
    expect(replica.match(/^ {2}server (?!.* backup$).*$/gm)?.map((line) => line.split(" ")[3])).toEqual([
      "asia-0",
    ]);
  });

  test("tries a new leader after 1 s, not after PgBouncer's own 15 s", () => {
    expect(pgbouncerConfig().split("\n")).toEqual(
      expect.arrayContaining([
        "pool_mode = transaction",
        "max_prepared_statements = 200",
        "server_login_retry = 0.5",
        "server_connect_timeout = 5",
        "server_check_delay = 5",
        "client_tls_sslmode = require",
        "server_tls_sslmode = verify-ca",
      ]),
    );
  });
});

describe("the first statements", () => {
  test("make a role for each commit class, with how long its commits wait", () => {
    const lines = rolesSql().split("\n");
    expect(lines).toContain("ALTER ROLE durable SET synchronous_commit = 'on';");
    expect(lines).toContain("ALTER ROLE fast SET synchronous_commit = 'local';");
  });

  test("refuses a commit class that nobody knows", () => {
    expect(() => rolesSql({ sure: { synchronousCommit: "remote_apply" } })).toThrow(
      'commitClasses.sure.synchronousCommit is "remote_apply"; allowed: on, local',
    );
    expect(() => rolesSql({ "drop table": { synchronousCommit: "on" } })).toThrow(
      'commitClasses is "drop table"; allowed: small letters, digits and _, 63 at most',
    );
  });
});
