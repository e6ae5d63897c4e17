import { rule } from "../../../../policies/compliance/rules/databaseArchived";
import {
  archiveConf,
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
} from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const parameters = "postgresql.parameters";
const places = [`data["dynamic.json"].${parameters}`, `data["core-0.yaml"].bootstrap.dcs.${parameters}`];
const command = `data["core-1.yaml"].${parameters}.archive_command`;
const first = 'data["archive-1.conf"]';
const second = 'data["archive-2.conf"]';

/** A repository's file that says otherwise. */
const said = (name: string, option: string, value: string, wanted: string): Mutation =>
  refused(name, second, archiveConf(2, "europe", { [option]: value }), wanted, { found: value });

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, databaseConfigMap([memberConfig("europe", 0)]), ...notMembers],
  mutations: [
    ...places.flatMap((where) => [
      refused(`not kept, in ${where}`, `${where}.archive_mode`, "off", '"on"'),
      refused(`kept late, in ${where}`, `${where}.archive_timeout`, "600s", "1s to 60s"),
      refused(`kept when a segment is full, in ${where}`, `${where}.archive_timeout`, "0s", "1s to 60s"),
      refused(`kept at some time, in ${where}`, `${where}.archive_timeout`, absent, "1s to 60s"),
    ]),
    refused("thrown away", command, "/bin/true", 'pgbackrest-push.sh STANZA "%p"'),
    refused("not handed over", command, absent, 'pgbackrest-push.sh STANZA "%p"'),
    ...(
      [
        [first, "africa"],
        [second, "europe"],
      ] as const
    ).map(([file, region]) =>
      refused(`not in ${region}`, file, absent, `one that archives to ${region}`, {
        at: "",
        found: `no file leads to a bucket azora-${region}-backups-*`,
      }),
    ),
    refused("twice in one region", second, archiveConf(2, "africa"), "one that archives to europe", {
      at: "",
      found: "no file leads to a bucket azora-europe-backups-*",
    }),
    said("beside its folder", "path", "/elsewhere", "repo2-path=/repositories/core"),
    said("with somebody's key", "s3-key-type", "shared", "repo2-s3-key-type=pod-id"),
    said("in the open", "cipher-type", "none", "repo2-cipher-type=aes-256-cbc"),
    said("kept by count", "retention-full-type", "count", "repo2-retention-full-type=time"),
    said("kept shorter than promised", "retention-full", "29", "repo2-retention-full=30"),
    said("kept longer than promised", "retention-full", "31", "repo2-retention-full=30"),
    refused(
      "both by one",
      first,
      archiveConf(1, "africa").replace("archive-async=y", "repo2-type=s3"),
      "one repository, or a lost one keeps the log from the others",
      { found: "names repository 2 too" },
    ),
    ...allUndecided([
      ...places.flatMap((where) => [`${where}.archive_mode`, `${where}.archive_timeout`]),
      command,
      first,
      second,
      'data["dynamic.json"]',
    ]),
    undecided("metadata.namespace", { resource: 2 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: [
    ...knownBy,
    { path: "data.core-0.yaml*", why: "of a member that begins no cluster only its command counts" },
  ],
};
