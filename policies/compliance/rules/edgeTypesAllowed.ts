import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { edgePhases, edgeTypes, insteadOf } from "../../shared/edgeTypes";
import { rulesetType } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";
import { holds, mustBe } from "../../shared/look";

const listed = "policies/shared/edgeTypes.ts";
const phases = Object.keys(edgePhases).join(", ");

/** A rule set of the zone, in a phase that is listed, whose rules do what is done there and nothing else. */
function phaseOf(props: Reader): Finding[] {
  const kind = props.text("kind");
  const phase = props.text("phase") ?? "";
  const findings = kind === "zone" ? [] : [wrong(props.at("kind"), "zone", "give the zone rules of its own")];
  // An account's rules come before the zone's, in every zone.
  if (props.at("accountId").exists)
    findings.push(wrong(props.at("accountId"), "absent", "give the zone rules of its own"));
  const fact = edgePhases[phase];
  if (!fact) return [...findings, wrong(props.at("phase"), phases, `list the phase in ${listed}`)];
  const others = props.items("rules").filter((rule) => rule.text("action") !== fact.action);
  return [
    ...findings,
    ...others.map((rule) => wrong(rule.at("action"), fact.action, `do in ${phase} what it is for`)),
  ];
}

/** The items of lists within lists; a list that has none counts as one that says nothing. */
function itemsOf(props: Reader, lists: readonly string[]): readonly Reader[] {
  const [list, ...deeper] = lists;
  if (list === undefined) return [props];
  const items = props.items(list);
  return items.length === 0 ? [props.at(list, 0)] : items.flatMap((item) => itemsOf(item, deeper));
}

export const rule: ResourceRule = {
  id: "edge-types-allowed",
  title: "At the edge there is only what the list names, in the phases that it names",
  why: "Cloudflare has dozens of ways from a host to a server; each that is no load balancer passes by the firewall, the rates and the law of the hosts, and most need one resource.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  // Types that nobody has heard of yet are refused too.
  types: "all",
  onUnknown: "fail",
  check: ({ type, props }) => {
    if (!type.startsWith("cloudflare:")) return [];
    const known = edgeTypes[type];
    if (!known) {
      const wanted = insteadOf[type] ?? `a type that ${listed} lists, with its reason`;
      return [wrongResource(`the type ${type.split(":")[2] ?? type}`, wanted, `make ${wanted}`)];
    }
    const bounds = (known.must ?? []).flatMap((bound) =>
      itemsOf(props, bound.each ?? [])
        .filter((within) => !holds(within, bound))
        .map((within) => wrong(within.at(...bound.at), mustBe(bound), bound.fix)),
    );
    return [...bounds, ...(type === rulesetType ? phaseOf(props) : [])];
  },
};
