import { rule } from "../../../../policies/compliance/rules/cacheUsers";
import { cacheConfigMap, changed, lines, serverLines } from "../../../support/cacheFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const digest = "0a".repeat(32);
const users = [
  "user default off resetpass resetkeys resetchannels -@all",
  `user replication on resetpass #${digest} +psync +replconf +ping`,
  "user sentinel off resetpass +ping",
] as const;
const file = 'data["users.acl"]';
const conf = 'data["cache-0.conf"]';
const change = (name: string, user: string, to: string | undefined, found: string, wanted: string) =>
  refused(name, file, changed(users, `user ${user} `, to), wanted, { found });

export const cases: RuleCases = {
  rule,
  fixtures: [
    cacheConfigMap("cache", { "users.acl": lines(...users) }),
    cacheConfigMap("cache", { "cache-0.conf": lines(...serverLines) }),
    cacheConfigMap(
      "shop",
      { "users.acl": "user default on nopass +@all\n", "cache-0.conf": "port 80\n" },
      "shop",
    ),
  ],
  mutations: [
    change(
      "everybody is somebody",
      "default",
      `user default on resetpass #${digest} -@all`,
      "user default on",
      "user default off",
    ),
    change("nobody says who nobody is", "default", undefined, "no user default", "user default off"),
    change(
      "a user without a password",
      "replication",
      "user replication on nopass +ping",
      "user replication on",
      "user replication with a verifier",
    ),
    change(
      "a user that nothing is checked by",
      "replication",
      "user replication on resetpass +ping",
      "user replication on",
      "user replication with a verifier, or off",
    ),
    change(
      "a password in plain text, which is not repeated",
      "replication",
      `user replication on >correct-horse #${digest} +ping`,
      "user replication on",
      "user replication with the SHA-256 of a password",
    ),
    change(
      "a user who may do everything",
      "replication",
      `user replication on #${digest} ~* +@all`,
      "user replication on",
      "user replication with the commands that the user needs",
    ),
    refused("another directive", file, lines(...users, "requirepass x"), "lines that begin with user", {
      found: "requirepass x",
    }),
    refused("no users' file", conf, changed(serverLines, "aclfile "), "aclfile and a file users.acl", {
      resource: 1,
      found: "no aclfile",
    }),
    refused(
      "users beside the file",
      conf,
      lines(...serverLines, "user eve on"),
      "no user beside the users' file",
      {
        resource: 1,
        found: "a directive user",
      },
    ),
    refused(
      "a password in the configuration",
      conf,
      lines(...serverLines, "primaryauth x"),
      "no primaryauth beside the users' file",
      { resource: 1, found: "a directive primaryauth" },
    ),
    undecided(file),
    undecided(conf, { resource: 1 }),
    undecided("metadata.namespace", { resource: 2 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the cache" },
    { path: "data", why: "without any configuration there is nothing to run" },
  ],
};
