import { rule } from "../../../../policies/compliance/rules/databaseRepositories";
import { repositoryConf } from "../../../support/databaseFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, Mutation, RuleCases } from "../../../support/rules";

const retention = { "retention-full-type": "time", "retention-full": "30" };
const configMap = (namespace: string, data: Readonly<Record<string, string>>): Fixture => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: `${namespace}-${Object.keys(data).join("-")}`,
  props: { metadata: { namespace }, data },
});
const archive = 'data["archive-2.conf"]';
const backup = 'data["backup-2.conf"]';

/** A file that says otherwise of its repository. */
const said = (option: string, value: string, wanted: string): Mutation =>
  refused(`${option} is ${value}`, archive, repositoryConf(2, "europe", { [option]: value }), wanted, {
    found: value,
  });
/** The same of the file of backups, where retention counts. */
const kept = (option: string, value: string, wanted: string): Mutation =>
  refused(
    `${option} is ${value}`,
    backup,
    repositoryConf(2, "europe", { ...retention, [option]: value }),
    wanted,
    { resource: 1, found: value },
  );
const one = "one repository, or a lost one holds up the others";
const sections = "[global] and the section of one group";

export const cases: RuleCases = {
  rule,
  fixtures: [
    configMap("postgres", {
      "archive-1.conf": repositoryConf(1, "africa"),
      "archive-2.conf": repositoryConf(2, "europe"),
      "pgbackrest.conf": "[global]\n",
    }),
    configMap("postgres", { "backup-2.conf": repositoryConf(2, "europe", retention) }),
    configMap("postgres-trial", { "restore-1.conf": repositoryConf(1, "africa") }),
    configMap("shop", { "archive-1.conf": "somebody else's" }),
  ],
  mutations: [
    said("type", "posix", "repo2-type=s3"),
    said("path", "/elsewhere", "repo2-path=/repositories/core"),
    said("s3-bucket", "azora-asia-backups-111122223333", "repo2-s3-bucket=azora-europe-backups-*"),
    said("s3-endpoint", "s3.elsewhere.example", "repo2-s3-endpoint=s3.eu-central-1.amazonaws.com"),
    ...["expire-auto=n", "repo2-retention-archive=999", "repo2-cipher-pass=known", "recurse=n"].map(
      (option) =>
        refused(
          `an option more: ${option}`,
          backup,
          repositoryConf(2, "europe", retention).replace("[global]\n", `[global]\n${option}\n`),
          "no option but those of repositoryConfig.ts",
          { resource: 1, found: option.split("=")[0] ?? "" },
        ),
    ),
    said("s3-key-type", "shared", "repo2-s3-key-type=pod-id"),
    said("cipher-type", "none", "repo2-cipher-type=aes-256-cbc"),
    kept("retention-full-type", "count", "repo2-retention-full-type=time"),
    kept("retention-full", "29", "repo2-retention-full=30"),
    kept("retention-full", "31", "repo2-retention-full=30"),
    refused("nothing is said of retention", backup, repositoryConf(2, "europe"), "repo2-retention-full=30", {
      resource: 1,
      found: "no repo2-retention-full",
    }),
    refused(
      "a queue that gives everything up",
      archive,
      repositoryConf(2, "europe").replace("32212254720", "1"),
      "archive-push-queue-max=32212254720",
      { found: "1" },
    ),
    refused(
      "another's repository too",
      archive,
      repositoryConf(2, "europe").replace("\n\n", "\nrepo1-type=s3\n\n"),
      one,
      {
        found: "repo1-type",
      },
    ),
    refused(
      "a section that has the last word",
      archive,
      repositoryConf(2, "europe", {}, "repo2-cipher-type=none\n"),
      "where its servers are, and nothing else",
      { found: "[core] repo2-cipher-type" },
    ),
    refused(
      "a section of a command",
      archive,
      `${repositoryConf(2, "europe")}[global:archive-push]\n`,
      sections,
      {
        found: "sections global, core, global:archive-push",
      },
    ),
    refused("an unknown group", archive, repositoryConf(2, "europe").replace("[core]", "[shop]"), sections, {
      found: "sections global, shop",
    }),
    refused("no text", archive, "", sections, { found: "sections " }),
    refused(
      "of a restore",
      'data["restore-1.conf"]',
      repositoryConf(1, "asia"),
      "repo1-s3-bucket=azora-africa-backups-*",
      {
        resource: 2,
        found: "azora-asia-backups-111122223333",
      },
    ),
    refused("a third repository", 'data["archive-3.conf"]', repositoryConf(3, "asia"), "one of 1, 2", {
      found: "repository 3",
    }),
    ...allUndecided([archive, "metadata.namespace"]),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the databases'" },
    { path: "data", why: "without any file nothing works on a repository" },
  ],
};
