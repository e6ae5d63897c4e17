import { createHash } from "node:crypto";
import { CacheAccess, CachePlane, readVerifiers, verifierExamples } from "../../components/cache";
import { localUsers, memberUsers } from "../../components/cache/aclFile";
import { CacheSentinels } from "../../components/cache/cacheSentinels";
import { passwordByAddress } from "../../components/cache/exporterParts";
import { OutboxRelay } from "../../components/cache/outboxRelay";
import { ValkeyCluster } from "../../components/cache/valkeyCluster";
import { cacheUserNames } from "../../components/facts/cache";
import { cacheCluster, memberAddresses } from "../../components/facts/cacheCluster";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { namespaces } from "../../components/facts/namespaces";
import { containsSecret, unwrapSecrets } from "../../preview/engine/values";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const { verifiers } = readVerifiers(verifierExamples());
const plane = (region: string): Promise<Built> =>
  built(
    () =>
      new CachePlane("cache", {
        context: testContext(region),
        podSecurityGroupId: "sg-0123",
        issuerName: "azora-region-ca",
        authorities: "certificates",
        verifiers,
        after: [],
      }),
  );

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly resources: Readonly<Record<"requests" | "limits", Readonly<Record<"cpu" | "memory", string>>>>;
  readonly securityContext: object;
  readonly lifecycle?: object;
  readonly volumeMounts: readonly { readonly name: string }[];
}
interface Workload {
  readonly replicas: number;
  readonly serviceName?: string;
  readonly template: {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    readonly spec: Readonly<Record<string, unknown>> & { readonly containers: readonly Container[] };
  };
  readonly volumeClaimTemplates?: readonly {
    readonly spec: { readonly storageClassName: string; readonly accessModes: readonly string[] };
  }[];
}

const workload = (made: Built, name: string): Workload => made.named(name).inputs.spec as unknown as Workload;
const dataOf = (made: Built, name: string): Readonly<Record<string, string>> =>
  made.named(name).inputs.data as Readonly<Record<string, string>>;
const metadataOf = (made: Built, name: string) =>
  made.named(name).inputs.metadata as unknown as {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
const statefulSets = ["cache-members", "cache-sentinels"];
const workloads = [...statefulSets, "cache-local", "cache-exporter"];

describe("a region's part of the cache", () => {
  let africa: Built;
  let europe: Built;
  beforeAll(async () => {
    africa = await plane("africa");
    europe = await plane("europe");
  });

  test("has two members at home, one elsewhere, and one more Sentinel where a tie is broken", () => {
    const counts = [africa, europe].map((made) => statefulSets.map((name) => workload(made, name).replicas));
    expect(counts).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  test("gives each member and Sentinel a configuration of its own, with the same lists of all", () => {
    expect(Object.keys(dataOf(africa, "cache-members-config"))).toEqual([
      "cache-0.conf",
      "cache-1.conf",
      "members",
      "sentinels",
    ]);
    expect(Object.keys(dataOf(europe, "cache-sentinels-config"))).toEqual([
      "cache-sentinel-0.conf",
      "cache-sentinel-1.conf",
      "members",
      "sentinels",
    ]);
    const lists = [africa, europe].flatMap((made) =>
      ["cache-members-config", "cache-sentinels-config"].map((name) => dataOf(made, name)),
    );
    expect(new Set(lists.map(({ members }) => members)).size).toBe(1);
    expect(lists[0]?.sentinels?.trim().split("\n")).toHaveLength(5);
  });

  test("has its local cache follow its own members", () => {
    expect(dataOf(africa, "cache-local-config").replicas).toBe(
      "cache-0.cache.africa.internal.azora.example\ncache-1.cache.africa.internal.azora.example\n",
    );
    expect(workload(europe, "cache-local").template.spec.containers.map(({ name }) => name)).toEqual([
      "valkey",
      "invalidator",
      "exporter",
    ]);
  });

  test("has who asks for numbers show its password to the region's own servers only, and no setting or key", () => {
    const [alone] = workload(europe, "cache-exporter").template.spec.containers;
    const beside = workload(europe, "cache-local").template.spec;
    const exporter = beside.containers.find(({ name }) => name === "exporter");
    // Nobody's, until it is told with a question; and the server that it stands beside.
    expect(alone?.command).toContain("--redis.addr=");
    expect(exporter?.command).toContain("--redis.addr=rediss://cache-local.valkey.svc.cluster.local:6380");
    expect(beside.hostAliases).toEqual([
      { ip: "127.0.0.1", hostnames: ["cache-local.valkey.svc.cluster.local"] },
    ]);
    for (const container of [alone, exporter]) {
      expect(container?.command).toEqual(
        expect.arrayContaining([
          "--config-command=-",
          "--redis.password-file=/etc/azora/monitor/addresses.json",
        ]),
      );
      expect(container?.volumeMounts.map(({ name }) => name).sort()).toEqual([
        "authorities",
        "monitor",
        "tls",
      ]);
    }
    const known = JSON.parse(
      passwordByAddress("word", memberAddresses(cacheCluster(), "europe", "azora.example")),
    ) as object;
    expect(known).toEqual({
      "rediss://monitor@cache-0.cache.europe.internal.azora.example:6379": "word",
      "rediss://monitor@cache-sentinel-0.cache-sentinel.europe.internal.azora.example:26379": "word",
      "rediss://monitor@cache-sentinel-1.cache-sentinel.europe.internal.azora.example:26379": "word",
      "rediss://monitor@cache-local.valkey.svc.cluster.local:6380": "word",
    });
  });

  test("publishes members and Sentinels by name before they are ready", () => {
    for (const [name, part] of [
      ["cache-members-service", "cache"],
      ["cache-sentinels-service", "cache-sentinel"],
    ] as const) {
      expect(metadataOf(europe, name).annotations).toMatchObject({
        "external-dns.alpha.kubernetes.io/hostname": `${part}.europe.internal.azora.example`,
      });
      expect(europe.named(name).inputs.spec).toMatchObject({
        clusterIP: "None",
        publishNotReadyAddresses: true,
      });
    }
  });

  test.each(statefulSets)("%s do not wait for other regions, and keep their volumes", (name) => {
    expect(metadataOf(africa, name).annotations).toEqual({ "pulumi.com/skipAwait": "true" });
    expect(africa.named(name).protect).toBe(true);
    expect(africa.named(name).inputs.spec).toMatchObject({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    expect(
      workload(africa, name).volumeClaimTemplates?.map(({ spec }) => [
        spec.storageClassName,
        spec.accessModes,
      ]),
    ).toEqual([["gp3-internal", ["ReadWriteOncePod"]]]);
  });

  test.each(workloads)("%s are confined, sure of what they ask for, and of different zones", (name) => {
    const { spec } = workload(africa, name).template;
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      serviceAccountName: "valkey",
      securityContext: { runAsNonRoot: true, runAsUser: 999, fsGroup: 999 },
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "topology.kubernetes.io/zone" }],
        },
      },
    });
    for (const { name: container, image, resources, securityContext } of spec.containers) {
      const is = container === "exporter" ? "redis-exporter:v1.69.0" : "valkey:8.1.10";
      expect(image).toBe(`111122223333.dkr.ecr.af-south-1.amazonaws.com/platform/${is}`);
      expect(resources.limits).toEqual(resources.requests);
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  test.each(workloads)("%s say that they hold nothing about people", (name) => {
    expect(metadataOf(africa, name).labels).toMatchObject({ "azora.io/data-class": "internal" });
  });

  test.each(workloads)("%s lose one pod at a time", (name) => {
    expect(africa.named(`${name}-budget`).inputs.spec).toMatchObject({ maxUnavailable: 1 });
  });

  test("is started anew by other settings, and not by other users, which a server reads while it runs", async () => {
    const other = await built(
      () =>
        new CachePlane("cache", {
          context: testContext("africa"),
          podSecurityGroupId: "sg-0123",
          issuerName: "azora-region-ca",
          authorities: "certificates",
          verifiers: verifiers.slice(1),
          after: [],
        }),
    );
    const annotations = (made: Built) => workload(made, "cache-members").template.metadata.annotations;
    expect(dataOf(other, "cache-members-users")).not.toEqual(dataOf(africa, "cache-members-users"));
    expect(annotations(other)).toEqual(annotations(africa));
    expect(annotations(europe)).not.toEqual(annotations(africa));
  });

  test("has a primary hand over before it stops", () => {
    const [container] = workload(africa, "cache-members").template.spec.containers;
    expect(container?.lifecycle).toEqual({
      preStop: { exec: { command: ["/etc/azora/scripts/valkey-stop.sh"] } },
    });
  });

  test("runs scripts that it has", () => {
    const scripts = Object.keys(dataOf(africa, "cache-scripts"));
    const run = workloads.flatMap((name) =>
      workload(africa, name).template.spec.containers.flatMap((container) =>
        container.name === "exporter" ? [] : container.command,
      ),
    );
    expect(run.map((command) => command.replace("/etc/azora/scripts/", ""))).toEqual([
      "valkey-start.sh",
      "sentinel-start.sh",
      "local-start.sh",
      "local-invalidate.sh",
    ]);
    expect(scripts).toEqual(expect.arrayContaining(["common.sh", "probe.sh", "valkey-stop.sh"]));
    for (const command of run) expect(scripts).toContain(command.replace("/etc/azora/scripts/", ""));
  });

  test("lets the other three regions in, at two ports", () => {
    const rules = africa.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const blocks = ["10.64.0.0/16", "10.48.0.0/16", "10.32.0.0/16"];
    expect(rules.map(({ cidrIpv4, fromPort, toPort }) => [cidrIpv4, fromPort, toPort])).toEqual([
      ...blocks.map((cidr) => [cidr, 26_379, 26_379]),
      ...blocks.map((cidr) => [cidr, 6379, 6379]),
    ]);
  });

  test("stays within what its namespace may take, also while all of it is replaced", () => {
    const pods = workloads.map((name) => workload(africa, name));
    const sum = (of: (resources: Container["resources"]) => number): number =>
      pods.reduce(
        (total, { replicas, template }) =>
          total + replicas * template.spec.containers.reduce((all, { resources }) => all + of(resources), 0),
        0,
      );
    const cpu = (text: string): number =>
      text.endsWith("m") ? Number(text.slice(0, -1)) / 1000 : Number(text);
    const { quota } = namespaces.valkey;
    expect(2 * sum(({ requests }) => cpu(requests.cpu))).toBeLessThanOrEqual(quota.cpu);
    expect((2 * sum(({ requests }) => Number(requests.memory.replace("Mi", "")))) / 1024).toBeLessThanOrEqual(
      quota.memoryGib,
    );
  });
});

describe("a relay of a database's outbox", () => {
  const make = (region: string, name: string): OutboxRelay => {
    const database = databaseClusters().find((each) => each.name === name);
    if (!database) throw new Error(`no cluster ${name}`);
    return new OutboxRelay("relay", {
      context: testContext(region),
      issuerName: "azora-region-ca",
      cache: cacheCluster(),
      database,
      after: [],
    });
  };
  const relayOf = async () => {
    const made = await built(() => make("asia", "people-asia"));
    const { template } = workload(made, "relay");
    const [container] = template.spec.containers as unknown as [
      Container & { readonly env: readonly { readonly name: string; readonly value: string }[] },
    ];
    return {
      made,
      pod: template.spec as Readonly<Record<string, unknown>>,
      env: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    };
  };

  test("stands in the home of each sharded cluster, and nowhere else", async () => {
    const relays = (made: Built): readonly string[] =>
      made.ofType("azora:cache:OutboxRelay").map(({ name }) => name);
    expect(relays(await plane("asia"))).toEqual(["cache-people-asia-relay"]);
    expect(relays(await plane("africa"))).toEqual(["cache-people-africa-relay"]);
  });

  test("asks whichever coordinator leads, and every Sentinel, as itself", async () => {
    const { env, made } = await relayOf();
    const hosts = env.PGHOST?.split(",") ?? [];
    expect(new Set(hosts.map((host) => host.split(".")[2]))).toEqual(new Set(["asia", "europe"]));
    expect(env).toMatchObject({
      PGTARGETSESSIONATTRS: "read-write",
      PGUSER: "relay",
      PGSSLMODE: "verify-full",
      CACHE_USER: "relay",
      STREAM: "invalidations",
      KEY_PREFIX: "query-results:",
    });
    expect(dataOf(made, "relay-config").sentinels?.trim().split("\n")).toHaveLength(5);
    expect(made.named("relay-certificate").inputs.spec).toMatchObject({
      commonName: "people-asia.relay.azora",
    });
  });

  test("has the region's password of its own user in a file, and no other secret", async () => {
    const { pod, env } = await relayOf();
    const secrets = (pod.volumes as readonly { readonly secret?: { readonly secretName: string } }[]).flatMap(
      ({ secret }) => (secret ? [secret.secretName] : []),
    );
    expect(secrets.sort()).toEqual(["cache-password-relay", "people-asia-relay-client"]);
    expect(env.CACHE_PASSWORD_FILE).toBe("/etc/azora/access/password");
  });

  test("may add to the stream of the cache, and nothing else", () => {
    const line = (file: string): string | undefined => /^user relay .*$/m.exec(file)?.[0];
    expect(line(memberUsers(verifiers))).toMatch(
      /^user relay on resetpass( #[0-9a-f]{64})+ %W~invalidations \+xadd \+ping \+client\|setname \+client\|setinfo \+role$/,
    );
    expect(line(localUsers(verifiers, "asia"))).toBeUndefined();
  });

  test("is refused away from home, and for a cluster that has no outbox", async () => {
    expect(await refusal(() => make("europe", "people-asia"))).toBe(
      'OutboxRelay.database people-asia: region is "europe"; allowed: asia',
    );
    expect(await refusal(() => make("africa", "core"))).toBe(
      "OutboxRelay.database core: groups is 1; allowed: 2 or more",
    );
  });
});

describe("a region's passwords", () => {
  const make = (): CacheAccess => new CacheAccess("access", { context: testContext("asia"), after: [] });

  test("are two for each user, of which one is in a secret, marked as one", async () => {
    const access = await built(make);
    expect(access.ofType("random:index/randomPassword:RandomPassword").map(({ name }) => name)).toEqual(
      [...cacheUserNames].sort().flatMap((user) => [`access-${user}-a`, `access-${user}-b`]),
    );
    const secrets = access.ofType("kubernetes:core/v1:Secret");
    expect(secrets.map(({ inputs }) => (inputs.metadata as { readonly name: string }).name)).toEqual(
      [...cacheUserNames].sort().map((user) => `cache-password-${user}`),
    );
    for (const { inputs } of secrets) expect(containsSecret(inputs.stringData)).toBe(true);
  });

  test("are told to others by their digests only, which are no secret", async () => {
    const access = await built(make);
    const component = access.resources.find(({ type }) => type === "azora:cache:CacheAccess");
    const outputs = component?.outputs as { readonly verifiers: readonly string[] } | undefined;
    expect(containsSecret(outputs?.verifiers as never)).toBe(false);
    const inUse = access.named("access-sentinel").inputs.stringData;
    const { password } = unwrapSecrets(inUse as never) as unknown as { readonly password: string };
    expect(outputs?.verifiers).toContain(
      `asia/sentinel/${createHash("sha256").update(password).digest("hex")}`,
    );
    expect(outputs?.verifiers).toHaveLength(2 * cacheUserNames.length);
    expect(readVerifiers(outputs?.verifiers ?? []).mistakes).toEqual([]);
  });
});

describe("a region without a part of the cache is refused, and nothing is created", () => {
  const cluster = cacheCluster();
  const part = {
    context: testContext("asia"),
    issuerName: "azora-region-ca",
    verifiers,
    after: [],
  };

  test("no member", async () => {
    const members = cluster.members.filter(({ region }) => region !== "asia");
    expect(
      await refusal(() => new ValkeyCluster("members", { ...part, cluster: { ...cluster, members } })),
    ).toBe('ValkeyCluster.cluster cache: region is "asia"; allowed: africa, africa, europe, americas');
  });

  test("no Sentinel", async () => {
    const sentinels = cluster.sentinels.filter(({ region }) => region !== "asia");
    expect(
      await refusal(() => new CacheSentinels("sentinels", { ...part, cluster: { ...cluster, sentinels } })),
    ).toBe('CacheSentinels.cluster cache: region is "asia"; allowed: europe, americas, africa, europe');
  });

  test("data about people", async () => {
    expect(
      await refusal(
        () => new ValkeyCluster("members", { ...part, cluster: { ...cluster, dataClass: "personal" } }),
      ),
    ).toMatch(/^cache cache\.dataClass is "personal"; allowed: /);
  });
});
