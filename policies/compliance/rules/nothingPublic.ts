import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { openings, publicTypes, type Opening } from "../../shared/exposure";
import { wrong, wrongResource } from "../../shared/finding";
import { holds, type Path } from "../../shared/look";

/** What stands at a path, once for each item where it goes through a list. */
function readersAt(from: Reader, path: Path): Reader[] {
  const list = path.indexOf("*");
  if (list < 0) return [from.at(...path)];
  return from.items(...path.slice(0, list)).flatMap((item) => readersAt(item, path.slice(list + 1)));
}

function mistakes(props: Reader, { at, open, closed, needed, fix }: Opening): Finding[] {
  return readersAt(props, at).flatMap((value) => {
    if (needed) return value.items().length > 0 ? [] : [wrong(value, "one or more", fix)];
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
  types: [...Object.keys(openings), ...publicTypes],
  onUnknown: "fail",
  check: ({ type, props }) =>
    publicTypes.includes(type)
      ? [wrongResource("a resource that is public by its nature", "none", "use the private kind")]
      : (openings[type] ?? []).flatMap((opening) => mistakes(props, opening)),
};
