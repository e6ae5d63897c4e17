import { mayMove } from "../../../components/facts/jurisdictions";
import { homePrefix } from "../../../components/facts/objectCopies";
import { bucketPurpose } from "../../../components/facts/objects";
import { allRegions } from "../../../components/facts/regions";
import type { Finding, StackRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import {
  copyRules,
  objectBucket,
  prefixOf,
  replicationTypes,
  type CopyRuleView,
} from "../../shared/objectBuckets";

function homeMistakes(view: CopyRuleView): Finding[] {
  const { rule, source, target } = view;
  const prefix = prefixOf(view);
  const from = objectBucket(source);
  if (from === undefined) return [];
  const { dataClass } = bucketPurpose(from.purpose);
  const home = allRegions().find(({ name }) => homePrefix(name) === prefix);
  if (home === undefined)
    return [
      wrong(
        rule.at("filter", "prefix"),
        allRegions()
          .map(({ name }) => homePrefix(name))
          .join(" | "),
        "copy one home's objects by a rule, and no others",
      ),
    ];
  // An archive is in the source's own region, which replication-lawful asks of its key; nothing else leaves the account.
  const to = objectBucket(target)?.region ?? (dataClass === "audit" ? from.region : undefined);
  if (to === undefined)
    return [
      wrong(
        rule.at("destination", "bucket"),
        "a bucket of objects of the platform",
        "copy to the same purpose's bucket of a lawful region",
      ),
    ];
  return mayMove(dataClass, home.jurisdiction, to.jurisdiction)
    ? []
    : [
        {
          ...wrong(
            rule.at("destination", "bucket"),
            `a region to which ${dataClass} data of ${home.name} may go`,
            "copy to a lawful region, or record the basis in components/facts/jurisdictions.ts",
          ),
          found: `objects of ${home.name} in ${to.name}`,
        },
      ];
}

export const rule: StackRule = {
  id: "replication-homes",
  title: "A rule of copies is about one home's objects, and the law of that home allows them there",
  why: "A bucket holds what other homes copied to it: a rule for all of it would carry that on, though a basis for one step is none for the next. Each copy passes two laws, that of the place it leaves and that of the people's home.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "stack",
  types: replicationTypes,
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, replicationTypes, (config) => copyRules(config).flatMap(homeMistakes)),
};
