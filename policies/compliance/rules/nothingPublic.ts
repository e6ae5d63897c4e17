import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { openings, publicTypes, type Opening } from "../../shared/exposure";
import { wrong, wrongResource } from "../../shared/finding";
import { holds, type Path } from "../../shared/look";

/** What stands at a path, once for each item where it goes through a list. */
function readersAt(from: Reader, path: Path): Reader[] {
  const turn = path.findIndex((step) => step === "*" || step === "{}");
  if (turn < 0) return [from.at(...path)];
  const [before, rest] = [path.slice(0, turn), path.slice(turn + 1)];
  return path[turn] === "{}"
    ? readersAt(from.json(...before), rest)
    : from.items(...before).flatMap((item) => readersAt(item, rest));
}

function mistakes(props: Reader, { at, open, closed, needed, fix }: Opening): Finding[] {
  return readersAt(props, at).flatMap((value) => {
    if (needed === true) return value.items().length > 0 ? [] : [wrong(value, "one or more", fix)];
    if (needed === false) return value.exists ? [wrong(value, "absent", fix)] : [];
    if (closed !== undefined)
      return holds(value, { at: [], be: closed }) ? [] : [wrong(value, String(closed), fix)];
    return open !== undefined && holds(value, { at: [], be: open })
      ? [wrong(value, `anything but ${open}`, fix)]
      : [];
  });
}

export const rule: ResourceRule = {
  id: "nothing-public",
  title: "No database, snapshot, image, node or endpoint is public",
  why: "What has an address on the internet is scanned within minutes, and what is shared with all is copied; the way in is the gateway.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [...Object.keys(openings), ...Object.keys(publicTypes)],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const instead = publicTypes[type];
    return instead === undefined
      ? (openings[type] ?? []).flatMap((opening) => mistakes(props, opening))
      : [wrongResource("a resource that is public by its nature", "none", instead)];
  },
};
