import { DatabaseJobs } from "../../components/database/databaseJobs";
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { namespaces } from "../../components/facts/namespaces";
import { restorePoints, sharding } from "../../components/facts/shards";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const clusterNamed = (name: string): DatabaseClusterFact => {
  const found = databaseClusters().find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const people = clusterNamed("people-europe");
const make = (cluster: DatabaseClusterFact = people, region = cluster.home): DatabaseJobs =>
  new DatabaseJobs("jobs", {
    context: testContext(region),
    cluster,
    issuerName: "azora-region",
    authoritiesConfigMap: "azora-authorities",
    after: [],
  });

interface Pod {
  readonly spec: {
    readonly containers: readonly {
      readonly command: readonly string[];
      readonly env: readonly { readonly name: string; readonly value: string }[];
    }[];
    readonly volumes: readonly {
      readonly name: string;
      readonly secret?: { readonly secretName: string };
      readonly configMap?: { readonly name: string };
    }[];
  };
}
interface JobSpec {
  readonly activeDeadlineSeconds: number;
  readonly template: Pod;
}
interface CronSpec {
  readonly schedule: string;
  readonly suspend: boolean;
  readonly concurrencyPolicy: string;
  readonly jobTemplate: { readonly spec: JobSpec };
}

const cronOf = (made: Built, name: string): CronSpec => made.named(name).inputs.spec as unknown as CronSpec;
const envOf = ({ spec }: Pod): Readonly<Record<string, string>> =>
  Object.fromEntries(spec.containers.flatMap(({ env }) => env.map(({ name, value }) => [name, value])));
const metadataOf = (made: Built, name: string) =>
  made.named(name).inputs.metadata as unknown as {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };

describe("the jobs of a sharded cluster", () => {
  let jobs: Built;
  beforeAll(async () => {
    jobs = await built(() => make());
  });
  const migrateSpec = (): JobSpec => jobs.named("jobs-migrate").inputs.spec as unknown as JobSpec;

  test("are its tables, a restore point, a refresh and a rebalance", () => {
    expect(jobs.ofType("kubernetes:batch/v1:Job").map(({ name }) => name)).toEqual(["jobs-migrate"]);
    expect(jobs.ofType("kubernetes:batch/v1:CronJob").map(({ name }) => name)).toEqual([
      "jobs-rebalance",
      "jobs-refresh",
      "jobs-restore-point",
    ]);
  });

  test("ask whichever of the coordinator's members leads, by a member's certificate", () => {
    expect(envOf(migrateSpec().template)).toMatchObject({
      PGHOST: [
        "people-europe-g0-0.people-europe-g0.europe.internal.azora.example",
        "people-europe-g0-1.people-europe-g0.europe.internal.azora.example",
        "people-europe-g0-0.people-europe-g0.americas.internal.azora.example",
        "people-europe-g0-1.people-europe-g0.americas.internal.azora.example",
      ].join(","),
      PGTARGETSESSIONATTRS: "read-write",
      PGSSLMODE: "verify-full",
      PGUSER: "postgres",
      WORKERS: "2",
    });
    expect(migrateSpec().template.spec.volumes.find(({ name }) => name === "tls")?.secret?.secretName).toBe(
      "people-europe-g0-member",
    );
  });

  test("the tables are a new job when a file changes, and nobody waits for it", () => {
    const { name, namespace, annotations } = metadataOf(jobs, "jobs-migrate");
    expect(name).toMatch(/^people-europe-migrate-[0-9a-f]{10}$/);
    expect(namespace).toBe(namespaces.postgres.name);
    expect(annotations).toEqual({ "pulumi.com/skipAwait": "true" });
  });

  test("the files that it applies are beside it, with the number of shards", () => {
    const { data } = jobs.named("jobs-migrations").inputs as unknown as {
      readonly data: Record<string, string>;
    };
    expect(Object.keys(data)[0]).toBe("000-migrations.sql");
    expect(data["030-tenant-tables.sql"]).toContain(`shard_count => ${sharding.shards})`);
    expect(migrateSpec().template.spec.volumes.map(({ configMap }) => configMap?.name)).toContain(
      metadataOf(jobs, "jobs-migrations").name,
    );
  });

  test("a restore point is made each minute, over all groups, and never two at a time", () => {
    const cron = cronOf(jobs, "jobs-restore-point");
    expect([cron.schedule, cron.suspend, cron.concurrencyPolicy]).toEqual(["* * * * *", false, "Forbid"]);
    expect(cron.jobTemplate.spec.activeDeadlineSeconds).toBeLessThanOrEqual(restorePoints.intervalSeconds);
    expect(envOf(cron.jobTemplate.spec.template)).toMatchObject({
      SHARDED: "true",
      RESTORE_POINT_PREFIX: "azora_",
    });
  });

  test("a rebalance waits for a person", () => {
    expect(cronOf(jobs, "jobs-rebalance").suspend).toBe(true);
    expect(cronOf(jobs, "jobs-refresh").suspend).toBe(false);
  });

  test("see the files of the tables only where they apply them", () => {
    const { volumes } = cronOf(jobs, "jobs-refresh").jobTemplate.spec.template.spec;
    expect(volumes.flatMap(({ configMap }) => configMap?.name ?? [])).toEqual([
      "azora-authorities",
      "people-europe-jobs",
    ]);
  });
});

test("a cluster without shards has restore points of its one server", async () => {
  const jobs = await built(() => make(clusterNamed("core")));
  expect(jobs.ofType("kubernetes:batch/v1:Job")).toEqual([]);
  expect(jobs.ofType("kubernetes:batch/v1:CronJob").map(({ name }) => name)).toEqual(["jobs-restore-point"]);
  expect(envOf(cronOf(jobs, "jobs-restore-point").jobTemplate.spec.template).SHARDED).toBe("false");
});

describe("refused before anything is made", () => {
  test("another region than the home", async () => {
    expect(await refusal(() => make(people, "americas"))).toBe(
      'DatabaseJobs.cluster people-europe: region is "americas"; allowed: europe',
    );
  });

  test("fewer shards than planned groups", async () => {
    const groups = Array.from({ length: sharding.shards + 2 }, (_, group) => group);
    expect(await refusal(() => make({ ...people, groups }))).toMatch(
      /^sharding\.shards is 32; allowed: 33 or more, one for each of the planned worker groups 1, 2, /,
    );
  });
});
