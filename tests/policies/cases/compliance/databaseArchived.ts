import { rule } from "../../../../policies/compliance/rules/databaseArchived";
import {
  atHome,
  databaseConfigMap,
  knownBy,
  memberConfig,
  notMembers,
  repositoryConf,
} from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const parameters = "postgresql.parameters";
const places = [`data["dynamic.json"].${parameters}`, `data["core-0.yaml"].bootstrap.dcs.${parameters}`];
const own = `data["core-1.yaml"].${parameters}`;
const command = `${own}.archive_command`;
const first = 'data["archive-1.conf"]';
const second = 'data["archive-2.conf"]';
const pushes = 'pgbackrest-push.sh core "%p"';

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
    refused("thrown away", command, "/bin/true", pushes),
    refused("of another group", command, '/etc/azora/scripts/pgbackrest-push.sh people "%p"', pushes),
    refused("not handed over", command, absent, pushes),
    ...["archive_mode", "archive_timeout", "archive_library"].map((name) =>
      refused(`${name} of a member's own`, `${own}.${name}`, "on", "absent: the cluster's setting counts"),
    ),
    ...(
      [
        [first, 1, "africa"],
        [second, 2, "europe"],
      ] as const
    ).flatMap(([file, number, region]) =>
      [absent, repositoryConf(number, region).replace("[core]", "[people]")].map((to, index) =>
        refused(`not to ${region}, ${index}`, file, to, `one that archives core to ${region}`, {
          at: "",
          found: `no archive-${number}.conf`,
        }),
      ),
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
    { path: "data.core-0.yaml*", why: "of a member that begins no cluster only its own settings count" },
  ],
};
