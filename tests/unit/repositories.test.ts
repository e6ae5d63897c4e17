import { readFileSync } from "node:fs";
import path from "node:path";
import { memberRepositoryFiles } from "../../components/database/repositoryConfig";
import { repositoryStatements, type RepositoryUse } from "../../components/database/repositoryRights";
import {
  databaseClusters,
  groupName,
  type DatabaseClusterFact,
} from "../../components/facts/databaseClusters";
import { erasure } from "../../components/facts/compliance";
import { databaseKinds } from "../../components/facts/database";
import { bucketPurpose } from "../../components/facts/objects";
import { erasureDeadlineDays, keyGoneDays } from "../../components/facts/erasure";
import { mayMove } from "../../components/facts/jurisdictions";
import { allRegions, regionNamed } from "../../components/facts/regions";
import {
  repositoriesMin,
  repositoryBucket,
  repositoriesOf,
  repositoryKinds,
  repositorySecret,
  repositorySettings,
  repositoryTailDays,
} from "../../components/facts/repositories";

const account = "111122223333";
const clusters = databaseClusters();
const named = (name: string): DatabaseClusterFact => {
  const found = clusters.find((cluster) => cluster.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
};
const groups = clusters.flatMap((cluster) =>
  cluster.groups.map((group) => [groupName(cluster, group), cluster, group] as const),
);

/** Options of a file by section. */
function read(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, section] = /^\[(.+)\]$/.exec(line) ?? [];
    if (section !== undefined) current = sections[section] = {};
    else {
      const at = line.indexOf("=");
      current[line.slice(0, at)] = line.slice(at + 1);
    }
  }
  return sections;
}

describe("repositories", () => {
  test.each(groups)("of %s are in two regions, the first at home, and both lawful", (group, cluster) => {
    const found = repositoriesOf(cluster, group);
    expect(found.map(({ number }) => number)).toEqual([1, 2]);
    expect(found[0]?.region).toBe(cluster.home);
    expect(new Set(found.map(({ region }) => region)).size).toBe(repositoriesMin);
    for (const { region } of found)
      expect(
        region === cluster.home ||
          mayMove("personal", regionNamed(cluster.home).jurisdiction, regionNamed(region).jurisdiction),
      ).toBe(true);
  });

  test("of no two groups lie in one folder, and no folder begins as another cluster's does", () => {
    const prefixes = groups.map(([group, cluster]) => repositoriesOf(cluster, group)[0]?.prefix);
    expect(new Set(prefixes).size).toBe(groups.length);
  });

  test("lose the last of a row as late as decision 11 says", () => {
    const page = readFileSync(
      path.resolve(__dirname, "..", "..", "docs", "decisions", "0011-backups.md"),
      "utf8",
    );
    expect(page).toContain(`gone after ${repositoryTailDays("people")}.`);
    expect(page).toContain(`${100 * repositorySettings.queueShareOfVolumeMax} % of the`);
  });

  test("of keys end within the days that an erasure may wait for them, each in a bucket of its own", () => {
    expect(erasure.vacuumDays + repositoryTailDays("keys")).toBeLessThanOrEqual(erasure.keyBackupDaysMax);
    // Also where they were brought back from before the erasure, and erased once more.
    expect(keyGoneDays()).toBeLessThanOrEqual(erasureDeadlineDays);
    const purposes = new Set(
      groups
        .filter(([, { kind }]) => kind === "keys")
        .flatMap(([group, cluster]) => repositoriesOf(cluster, group).map(({ purpose }) => purpose)),
    );
    expect([...purposes]).toEqual(["subject-keys"]);
  });

  test("end by themselves before the bucket's lifecycle would take a backup that another needs", () => {
    for (const { purpose, retentionDays, fullDays } of Object.values(repositoryKinds))
      expect(retentionDays + fullDays).toBeLessThan(bucketPurpose(purpose).expireAfterDays ?? 0);
  });

  test("have one secret a cluster", () => {
    expect(new Set(clusters.map(repositorySecret)).size).toBe(clusters.length);
  });
});

describe("the files of a member", () => {
  test.each(groups)(
    "of %s hand its log to each repository by itself, and give it up before the disk is full",
    (group, cluster, number) => {
      const files = memberRepositoryFiles(cluster, number, account);
      expect(Object.keys(files)).toEqual(["pgbackrest.conf", "archive-1.conf", "archive-2.conf"]);
      const archives = [1, 2].map((each) => read(files[`archive-${each}.conf`] ?? ""));
      for (const [index, sections] of archives.entries()) {
        expect(Object.keys(sections)).toEqual(["global", group]);
        const repositories = new Set(
          Object.keys(sections.global ?? {}).flatMap((key) => /^repo\d+/.exec(key) ?? []),
        );
        expect([...repositories]).toEqual([`repo${index + 1}`]);
        expect(sections.global).toMatchObject({ "archive-async": "y", "log-level-file": "off" });
        expect(Number(sections.global?.["archive-push-queue-max"])).toBeLessThan(
          0.5 * 2 ** 30 * databaseKinds[cluster.kind].size.volumeGib,
        );
      }
      for (const own of ["lock-path", "spool-path"])
        expect(new Set(archives.map(({ global }) => global?.[own])).size).toBe(2);
    },
  );

  test("of core name the buckets of africa and europe, and encrypt", () => {
    const { global } = read(memberRepositoryFiles(named("core"), 0, account)["pgbackrest.conf"] ?? "");
    expect(global).toMatchObject({
      "repo1-s3-bucket": "azora-africa-backups-111122223333",
      "repo1-s3-endpoint": "s3.af-south-1.amazonaws.com",
      "repo1-path": "/repositories/core",
      "repo1-cipher-type": "aes-256-cbc",
      "repo2-s3-bucket": "azora-europe-backups-111122223333",
      "repo2-s3-region": "eu-central-1",
      "repo2-s3-key-type": "pod-id",
      "tls-server-auth": "core.member.azora=core",
    });
  });

  test("hold no passphrase and no key", () => {
    for (const [, cluster, group] of groups)
      for (const text of Object.values(memberRepositoryFiles(cluster, group, account)))
        expect(text).not.toMatch(/cipher-pass|s3-key=|s3-key-secret/);
  });
});

describe("rights in repositories", () => {
  const uses: readonly RepositoryUse[] = ["archive", "backup", "restore"];
  const actionsOf = (use: RepositoryUse): string[] =>
    repositoryStatements({ accountId: account }, clusters, use).flatMap(({ Action = [] }) => Action);

  test("delete nothing but by a backup, and no version at all", () => {
    const deleting = (use: RepositoryUse) => actionsOf(use).filter((action) => action.includes("Delete"));
    expect(deleting("archive")).toEqual([]);
    expect(deleting("restore")).toEqual([]);
    expect(new Set(deleting("backup"))).toEqual(new Set(["s3:DeleteObject"]));
  });

  test("to write the log end at the log", () => {
    const writing = repositoryStatements({ accountId: account }, clusters, "archive").filter(
      ({ Action = [] }) => Action.includes("s3:PutObject"),
    );
    expect(writing.length).toBeGreaterThan(0);
    for (const arn of writing.flatMap(({ Resource = [] }) => Resource))
      expect(arn).toMatch(
        /:azora-\w+-(backups|subject-keys)-\d{12}\/repositories\/[\w-]+?(-g\?)?\/archive\/\*$/,
      );
  });

  test("reach each group of a cluster, by one character in place of its number", () => {
    const covers = (pattern: string, key: string): boolean =>
      new RegExp(
        `^${pattern
          .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", ".")}$`,
      ).test(key);
    const resources = repositoryStatements({ accountId: account }, clusters, "restore")
      .filter(({ Action }) => Action?.includes("s3:GetObject"))
      .flatMap(({ Resource = [] }) => Resource as string | string[]);
    for (const [group, cluster] of groups)
      for (const repository of repositoriesOf(cluster, group)) {
        const key = `arn:aws:s3:::${repositoryBucket(repository, account)}/${repository.prefix}/backup/x`;
        expect(resources.filter((pattern) => covers(pattern, key))).toHaveLength(1);
      }
  });

  test("to restore write nothing", () => {
    expect(new Set(actionsOf("restore"))).toEqual(new Set(["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]));
  });

  test.each(uses)("to %s of one cluster end at its own folders", (use) => {
    const [core] = clusters;
    if (!core) throw new Error("no cluster");
    const statements = repositoryStatements({ accountId: account }, [core], use);
    const places = statements.flatMap(({ Resource = [] }) => Resource as string | string[]);
    expect(places.filter((arn) => !arn.endsWith("/archive/*")).sort()).toEqual([
      "arn:aws:kms:af-south-1:111122223333:key/*",
      "arn:aws:kms:eu-central-1:111122223333:key/*",
      "arn:aws:s3:::azora-africa-backups-111122223333",
      "arn:aws:s3:::azora-africa-backups-111122223333/repositories/core/*",
      "arn:aws:s3:::azora-europe-backups-111122223333",
      "arn:aws:s3:::azora-europe-backups-111122223333/repositories/core/*",
    ]);
    for (const { Action = [], Condition } of statements)
      if ([Action].flat().some((action) => action.startsWith("kms:") || action === "s3:ListBucket"))
        expect(Condition).toBeDefined();
  });

  test.each(allRegions().map(({ name }) => name))("of %s fit into a role's own policies", (region) => {
    const here = clusters.filter(({ members }) => members.some((member) => member.region === region));
    for (const use of uses)
      expect(
        JSON.stringify(repositoryStatements({ accountId: account }, here, use)).length,
      ).toBeLessThanOrEqual(10_240);
  });
});
