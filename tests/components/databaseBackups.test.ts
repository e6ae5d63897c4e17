import { DatabaseBackups } from "../../components/database/databaseBackups";
import { DatabaseTrials } from "../../components/database/databaseTrials";
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { backupSchedule } from "../../components/facts/repositories";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const clusterNamed = (name: string): DatabaseClusterFact => {
  const found = databaseClusters().find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const people = clusterNamed("people-europe");
const make = (cluster: DatabaseClusterFact, region = cluster.home): DatabaseBackups =>
  new DatabaseBackups("backups", {
    context: testContext(region),
    cluster,
    issuerName: "azora-region",
    authoritiesConfigMap: "azora-authorities",
    after: [],
  });

interface CronSpec {
  readonly schedule: string;
  readonly concurrencyPolicy: string;
  readonly jobTemplate: {
    readonly spec: {
      readonly activeDeadlineSeconds: number;
      readonly template: {
        readonly spec: {
          readonly serviceAccountName: string;
          readonly containers: readonly { readonly command: readonly string[] }[];
          readonly volumes: readonly { readonly secret?: { readonly secretName: string } }[];
        };
      };
    };
  };
}
const cronOf = (made: Built, name: string): CronSpec => made.named(name).inputs.spec as unknown as CronSpec;

describe("the backups of a cluster", () => {
  let made: Built;
  beforeAll(async () => {
    made = await built(() => make(people));
  });

  test("are a job for each group and repository, each hour, half an hour apart", () => {
    const jobs = made.ofType("kubernetes:batch/v1:CronJob");
    expect(jobs).toHaveLength(2 * people.groups.length);
    for (const group of people.groups) {
      const minutes = [1, 2].map((number) => {
        const [, minute] =
          /^(\d+) \* \* \* \*$/.exec(cronOf(made, `backups-${group}-${number}`).schedule) ?? [];
        return Number(minute);
      });
      expect(Math.abs((minutes[0] ?? NaN) - (minutes[1] ?? NaN))).toBe(backupSchedule.everyMinutes / 2);
    }
  });

  test("run as who may let backups go, show a member's certificate, and use one repository", () => {
    const { concurrencyPolicy, jobTemplate } = cronOf(made, "backups-1-2");
    expect(concurrencyPolicy).toBe("Forbid");
    const { spec } = jobTemplate.spec.template;
    expect(spec.serviceAccountName).toBe("postgres-backup");
    expect(spec.volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual([
      "people-europe-g1-member",
      "people-europe-repository",
    ]);
    expect(spec.containers[0]?.command).toEqual([
      "python3",
      "/etc/azora/scripts/backup.py",
      "people-europe-g1",
      "/etc/azora/backup/backup-2.conf",
    ]);
  });

  test("read from the members in step, by their backup servers", () => {
    const { data } = made.named("backups-config-0").inputs as unknown as { data: Record<string, string> };
    const hosts = [...(data["backup-1.conf"] ?? "").matchAll(/^pg\d+-host=(.+)$/gm)].map(([, host]) => host);
    expect(hosts).toHaveLength(people.members.filter(({ inStep }) => inStep).length);
    expect(hosts[0]).toBe("people-europe-g0-0.people-europe-g0.europe.internal.azora.example");
    expect(data["backup-1.conf"]).not.toMatch(/^repo2/m);
    expect(data["backup-2.conf"]).not.toMatch(/^repo1/m);
  });
});

test("a region that is not the cluster's home is refused", async () => {
  await expect(refusal(() => make(people, "asia"))).resolves.toBe(
    'DatabaseBackups.cluster people-europe: region is "asia"; allowed: europe',
  );
});

describe("the trials of a cluster's backups", () => {
  let made: Built;
  beforeAll(async () => {
    made = await built(
      () => new DatabaseTrials("trials", { context: testContext("europe"), cluster: people, after: [] }),
    );
  });

  test("are a job for each group, each day, one after the other, of the region's repository", () => {
    const jobs = made.ofType("kubernetes:batch/v1:CronJob");
    expect(jobs).toHaveLength(people.groups.length);
    const schedules = people.groups.map((group) => cronOf(made, `trials-${group}`).schedule);
    expect(new Set(schedules).size).toBe(schedules.length);
    for (const schedule of schedules) expect(schedule).toMatch(/^\d+ [3-6] \* \* \*$/);
    const [container] = cronOf(made, "trials-1").jobTemplate.spec.template.spec.containers;
    expect(container?.command.slice(2)).toEqual(["people-europe-g1", "/etc/azora/restore/restore-1.conf"]);
    const { data } = made.named("trials-config-1").inputs as unknown as { data: Record<string, string> };
    expect(Object.keys(data)).toEqual(["restore-1.conf"]);
  });

  test("try the second repository in the partner's region, and nothing elsewhere", async () => {
    const trialsIn = (region: string) =>
      new DatabaseTrials("trials", { context: testContext(region), cluster: people, after: [] });
    const there = await built(() => trialsIn("americas"));
    const [container] = cronOf(there, "trials-1").jobTemplate.spec.template.spec.containers;
    expect(container?.command.at(-1)).toBe("/etc/azora/restore/restore-2.conf");
    await expect(refusal(() => trialsIn("asia"))).resolves.toBe(
      'DatabaseTrials.cluster people-europe: region is "asia"; allowed: europe, americas',
    );
  });

  test("have a disk of their own that goes with them, read repositories only, and show no certificate", () => {
    const { spec } = cronOf(made, "trials-0").jobTemplate.spec.template;
    expect(spec.serviceAccountName).toBe("postgres-trial");
    expect(spec.volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual([
      "people-europe-repository",
    ]);
    expect(JSON.stringify(spec.volumes)).toContain('"storageClassName":"gp3-personal-scratch"');
  });
});
