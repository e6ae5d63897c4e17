import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { inCacheNamespace, serverTexts } from "../../shared/cacheConfigs";
import { access } from "../../shared/controls";
import { configMapType } from "../../shared/kubernetes";

const usersKey = "users.acl";

/** What a user may not have, with what it means. */
const refusedWords: readonly { readonly word: RegExp; readonly wanted: string }[] = [
  { word: /^nopass$/, wanted: "a verifier" },
  { word: /^[<>]/, wanted: "the SHA-256 of a password" },
  { word: /^(\+@all|allcommands)$/, wanted: "the commands that the user needs" },
];

function userFindings(reader: Reader): readonly Finding[] {
  const fix = "render the users with aclFile";
  const users = (reader.text() ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(" "));
  const found = (words: readonly string[], wanted: string): Finding => ({
    path: reader.path,
    // A password would stand further on.
    found: words.slice(0, 3).join(" "),
    wanted,
    fix,
  });
  const byDefault = users.find(([kind, name]) => kind === "user" && name === "default");
  return [
    ...(byDefault?.[2] === "off" && !byDefault.includes("on")
      ? []
      : [found(byDefault ?? ["no user default"], "user default off")]),
    ...users.filter(([kind]) => kind !== "user").map((words) => found(words, "lines that begin with user")),
    ...users.flatMap((words) =>
      refusedWords
        .filter(({ word }) => words.some((each) => word.test(each)))
        .map(({ wanted }) => found(words, `user ${words[1] ?? ""} with ${wanted}`)),
    ),
    ...users
      .filter((words) => words.includes("on") && !words.some((word) => /^#[0-9a-f]{64}$/.test(word)))
      .map((words) => found(words, `user ${words[1] ?? ""} with a verifier, or off`)),
  ];
}

export const rule: ResourceRule = {
  id: "cache-users",
  title: "Caches know nobody who has not logged in, and no password",
  why: "By default anybody who reaches a server is a user who may do everything. Verifiers are digests of long random passwords: a configuration that shows them gives nothing away.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => {
    if (!inCacheNamespace(resource)) return [];
    const file = resource.props.at("data", usersKey);
    return [
      ...(file.exists ? userFindings(file) : []),
      ...serverTexts(resource).flatMap((text) => [
        ...(text.value("aclfile")?.endsWith(`/${usersKey}`)
          ? []
          : [text.wrong("aclfile", `and a file ${usersKey}`, "take what serverConfig has")]),
        ...["user", "requirepass", "masterauth", "primaryauth"]
          .filter((directive) => text.all(directive).length > 0)
          .map((directive) => ({
            path: text.reader.path,
            found: `a directive ${directive}`,
            wanted: `no ${directive} beside the users' file`,
            fix: "let the start script add what is secret",
          })),
      ]),
    ];
  },
};
