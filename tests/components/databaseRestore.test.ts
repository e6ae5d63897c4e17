import { DatabaseRestore } from "../../components/database/databaseRestore";
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const clusterNamed = (name: string): DatabaseClusterFact => {
  const found = databaseClusters().find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const make = (cluster: DatabaseClusterFact, region: string): DatabaseRestore =>
  new DatabaseRestore("restore", {
    context: testContext(region),
    cluster,
    authoritiesConfigMap: "azora-authorities",
    after: [],
  });

interface CronSpec {
  readonly suspend?: boolean;
  readonly jobTemplate: {
    readonly spec: {
      readonly backoffLimit: number;
      readonly template: {
        readonly spec: {
          readonly serviceAccountName: string;
          readonly containers: readonly {
            readonly command: readonly string[];
            readonly env: readonly { readonly name: string; readonly value: string }[];
            readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
          }[];
          readonly volumes: readonly {
            readonly name: string;
            readonly persistentVolumeClaim?: { readonly claimName: string };
            readonly ephemeral?: object;
          }[];
        };
      };
    };
  };
}
const podOf = (made: Built, name: string) =>
  (made.named(name).inputs.spec as unknown as CronSpec).jobTemplate.spec.template.spec;

test("each group of a sharded cluster has a template, also in the partner's region, and none for a table", async () => {
  const people = clusterNamed("people-europe");
  for (const region of [people.home, people.partner]) {
    const made = await built(() => make(people, region));
    const jobs = made.ofType("kubernetes:batch/v1:CronJob");
    expect(jobs.map(({ inputs }) => (inputs.metadata as unknown as { name: string }).name)).toEqual(
      people.groups.map((group) => `people-europe-g${group}-restore`),
    );
    for (const { inputs } of jobs) {
      const { suspend, jobTemplate } = inputs.spec as unknown as CronSpec;
      // It begins when a person says so, and once.
      expect([suspend, jobTemplate.spec.backoffLimit]).toEqual([true, 0]);
    }
  }
});

test("a restore has the volume of the group's first member, as who may end no backup", async () => {
  const made = await built(() => make(clusterNamed("people-europe"), "europe"));
  const pod = podOf(made, "restore-1");
  expect(pod.serviceAccountName).toBe("postgres");
  expect(pod.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [])).toEqual([
    "data-people-europe-g1-0",
  ]);
  const [container] = pod.containers;
  expect(container?.volumeMounts.find(({ name }) => name === "data")?.mountPath).toBe("/var/lib/postgresql");
  expect(container?.command).toEqual([
    "python3",
    "/etc/azora/scripts/restore.py",
    "people-europe-g1",
    "/etc/azora/restore/restore-1.conf",
    "/etc/azora/restore/restore-2.conf",
  ]);
});

test("a table comes back on a disk of its own, and goes to whoever leads", async () => {
  const made = await built(() => make(clusterNamed("core"), "africa"));
  const pod = podOf(made, "restore-0-table");
  expect(pod.volumes.find(({ name }) => name === "data")?.ephemeral).toBeDefined();
  const live = pod.containers[0]?.env.find(({ name }) => name === "LIVE")?.value ?? "";
  expect(live).toMatch(
    /^host=core-0\.core\.africa\S*,\S+ port=5432 target_session_attrs=read-write dbname=azora user=postgres /,
  );
  expect(live).toContain("sslmode=verify-full");
});

test("a region whose members may not lead is refused", async () => {
  expect(await refusal(() => make(clusterNamed("core"), "asia"))).toContain(
    'DatabaseRestore.cluster core: region is "asia"; allowed: africa, europe',
  );
});
