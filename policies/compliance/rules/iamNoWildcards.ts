import { kindWideActions, selectingKeys, unboundActions } from "../../../components/facts/iam";
import { mandatoryTags } from "../../../components/facts/tags";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { isBroad } from "../../shared/breadth";
import { isHeldTo } from "../../shared/conditions";
import { wrong } from "../../shared/finding";
import { allowing, documentsOf, grantingTypes, isBoundary, unreadable } from "../../shared/iam";

function isUnbound(action: string): boolean {
  return unboundActions.some(({ actions }) =>
    actions.endsWith("*")
      ? action.toLowerCase().startsWith(actions.slice(0, -1).toLowerCase())
      : action.toLowerCase() === actions.toLowerCase(),
  );
}

/** Whether facts let an action stand with every resource of a kind. */
function isKindWide(action: string, resource: string): boolean {
  const [, , service = "", , , ...last] = resource.split(":");
  return kindWideActions.some(
    ({ actions, resources }) =>
      action.startsWith(`${service}:`) && actions.includes(action) && resources.includes(last.join(":")),
  );
}

/** Tags of what exists and of what is made; services have keys of their own for the first. */
const tagKey = /^[\w-]+:(resource|request)tag\//;

/** Whether a key is a tag that not everything carries: only of such a one it tells something that it is there. */
function isTellingTag(key: string): boolean {
  return tagKey.test(key) && !mandatoryTags.some((tag) => key.endsWith(`/${tag}`));
}

/** Whether a condition says which resources are meant: their tags, those that are asked for, or a key that facts name. */
function saysWhich(statement: Reader): boolean {
  const present = statement
    .keys("Condition", "Null")
    .filter((key) => isTellingTag(key.toLowerCase()))
    .some((key) => statement.flag("Condition", "Null", key) === false);
  return present || isHeldTo(statement, (key) => tagKey.test(key) || Object.hasOwn(selectingKeys, key));
}

function check(statement: Reader): Finding[] {
  const fix = "name the actions and the resources; what AWS cannot bind is listed in facts/iam.ts";
  const inverted = ["NotAction", "NotResource"].map((key) => statement.at(key)).filter((list) => list.exists);
  if (inverted.length > 0) return inverted.map((list) => wrong(list, "absent: it allows all the rest", fix));
  const broad = statement.texts("Resource").filter(isBroad);
  const actions = statement
    .items("Action")
    .map((item) => ({ item, action: item.text() ?? "" }))
    .filter(({ action }) => !isUnbound(action))
    .filter(({ action }) => broad.some((resource) => !isKindWide(action, resource)));
  const wild = actions.filter(({ action }) => /[*?]/.test(action));
  if (wild.length > 0) return wild.map(({ item }) => wrong(item, "the name of an action", fix));
  return actions.length === 0 || saysWhich(statement)
    ? []
    : actions.map(({ item }) => wrong(item, "resources by their ARN, or a condition that says which", fix));
}

export const rule: ResourceRule = {
  id: "iam-no-wildcards",
  title: "IAM policies name their actions and resources",
  why: "A wildcard grows with every new action and every new resource, and a stolen credential reaches as far as it does.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: grantingTypes,
  onUnknown: "defer",
  check: ({ type, props }) =>
    documentsOf(type, props).flatMap((document) => [
      ...unreadable(document),
      ...(isBoundary(type, props) ? [] : allowing(document).flatMap(check)),
    ]),
};
